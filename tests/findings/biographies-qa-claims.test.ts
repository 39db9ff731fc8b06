import {
  armAccuracies,
  biographiesQa,
  comparedRuns,
  type QaRun,
  type QaConfig,
} from 'memorization-kit/findings';
import { claimProse, paperTables } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { chooseRate } from '../../lib/dist/recipes/questions/finetune';
import { claimed } from './made-up-runs';
import { syntheticQaRun } from './synthetic-qa';

const { claims, config, configs, cost, resources, seen, validate } = biographiesQa;
const { allenZhuQa } = paperTables();

describe('the sweeps', () => {
  it.each(['quick', 'standard', 'paper'] as const)(
    '%s: every arm sees as many biographies of a person, by the same rates and steps',
    (profile) => {
      const [first] = configs(profile);
      const same = comparedRuns(configs(profile).map((config) => ({ config })));
      for (const { config } of same) {
        const { loraRates, data, seed, training, swapped, fewerAsked, inverseSteps } = config;
        const measured = { data, seed, training, swapped, fewerAsked, inverseSteps }; // or what is compared
        expect({ ...config, loraRates: first.loraRates }).toEqual({ ...first, ...measured });
        expect(['', first.loraRates]).toContain(loraRates); // not every arm has LoRA
      }
    },
  );

  it("standard: the arms of the paper's table with three seeds, the ends with five; paper: its sizes", () => {
    for (const { pretraining_data: data } of allenZhuQa) {
      const of = (all: QaConfig[]) => all.filter((c) => c.data === data);
      const seeds = new Set(of(configs('standard')).map(({ seed }) => seed)).size;
      if (['single', 'multi5+permute'].includes(data)) expect(seeds).toBeGreaterThanOrEqual(5);
      else expect(seeds).toBeGreaterThanOrEqual(3);
      expect(of(configs('paper')).map((c) => c.training)).toEqual(['finetune', 'mixed']);
    }
    const sizes = { nPeople: 100_000, dModel: 768, nLayers: 12, windowLength: 512, batchSize: 96 };
    expect(configs('paper')[0]).toMatchObject({ ...sizes, pretrainSteps: 80_000 });
  });
});

describe('what a run will take', () => {
  const usual = config({ finetuneRates: '0.001,0.002', loraRates: '0.01' });

  it('follows from its trainings', () => {
    const measurements = {} as QaRun['measurements'];
    expect(seen({ config: usual, measurements })).toEqual({
      biographies: 1125 * 32,
      questions: (3 * 450 + 900) * 64,
    });
    const mixed = { ...usual, training: 'mixed' as const };
    expect(seen({ config: mixed, measurements })).toEqual({
      biographies: 1125 * 32,
      questions: 1125 * 519, // four of five tokens
    });
    expect(cost({ ...usual, pretrainSteps: 5000 })).toBeGreaterThan(cost(usual));
    expect(cost({ ...usual, loraRates: '' })).toBeLessThan(cost(usual));
  });

  it("at the paper's size is a GPU with its memory", () => {
    const { memoryBytes, flops } = resources!(configs('paper')[0]);
    expect(memoryBytes / 2 ** 30).toBeGreaterThan(20);
    expect(memoryBytes / 2 ** 30).toBeLessThan(80);
    expect(flops).toBeGreaterThan(1e18);
  });
});

describe('bad settings are refused by name', () => {
  it.each([
    [{ data: 'multi3' }, /augmentation "multi3".*multi5\+permute/],
    [{ nPeople: 9_000_000 }, /9000000 people need as many different names/],
    [{ leadIn: 4, windowLength: 64 }, /leadIn is for rows/],
    [{ finetuneRates: '' }, /finetuneRates/],
    [{ finetuneRates: '0.1,x' }, /finetuneRates/],
    [{ loraRates: '0.1,,0.2' }, /loraRates must be numbers and commas/],
    [{ loraRank: 129, loraRates: '0.01' }, /above dModel/],
    [{ fitShare: 0.9 }, /leaves nobody to hold out/],
    [{ nHeads: 5 }, /divisible by nHeads/],
    [{ fewerAsked: '60,500' }, /fewerAsked: no 500 people/],
    [{ fewerAsked: '1.5' }, /fewerAsked must be a whole number/],
    [{ swapped: 5, training: 'mixed' }, /swapped and fewerAsked are for training = finetune/],
  ] as const)('%o', (change, message) => {
    expect(() => validate(config(change))).toThrow(message);
  });
});

/** The paper's own table as runs with three seeds. */
const asInThePaper = (): QaRun[] =>
  [1, 2, 3].flatMap((seed) =>
    allenZhuQa.flatMap(({ pretraining_data: data, finetune, mixed }) => [
      syntheticQaRun({ data, seed, full: finetune / 100, lora: finetune / 100, named: 0 }),
      syntheticQaRun({ data, seed, mixed: mixed / 100 }),
    ]),
  );

describe('the claims', () => {
  const value = (id: string, runs: QaRun[]) => claimed(biographiesQa, id, runs);

  const prose = claimProse('biographies-qa');
  const fromPaper = Object.keys(claims).filter((id) => prose[id].paper !== 'not in the paper');
  it.each(fromPaper)("%s is reproduced by the paper's own numbers", (id) => {
    const { value: ours, n } = value(id, asInThePaper());
    const printed = Number(prose[id].paper.replace('~', ''));
    const room = claims[id].is.unit === 'Spearman' ? 0.05 : 0.6; // people are whole: values move a little
    expect(Math.abs(ours - printed)).toBeLessThan(room);
    expect(n).toBe(3);
    for (const { reproduced } of [claims[id], claims[id].atPaperSize ?? claims[id]]) {
      expect(ours).toBeGreaterThanOrEqual(reproduced[0]);
      expect(ours).toBeLessThanOrEqual(reproduced[1]);
    }
  });

  it('see an arm that was not recalled, and one that did not learn its questions', () => {
    const runs = asInThePaper();
    runs[4].measurements.recall.all = 0.6;
    runs[7].measurements.mixed!.training.accuracy = 0.5;
    expect(value('recall', runs).value).toBeCloseTo(60, 9);
    expect(value('training-people', runs).value).toBeCloseTo(50, 9);
  });

  it('are gated by recall and trained questions of the arms that they speak of', () => {
    const runs = asInThePaper();
    const single = runs.find(({ config: c, measurements: m }) => c.data === 'single' && m.lora);
    expect(value('contrast-lora', runs).gate).toBeUndefined();
    single!.measurements.lora!.training.accuracy = 0.6;
    expect(value('contrast', runs).gate).toBeUndefined();
    const { gate, note } = value('contrast-lora', runs);
    expect(gate).toBe(false);
    expect(note).toMatch(/trained questions 86\.7 %: below the gate of 99 %/);
    single!.measurements.recall.all = 0.9;
    expect(value('single-fails', runs).gate).toBe(false);
    expect(value('multi5-permute-succeeds', runs).gate).toBeUndefined();
  });

  it('have intervals over trainings, and none of one', () => {
    const of = (...shares: number[]) =>
      value(
        'contrast',
        shares.flatMap((full, seed) => [
          syntheticQaRun({ data: 'single', seed, full: 0.1, people: 100 }),
          syntheticQaRun({ data: 'multi5+permute', seed, full, people: 100 }),
        ]),
      );
    expect(of(0.8)).toMatchObject({ n: 1, low: NaN, high: NaN });
    const { value: mean, low, high, n } = of(0.7, 0.8, 0.9);
    expect(n).toBe(3);
    expect(mean).toBeCloseTo(70, 0);
    expect((high - low) / 2).toBeCloseTo((4.303 * 10) / Math.sqrt(3), 0); // t of 2 degrees
    expect(of(0.8, 0.8, 0.8).high).toBeCloseTo(70, 0); // as if people did not differ
  });

  it('rank only arms that are above chance, in each training', () => {
    const runs = asInThePaper();
    expect(value('order-of-arms', runs)).toMatchObject({ value: 1, n: 3 });
    const low = runs.filter(({ measurements: m }) => m.full && m.full.heldOut.accuracy > 0.45);
    const chance = [1, 2, 3].map((seed) => syntheticQaRun({ data: 'multi2', seed, full: 0 }));
    expect(value('order-of-arms', [...low, ...chance]).value).toBe(1); // the reversed one is at chance
  });

  it('about several arms leave out the seeds that have fewer of them', () => {
    const more = ['single', 'multi5', 'multi5+fullname', 'multi5+permute', 'multi2'].map((data) =>
      syntheticQaRun({ data, seed: 9, full: 0.5 }),
    );
    for (const id of ['order-of-arms', 'gap-to-paper']) {
      expect(value(id, [...asInThePaper(), ...more])).toEqual(value(id, asInThePaper()));
    }
  });

  it('give no value without one of the arms', () => {
    const one = [syntheticQaRun({ data: 'single', full: 0.1 })];
    expect(value('contrast', one).value).toBeNaN();
    expect(value('order-of-arms', one).value).toBeNaN();
  });
});

it.each<[string, number, ...[rate: number, fit: number, validation: number][]]>([
  ['best of those that learned', 2e-3, [1e-4, 0.5, 0.9], [1e-3, 1, 0.6], [2e-3, 0.995, 0.7]],
  ['lowest of two as good', 1e-3, [2e-3, 1, 0.7], [1e-3, 1, 0.7]],
  ['closest where none learned', 1e-2, [1e-3, 0.2, 0.03], [1e-2, 0.9, 0.02]],
])('the learning rate of finetuning is the %s', (_, chosen, ...tried) => {
  const rates = tried.map(([learningRate, fit, validation]) => ({ learningRate, fit, validation }));
  expect(chooseRate(rates)).toBe(chosen);
});

describe('the arms of a sweep', () => {
  it('are compared at the exposures that most of them have, of two the more', () => {
    const runs = [
      syntheticQaRun({ data: 'single', exposures: 300 }),
      syntheticQaRun({ data: 'multi5', exposures: 300 }),
      syntheticQaRun({ data: 'single', exposures: 600 }),
    ];
    expect(comparedRuns(runs)).toEqual(runs.slice(0, 2));
    expect(comparedRuns(runs.slice(1))).toEqual(runs.slice(2));
  });

  it('are told over seeds', () => {
    const runs = [1, 2].map((seed) =>
      syntheticQaRun({ data: 'single', full: 0.5, seed, people: 50 }),
    );
    const [arm] = armAccuracies(runs, 'full');
    expect(arm).toMatchObject({ data: 'single', seeds: 2, heldOut: { mean: 0.5, n: 2 } });
    expect(armAccuracies(runs, 'mixed')).toEqual([]);
  });
});
