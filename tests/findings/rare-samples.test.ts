import {
  onText,
  type RareConfig,
  rareSamples,
  type RareRun,
  samplesOf,
  tfIdf,
} from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import { claimed, drawn, judged, NONE_EXTRACTED, runAlone, trace } from './made-up-runs';

const { config, configs, validate } = rareSamples;

const PARAMS = 8000;
const CODE = 90; // bits of a window under the references

type Sizes = 'source' | 'role' | 'dModel' | 'nSequences' | 'steps' | 'seed';

interface MadeUp extends Partial<Pick<RareConfig, Sizes>> {
  /** Bits that are memorized of each window, by its number and its language or source. */
  memorized?(i: number, group: string): number;
  chance?: number; // bits by which fresh codes are shorter, too
  params?: number;
  loss?: number; // of fresh windows
  f1?: number;
}

/** A run whose codes are shorter than those of its reference by what was memorized. */
function run(made: MadeUp): RareRun {
  const { memorized = () => 0, params = PARAMS, loss = 3, f1 = 1, chance = 0, ...of } = made;
  const settings = config(of);
  const { groups, fresh } = samplesOf(settings);
  const tested = groups.slice(0, settings.testedSequences);
  const measurements = {
    ...{ params, finalLoss: 0.1, freshLoss: loss },
    membership: { members: tested.length, auc: 1, aucOfNormals: 1, f1, found: 1 },
    extraction: { train: NONE_EXTRACTED, fresh: NONE_EXTRACTED },
    codeLengths: {
      trained: tested.map((group, i) => CODE - memorized(i, group)),
      fresh: fresh.groups.map((_, i) => CODE + 10 - (i % 7) - chance),
    },
  };
  return { config: settings, measurements, curves: {} };
}

const SIZES = [1, 4, 32, 64, 128, 512, 1024];
const foreign = (_: number, group: string): number => Number(group !== 'English');
const ofSize = (nSequences: number) => (run: RareRun) => run.config.nSequences === nSequences;

/** All runs of two seeds: the peaks are at 64 windows of text and at 128 random sequences. */
const sweep = (memorized: MadeUp['memorized'] = foreign): RareRun[] =>
  [1, 2].flatMap((seed) => [
    ...SIZES.map((nSequences) =>
      run({
        ...{ seed, nSequences, memorized },
        loss: nSequences === 4 ? 2.7 : 3 + 9 * Number(nSequences === 64),
        f1: Math.min(1, 1.5 - Math.log2(nSequences) / 12),
      }),
    ),
    ...[64, 128, 512].map((nSequences) =>
      run({ source: 'random', seed, nSequences, loss: nSequences === 128 ? 9 : 6 }),
    ),
    run({
      ...{ source: 'mixture', seed, nSequences: 512 },
      memorized: (_, group) => 1 + Number(group),
    }),
    run({ source: 'mixture', role: 'reference', seed, nSequences: 600 }),
    run({ role: 'reference', seed, nSequences: 2048 }),
    run({ role: 'reference', dModel: 32, params: 3 * PARAMS, seed, nSequences: 2048 }),
  ]);

describe('the sweeps', () => {
  it.each(['quick', 'standard'] as const)('%s: every model of text has two references', (name) => {
    const text = configs(name).filter(({ source }) => source === 'text');
    for (const seed of new Set(text.map((c) => c.seed))) {
      const references = text.filter((c) => c.seed === seed && c.role === 'reference');
      expect(references.map(({ dModel }) => dModel)).toEqual([16, 32]);
      const models = text.filter((c) => c.seed === seed && c.role === 'model');
      expect(Math.max(...models.map((c) => c.nSequences))).toBeLessThan(references[0].nSequences);
    }
    const least = configs(name).filter((c) => c.role === 'model' && c.nSequences > 64);
    expect(new Set(least.map(({ dModel }) => dModel))).toEqual(new Set([16]));
  });

  it('refuse a dataset that the text does not have', () => {
    expect(() => validate(config({ source: 'web' as 'text' }))).toThrow('source');
    expect(() => samplesOf(config({ nSequences: 40_000 }))).toThrow('windows of 32 bytes');
  });
});

describe('TF-IDF', () => {
  it('is the mean over words of log |D| / tf, tf being all occurrences', () => {
    const [common, rare] = tfIdf(Int32Array.of(1, 1, 1, 2), 2);
    expect(common).toBeCloseTo(Math.log(2 / 3), 12);
    expect(rare).toBeCloseTo((Math.log(2 / 3) + Math.log(2)) / 2, 12);
  });
});

describe('the claims', () => {
  const value = (id: string, runs: RareRun[]): number => claimed(rareSamples, id, runs).value;

  it('hold what is memorized against rarity, where anything is', () => {
    const byNumber = sweep((i) => i % 5);
    expect(Math.abs(value('rare-most', byNumber))).toBeLessThan(0.15);
    const { tokens } = samplesOf(config({ nSequences: 512 }));
    const rarity = tfIdf(tokens, 32);
    const byRarity = sweep((i) => rarity[i] + 100).filter((r) => r.config.seed === 1);
    expect(value('rare-most', byRarity)).toBeCloseTo(1, 12);
    expect(value('larger-reference', byRarity)).toBeCloseTo(1, 12);
    expect(value('known-rarity', sweep())).toBeCloseTo(1, 12);
    const nothing = sweep(() => -1);
    expect(value('rare-most', nothing)).toBeNaN();
  });

  it('count the languages on top where there are enough, of trained windows and of others', () => {
    expect(value('other-languages', sweep())).toBe(100);
    const english = sweep((i, group) => 1 - foreign(i, group));
    expect(value('other-languages', english)).toBe(0);
    expect(value('not-by-chance', sweep())).toBeLessThan(30);
    const few = sweep().filter((run) => !ofSize(1024)(run));
    expect(value('other-languages', few)).toBeNaN();
  });

  it('find the peaks, the descent before, and what is left at the most data', () => {
    expect(value('peak-by-sequences', sweep())).toBeCloseTo(0.5, 12);
    expect(value('first-descent', sweep())).toBeCloseTo(0.9, 12);
    const { measurements: m } = run({ source: 'random', nSequences: 512 });
    const capacity = 512 * 31 * (8 - m.finalLoss / Math.LN2);
    expect(value('peak-at-capacity', sweep())).toBeCloseTo((64 * CODE) / capacity, 10);
    const whole = sweep(() => CODE);
    expect(value('text-fills-capacity', whole)).toBeCloseTo((1024 * CODE) / capacity, 10);
    expect(value('rise-then-fall', whole)).toBe(1);
    const most = (chance: number) =>
      [1, 2].map((seed) => run({ seed, nSequences: 2000, memorized: () => 60, chance }));
    expect(value('rise-then-fall', [...whole, ...most(20)])).toBeCloseTo((40 * 2) / 92.16, 12);
    expect(value('rise-then-fall', [...whole, ...most(70)])).toBe(0);
    const rising = sweep().filter((run) => run.config.nSequences < 65);
    expect(value('peak-by-sequences', rising)).toBeNaN();
  });

  it('compare membership where both have as many sequences, more than are held', () => {
    const [text] = onText(sweep()).filter(ofSize(512));
    const gap = 100 * (1 - text.measurements.membership.f1);
    expect(value('harder-on-text', sweep())).toBeCloseTo(gap, 10);
    expect(value('membership-falls', sweep())).toBeCloseTo(-1, 12);
  });

  /** Beside the sweep, trained for twice the steps. */
  const longer = (memorized: MadeUp['memorized']) =>
    [1, 2].map((seed) => run({ seed, nSequences: 512, steps: 12_000, memorized }));

  it('pass the gate by the worst of the controls, which no other claim sees', () => {
    const whole = sweep(() => 9);
    const [enough, few] = [9.5, 18].map((bits) => [...whole, ...longer(() => bits)]);
    expect(judged(rareSamples, 'enough-steps', enough).verdict).toBe('passed');
    const failed = { value: 50, verdict: 'not passed' };
    expect(judged(rareSamples, 'enough-steps', few)).toMatchObject(failed);
    expect(value('rise-then-fall', few)).toBe(value('rise-then-fall', whole));
  });

  it('are reproduced in part at most where they presuppose the gate and it is not passed', () => {
    const [enough, few] = [1.05, 2].map((times) => [
      ...sweep(),
      ...longer((i, group) => times * foreign(i, group)),
    ]);
    const verdict = (id: string, runs: RareRun[]) => judged(rareSamples, id, runs).verdict;
    expect(verdict('other-languages', enough)).toBe('reproduced');
    expect(verdict('other-languages', few)).toBe('partly reproduced');
    expect(verdict('not-by-chance', enough)).toBe(verdict('not-by-chance', few));
  });

  it('say nothing without the reference that they need', () => {
    const models = sweep().filter(({ config: c }) => c.role === 'model');
    for (const id of ['rare-most', 'larger-reference', 'rise-then-fall', 'peak-at-capacity']) {
      expect(value(id, models), id).toBeNaN();
    }
  });
});

describe('the figures', () => {
  it('show each window of one model, with what can be read of it', () => {
    const figure = drawn(rareSamples, 'most-memorized', sweep());
    const others = trace(figure, 'other languages');
    expect(others.y).toEqual(others.x?.map(() => 1));
    for (const text of others.text as string[]) expect(text).toMatch(/^[A-Z][a-z]+: /);
  });

  it('put the peaks of text and of random tokens side by side', () => {
    const { data } = drawn(rareSamples, 'double-descent', sweep());
    const peaks = data
      .filter(({ name }) => name === 'fresh')
      .map(({ x, y }) => x![y!.indexOf(Math.max(...y!.map(Number)))]);
    expect(peaks).toEqual([64, 128]);
  });
});

describe('a run', () => {
  it('knows few windows by heart, none of the fresh ones, and says bits of each', () => {
    const change = { nSequences: 20, steps: 300, freshSequences: 50, testedSequences: 12 };
    const { measurements: found } = runAlone(rareSamples, change);
    expect(found.codeLengths.trained).toHaveLength(12);
    expect(found.codeLengths.fresh).toHaveLength(50);
    expect(found.membership).toMatchObject({ members: 12, auc: 1, f1: 1 });
    expect(found.extraction.train.half).toBeGreaterThan(0.9);
    expect(found.extraction.fresh.half).toBe(0);
    const bits = found.codeLengths.fresh.reduce((a, b) => a + b, 0) / (50 * 31);
    expect(bits).toBeCloseTo(found.freshLoss / Math.LN2, 2);
    expect(found.freshLoss).toBeGreaterThan(10 * found.finalLoss);
  });
});
