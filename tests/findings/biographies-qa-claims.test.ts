import {
  biographiesQa,
  type BiographiesQaConfig,
  biographiesQaConfig,
  type BiographiesQaMeasurements,
} from 'memorization-kit/findings';
import { armAccuracies, comparedRuns } from 'memorization-kit/measure';
import { allenZhuQaAccuracy, measureClaim } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { expectSoundClaims, expectSoundSweeps } from './of-any-finding';
import { chooseRate } from '../../lib/dist/findings/biographies-qa/finetune';
import { syntheticQaRun } from '../figures/synthetic-qa';

const { claims, configs, validate } = biographiesQa;
type Run = { config: BiographiesQaConfig; measurements: BiographiesQaMeasurements };

describe('the sweeps', () => {
  it('of every profile are valid, and no run is in one twice', () => {
    expectSoundSweeps(biographiesQa);
  });

  it('show every arm the same number of biographies of a person, by the same rates and steps', () => {
    for (const profile of ['quick', 'standard', 'paper'] as const) {
      const compared = configs(profile).filter(
        (c) => c.exposures === configs(profile)[0].exposures,
      );
      const fixed = compared.map(({ data: _, seed: __, training: ___, ...rest }) => rest);
      for (const { loraRates, ...rest } of fixed) {
        expect({ ...rest, loraRates: fixed[0].loraRates }).toEqual(fixed[0]);
        expect(['', fixed[0].loraRates]).toContain(loraRates); // not every arm has LoRA
      }
    }
  });

  it('quick: the two arms of the contrast; standard: at least eight arms, three seeds, mixed', () => {
    expect(configs('quick').map((c) => c.data)).toEqual(['single', 'multi5+permute']);
    const standard = configs('standard');
    expect(new Set(standard.map((c) => c.data)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(standard.map((c) => c.seed)).size).toBeGreaterThanOrEqual(3);
    const mixed = standard.filter((c) => c.training === 'mixed').map((c) => c.data);
    expect(new Set(mixed)).toEqual(new Set(['single', 'multi5+permute']));
  });

  it("paper: the paper's sizes and all arms of its table", () => {
    const sweep = configs('paper');
    for (const { pretraining_data: data } of allenZhuQaAccuracy()) {
      for (const training of ['finetune', 'mixed']) {
        expect(sweep.some((c) => c.data === data && c.training === training)).toBe(true);
      }
    }
    expect(sweep[0]).toMatchObject({ nPeople: 100_000, dModel: 768, nLayers: 12, nHeads: 12 });
    expect(sweep[0]).toMatchObject({ windowLength: 512, batchSize: 96, pretrainSteps: 80_000 });
  });

  it('cost more where more is trained, and the paper profile a GPU with its memory', () => {
    const { cost, resources } = biographiesQa;
    const config = biographiesQaConfig({});
    expect(cost({ ...config, pretrainSteps: 5000 })).toBeGreaterThan(cost(config));
    expect(cost({ ...config, loraRates: '' })).toBeLessThan(cost(config));
    const needed = resources?.(configs('paper')[0]);
    expect(needed?.memoryBytes).toBeGreaterThan(20 * 2 ** 30);
    expect(needed?.memoryBytes).toBeLessThan(80 * 2 ** 30);
    expect(needed?.flops).toBeGreaterThan(1e18);
  });
});

describe('bad settings are refused by name', () => {
  it.each([
    [{ data: 'multi3' }, /augmentation "multi3".*multi5\+permute/],
    [{ templates: 'long' }, /templates "long".*short, natural/],
    [{ training: 'both' }, /training "both".*finetune, mixed/],
    [{ nPeople: 200_000 }, /200000 people need as many different names/],
    [{ majors: 101 }, /majors must be at most 100/],
    [{ finetuneRates: '' }, /finetuneRates/],
    [{ finetuneRates: '0.1,x' }, /finetuneRates/],
    [{ loraRates: '0.1,,0.2' }, /loraRates must be numbers and commas/],
    [{ loraRank: 65 }, /above dModel/],
    [{ fitShare: 0.9 }, /leaves nobody to hold out/],
    [{ questionShare: 1 }, /questionShare/],
    [{ finetuneSteps: 0 }, /finetuneSteps/],
    [{ nHeads: 5 }, /divisible by nHeads/],
  ])('%o', (change, message) => {
    expect(() => validate(biographiesQaConfig(change))).toThrow(message);
  });

  it('an unknown key', () => {
    expect(() => biographiesQaConfig({ people: 8 })).toThrow(/Unknown key "people".*nPeople/);
  });
});

/** The paper's own table as runs with three seeds. */
function asInThePaper(): Run[] {
  return [1, 2, 3].flatMap((seed) =>
    allenZhuQaAccuracy().flatMap(({ pretraining_data: data, finetune, mixed }) => [
      syntheticQaRun({ data, seed, full: finetune / 100, lora: finetune / 100 }),
      syntheticQaRun({ data, seed, mixed: mixed / 100 }),
    ]),
  ) as unknown as Run[];
}

describe('the claims', () => {
  const value = (id: string, runs: Run[]) => {
    const claim = claims.find((c) => c.id === id);
    if (!claim) throw new Error(`no claim ${id}`);
    return measureClaim(claim, runs);
  };

  it("are reproduced by the paper's own numbers, which they print", () => {
    for (const claim of claims) {
      const { value, n } = measureClaim(claim, asInThePaper());
      const printed = Number(claim.paper.replace('~', ''));
      const decimals = claim.unit === '' ? 1 : 0; // people are whole: ranks and rates move a little
      expect(Math.abs(value - printed), claim.id).toBeLessThan(decimals === 1 ? 0.05 : 0.6);
      expect(n, claim.id).toBe(3);
      for (const { reproduced } of Object.values(claim.bands)) {
        expect(value, claim.id).toBeGreaterThanOrEqual(reproduced[0]);
        expect(value, claim.id).toBeLessThanOrEqual(reproduced[1]);
      }
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
    expect(value('contrast-lora', runs).gate).toBeUndefined();
    const single = runs.find(({ config, measurements: m }) => config.data === 'single' && m.lora);
    single!.measurements.lora!.training.accuracy = 0.6;
    expect(value('contrast', runs).gate).toBeUndefined();
    expect(value('contrast-lora', runs)).toMatchObject({
      gate: false,
      note: expect.stringContaining('below the gate of 99 %') as string,
    });
    single!.measurements.recall.all = 0.9;
    expect(value('single-fails', runs).gate).toBe(false);
    expect(value('multi5-permute-succeeds', runs).gate).toBeUndefined();
  });

  it('have intervals over people that shrink with their number', () => {
    const of = (people: number) =>
      value('contrast', [
        syntheticQaRun({ data: 'single', full: 0.1, people }),
        syntheticQaRun({ data: 'multi5+permute', full: 0.8, people }),
      ] as unknown as Run[]);
    const [few, many] = [of(100), of(400)];
    expect(few.value).toBeCloseTo(70, 0);
    expect((few.high - few.low) / (many.high - many.low)).toBeCloseTo(2, 1);
  });

  it('give no value without the arm', () => {
    const one = [syntheticQaRun({ data: 'single', full: 0.1 })] as unknown as Run[];
    expect(value('contrast', one).value).toBeNaN();
    expect(value('order-of-arms', one).value).toBeNaN();
  });

  it('give no value without runs, and have partial bands that contain the full ones', () => {
    expectSoundClaims(biographiesQa);
  });
});

describe('the learning rate of finetuning', () => {
  const tried = (...rows: [number, number, number][]) =>
    rows.map(([learningRate, fit, validation]) => ({ learningRate, fit, validation }));

  it('is the best on the validation people of those that learned the questions', () => {
    expect(chooseRate(tried([1e-4, 0.5, 0.9], [1e-3, 1, 0.6], [2e-3, 0.995, 0.7]))).toBe(2e-3);
    expect(chooseRate(tried([2e-3, 1, 0.7], [1e-3, 1, 0.7]))).toBe(1e-3);
  });

  it('is the one that came closest where none learned them', () => {
    expect(chooseRate(tried([1e-3, 0.2, 0.03], [1e-2, 0.9, 0.02]))).toBe(1e-2);
  });
});

describe('the arms of a sweep', () => {
  it('are compared at the exposures that most of them have', () => {
    const runs = [
      syntheticQaRun({ data: 'single', full: 0.1, exposures: 300 }),
      syntheticQaRun({ data: 'multi5', full: 0.4, exposures: 300 }),
      syntheticQaRun({ data: 'single', full: 0.1, exposures: 600 }),
    ];
    expect(comparedRuns(runs).map((r) => r.config.exposures)).toEqual([300, 300]);
    expect(comparedRuns([runs[1], runs[2]])).toEqual([runs[2]]);
  });

  it('take all seeds together: their people are the clusters', () => {
    const runs = [1, 2].map((seed) =>
      syntheticQaRun({ data: 'single', full: 0.5, seed, people: 50 }),
    );
    const [arm] = armAccuracies(runs, 'full');
    expect(arm).toMatchObject({ data: 'single', seeds: 2 });
    expect(arm.heldOut.n).toBe(100);
    expect(armAccuracies(runs, 'mixed')).toEqual([]);
  });
});
