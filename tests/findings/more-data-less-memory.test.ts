import {
  type DataRun,
  lawful,
  membershipFit,
  moreDataLessMemory,
  paperLaw,
  sweepRuns,
} from 'memorization-kit/findings';
import { shownRuns } from 'memorization-kit/plot';
import { describe, expect, it } from 'vitest';
import { claimed, drawn, judged, NONE_EXTRACTED, runAlone, trace } from './made-up-runs';

const { config, configs, validate } = moreDataLessMemory;

const PARAMS = 2040;
const HELD = 5000; // bits: what the made-up model holds

interface MadeUp {
  total?(load: number): number; // memorized bits
  f1?(ratio: number): number;
  steps?: number;
  seed?: number;
}

/** A run at a multiple of what the model holds, whose fresh loss has its peak there. */
function run(load: number, { total, f1, steps = 100, seed = 1 }: MadeUp = {}): DataRun {
  const nSequences = Math.round((load * HELD) / 105);
  const bits = total?.(load) ?? Math.min(load, 1) * HELD;
  const measurements = {
    ...{ params: PARAMS, datasetBitsScored: load * HELD },
    ...{ memorizedBitsScored: bits, bitsPerSequence: bits / nSequences },
    finalLoss: Math.log(128) * (1 - bits / (load * HELD)),
    freshLoss: Math.log(128) * (1 + 8 * Math.exp(-(Math.log(load) ** 2))),
    membership: {
      ...{ members: nSequences, auc: 0.9, aucOfNormals: 0.91 - load / 1e4, found: 0.5 },
      f1: f1?.((load * HELD) / PARAMS) ?? 1 / (1 + load / 100),
    },
    extraction: { train: { ...NONE_EXTRACTED, half: load < 1 ? 0.9 : 0 }, fresh: NONE_EXTRACTED },
  } as DataRun['measurements'];
  const quantiles = { x: [0, 0.5, 1], y: [load, load + 50, load + 100] };
  const fresh = { ...quantiles, y: [200, 300, 400] };
  const settings = config({ datasetScale: load, nSequences, steps, seed });
  return { config: settings, measurements, curves: { members: quantiles, fresh } };
}

const LOADS = [0.25, 0.5, 0.9, 1, 1.3, 2, 4, 8, 16];
const sweep = (made: MadeUp = {}) =>
  [1, 2, 3].flatMap((seed) => LOADS.map((load) => run(load, { ...made, seed })));

describe('the sweeps', () => {
  it.each(['quick', 'standard'] as const)('%s: one model from far below to far above', (name) => {
    const runs = configs(name);
    expect(new Set(runs.map(({ dModel }) => dModel)).size).toBe(1);
    const scales = runs.map(({ datasetScale }) => datasetScale);
    expect(Math.min(...scales)).toBeLessThan(0.5);
    expect(Math.max(...scales)).toBeGreaterThanOrEqual(32);
    const largest = runs.filter(({ datasetScale }) => datasetScale === Math.max(...scales));
    expect(new Set(largest.map(({ steps }) => steps)).size).toBe(2); // the control
  });

  it('compare with as many fresh sequences as the paper in its profile', () => {
    for (const { freshSequences } of configs('paper')) expect(freshSequences).toBe(10_000);
    expect(() => validate(config({ freshSequences: 0 }))).toThrow('freshSequences');
  });
});

describe('the claims', () => {
  const value = (id: string, runs: DataRun[]): number =>
    claimed(moreDataLessMemory, id, runs).value;

  it('find a total that is divided, and one that is not', () => {
    expect(value('total-constant', sweep())).toBeCloseTo(1, 12);
    expect(value('one-over-n', sweep())).toBeCloseTo(-1, 2);
    const growing = sweep({ total: (load) => HELD * (load < 2 ? 0.5 : load ** 0.25) });
    expect(value('one-over-n', growing)).toBeCloseTo(-0.75, 2);
    expect(value('total-constant', growing)).toBeLessThan(0.8);
  });

  it('find the peak of the fresh loss, unless it is at an end', () => {
    expect(value('peak-at-capacity', sweep())).toBeCloseTo(1, 10);
    const upwards = sweep().filter(({ config: c }) => c.datasetScale <= 1);
    expect(value('peak-at-capacity', upwards)).toBeNaN();
    const guessing = 1 + 8 * Math.exp(-(Math.log(16) ** 2));
    expect(value('fresh-loss-returns', sweep())).toBeCloseTo(guessing, 10);
  });

  it('hold membership against the size of the data and against extraction', () => {
    expect(value('membership-falls', sweep())).toBeCloseTo(-1, 12);
    expect(value('membership-above-extraction', sweep())).toBeCloseTo(100 / 1.009 - 90, 6);
    expect(value('membership-without-extraction', sweep())).toBeCloseTo(1 / 1.01, 12);
    expect(value('extraction-merges', sweep())).toBe(0);
    expect(value('two-normals', sweep())).toBeCloseTo(0.01 - 0.25 / 1e4, 10);
    const even = sweep({ f1: () => 0.4 });
    expect(value('membership-above-extraction', even)).toBeCloseTo(-50, 10);
  });

  it('fit a law that is there', () => {
    const law = { r0: 30, b: 1.4 };
    const runs = sweep({ f1: (ratio) => lawful(law, ratio) });
    expect(membershipFit(runs)?.r0).toBeCloseTo(30, 4);
    expect(membershipFit(runs)?.b).toBeCloseTo(1.4, 5);
    expect(value('membership-law', runs)).toBeCloseTo(0, 5);
    expect(value('membership-law', runs.slice(0, 2))).toBeNaN();
    expect(lawful(law, 30)).toBeCloseTo(0.75, 12);
  });

  it('keep controls out of the sweep, and pass the gate by the worst of them', () => {
    const longer = [1, 2].map((seed) => run(16, { seed, steps: 200, total: () => HELD * 1.02 }));
    const all = [...sweep(), ...longer];
    expect(sweepRuns(all)).toEqual(sweep());
    const gate = judged(moreDataLessMemory, 'enough-steps', all);
    expect(gate.value).toBeCloseTo(100 / 1.02, 10);
    expect(gate.verdict).toBe('passed');
    const bad = [...all, run(16, { seed: 3, steps: 200, total: () => HELD * 1.1 })];
    expect(judged(moreDataLessMemory, 'enough-steps', bad).verdict).toBe('not passed');
    expect(value('total-constant', bad)).toBeCloseTo(1, 12);
  });
});

describe('the figures', () => {
  it('measure the data by what the model holds, and show each control', () => {
    const longer = run(16, { steps: 200, total: () => HELD * 1.02 });
    const shown = drawn(moreDataLessMemory, 'total-bits', [...sweep(), longer]);
    trace(shown, 'ours').x?.forEach((x, i) => expect(x).toBeCloseTo(LOADS[i], 10));
    expect(trace(shown, 'with twice the steps').y).toEqual([(HELD * 1.02) / PARAMS]);
  });

  it("put the paper's checks beside its law, which they follow only turned over", () => {
    const { data } = drawn(moreDataLessMemory, 'membership-law', sweep());
    const observed = data.find(({ name }) => name === 'observed')!;
    const misses = observed.x!.map((x, i) => 100 * (paperLaw(Number(x)) - Number(observed.y![i])));
    expect(Math.max(...misses.map(Math.abs))).toBeLessThan(11); // points, of observations
    const printed = data.find(({ name }) => name === 'its law, as printed')!;
    expect(printed.y).toEqual([...printed.y!].sort((a, b) => Number(a) - Number(b)));
  });

  it('compare code lengths at three sizes, as densities', () => {
    const spec = moreDataLessMemory.figures['code-lengths'];
    const runs = shownRuns(spec, sweep());
    expect(new Set(runs.map(({ config: c }) => c.datasetScale))).toEqual(new Set([1.3, 4, 16]));
    const { data } = drawn(moreDataLessMemory, 'code-lengths', sweep());
    expect(data).toHaveLength(6);
    const { x, y } = data[2]; // trained, of the second panel
    const step = Number(x![1]) - Number(x![0]);
    const mass = y!.reduce<number>((sum, height) => sum + Number(height) * step, 0);
    expect(mass).toBeGreaterThan(0.6); // of it a part lies beyond the least value
    expect(mass).toBeLessThan(1.05);
  });
});

describe('a run', () => {
  const measured = (datasetScale: number) =>
    runAlone(moreDataLessMemory, { steps: 300, freshSequences: 300, datasetScale }).measurements;

  it('knows its sequences where they fit, and no fresh one', () => {
    const { membership, extraction, freshLoss, ...bits } = measured(0.3);
    expect(membership).toMatchObject({ members: 20, auc: 1, f1: 1, found: 1 });
    expect(extraction.train.half).toBeGreaterThan(0.9);
    expect(extraction.fresh).toEqual(NONE_EXTRACTED);
    expect(freshLoss).toBeGreaterThan(1.5 * Math.log(128));
    expect(bits.bitsPerSequence).toBeCloseTo(bits.memorizedBitsScored / 20, 10);
  });

  it('of many more it recites none and still tells some', () => {
    const { membership, extraction, freshLoss } = measured(8);
    expect(membership.members).toBe(300);
    expect(membership.auc).toBeGreaterThan(0.7);
    expect(membership.auc).toBeLessThan(1);
    expect(Math.abs(membership.auc - membership.aucOfNormals)).toBeLessThan(0.05);
    expect(extraction.train.half).toBe(0);
    expect(freshLoss / Math.log(128)).toBeLessThan(1.6);
  });
});
