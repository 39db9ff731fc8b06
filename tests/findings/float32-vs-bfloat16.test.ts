import {
  atBestRate,
  atSmallestRate,
  comparedModes,
  float32VsBfloat16,
  modeSummaries,
  type PrecisionConfig,
  type PrecisionMeasurements,
} from 'memorization-kit/findings';
import { loadTensorFlow } from 'memorization-kit/engine';
import { judgeClaim, type RunOutcome } from 'memorization-kit/experiment';
import { meanInterval } from 'memorization-kit/stats';
import { shownRuns } from 'memorization-kit/plot';
import { beforeAll, describe, expect, it } from 'vitest';
import { claimed, drawn, precisionRun, type PrecisionRun, trace } from './made-up-runs';
import { after, quiet, resumed } from './trained-runs';

const { claims, config, configs, dataHash, figures, run, validate } = float32VsBfloat16;
const formats = comparedModes.filter((mode) => mode !== 'rounded-once');
const trainedModes = [...formats, 'fixed-gains' as const];

const distinct = <T>(values: T[]): T[] => [...new Set(values)];
const ratesOf = (some: PrecisionRun[]) => distinct(some.map((run) => run.config.learningRate));

/** What has to be equal: the noise of stochastic rounding belongs to a mode. */
const withoutMode = ({ mode: _, noise: __, ...rest }: PrecisionConfig): string =>
  JSON.stringify(rest);

describe('the sweeps', () => {
  it.each(['quick', 'standard', 'paper'] as const)(
    '%s: every run has its float32 partner, equal in all but the mode, data included',
    (profile) => {
      const sweep = configs(profile);
      const partners = new Map(
        sweep.filter(({ mode }) => mode === 'float32').map((c) => [withoutMode(c), c]),
      );
      for (const one of sweep) {
        const partner = partners.get(withoutMode(one));
        expect(partner, JSON.stringify(one)).toBeDefined();
        if (profile === 'quick') expect(dataHash(one)).toBe(dataHash(partner as typeof one));
      }
    },
  );

  it('paper: Table 1 in float32 and in bfloat16', () => {
    const rows = configs('paper').filter((c) => c.learningRate === 1e-3);
    for (const mode of ['float32', 'bf16']) {
      const models = rows.filter((c) => c.mode === mode).map((c) => `${c.nLayers}/${c.dModel}`);
      expect(distinct(models)).toHaveLength(16);
    }
  });

  it('paper: what rounds at random takes the noise that a GPU computes, and nothing else does', () => {
    for (const { mode, noise } of configs('paper')) {
      expect(noise).toBe(mode.endsWith('stochastic') ? 'counted' : 'drawn');
    }
    expect(() => validate(config({ mode: 'bf16', noise: 'counted' }))).toThrow(
      /noise is for stochastic rounding; mode "bf16" takes none/,
    );
  });

  it('refuse a beta2 with which a moment in bfloat16 would never shrink', () => {
    expect(() => validate(config({ mode: 'bf16', beta2: 0.999 }))).toThrow(
      /beta2 = 0.999 does not work with mode "bf16".*0\.996/,
    );
    for (const mode of ['float32', 'bf16-products', 'bf16-storage', 'fixed-gains'] as const) {
      expect(() => validate(config({ mode, beta2: 0.999 }))).not.toThrow();
    }
    expect(() => validate({ ...config({}), mode: 'rounded-once' as 'bf16' })).toThrow(/mode/);
  });
});

/** Two sizes, three seeds; bf16 loses `drops[seed - 1]`, at the smaller rate 30 %. */
const sweepWith = (drops: number[]) =>
  [8, 12].flatMap((dModel) =>
    [0.04, 0.01].flatMap((learningRate) =>
      [1, 2, 3].flatMap((seed) => {
        const at = { dModel, learningRate, seed };
        const small = learningRate === 0.01;
        return [
          precisionRun({ ...at, mode: 'float32' }, 1),
          precisionRun({ ...at, mode: 'bf16' }, small ? 0.7 : 1 - drops[seed - 1]),
          precisionRun({ ...at, mode: 'bf16-storage' }, small ? 0.7 : 0.95),
          precisionRun({ ...at, mode: 'bf16-storage-stochastic' }, 0.98),
        ];
      }),
    ),
  );
const runs = sweepWith([0.08, 0.09, 0.1]);

describe('pairs', () => {
  it('are of one size, rate and seed; of the rates that at which float32 stores most', () => {
    expect(ratesOf(atBestRate(runs))).toEqual([0.04]);
    expect(atSmallestRate(runs)).toHaveLength(24);
    expect(atSmallestRate(atBestRate(runs))).toEqual([]); // nothing to compare with
    expect(claimed(float32VsBfloat16, 'lost-updates', atBestRate(runs)).n).toBe(0);
    const [bf16] = modeSummaries(atBestRate(runs)).filter(({ mode }) => mode === 'bf16');
    expect(bf16.difference.mean).toBeCloseTo(-9, 9);
    expect(bf16.difference.high).toBeCloseTo(meanInterval([-8, -9, -10]).high, 9);
  });

  it('count each float32 run a second time, with its weights rounded', () => {
    const [rounded] = modeSummaries(runs).filter(({ mode }) => mode === 'rounded-once');
    expect(rounded.difference).toMatchObject({ n: 3 });
    expect(rounded.difference.mean).toBeCloseTo(-1, 9);
    expect(rounded.unchangedShare.n).toBe(0); // it was not trained
  });

  it('lack a difference, and nothing else, where the partner is missing', () => {
    const partial = runs.filter(
      ({ config: c }) => c.mode !== 'float32' || c.seed !== 1 || c.dModel !== 8,
    );
    const [summary] = modeSummaries(partial).filter(({ mode }) => mode === 'bf16');
    expect(summary.difference.n).toBe(2);
    expect(summary.bitsPerParameter.n).toBe(3);
  });
});

describe('the claims', () => {
  const value = (id: string) => claimed(float32VsBfloat16, id, runs);

  it.each([
    ['bfloat16-stores-less', -9],
    ['rounding-once-is-cheap', -1],
    ['lost-updates', -28],
    ['random-rounding-keeps-up', -2],
  ])('%s: is %d, as the runs were made', (id, expected) => {
    expect(value(id)).toMatchObject({ n: 3, value: expect.closeTo(expected, 9) as number });
  });

  const long = [100, 1600].flatMap((steps) =>
    [1, 2, 3].flatMap((seed) => {
      const at = { learningRate: 0.01, steps, seed };
      return [
        precisionRun({ ...at, mode: 'float32' }, 3),
        precisionRun({ ...at, mode: 'bf16-storage' }, steps > 1000 ? 2.7 : 0.3),
        precisionRun({ ...at, mode: 'bf16-storage-stochastic' }, 3),
      ];
    }),
  );

  it('ask at the longest of several lengths, and at one length everywhere else', () => {
    const other = precisionRun({ learningRate: 0.01, mode: 'float32', datasetScale: 5 }, 4);
    const all = [...runs, ...long, other];
    expect(claimed(float32VsBfloat16, 'lost-for-good', all)).toMatchObject({ n: 3 });
    expect(claimed(float32VsBfloat16, 'lost-for-good', all).value).toBeCloseTo(-10, 9);
    expect(claimed(float32VsBfloat16, 'lost-for-good', runs).n).toBe(0);
    for (const id of Object.keys(claims).filter((id) => id !== 'lost-for-good')) {
      expect(claimed(float32VsBfloat16, id, all)).toEqual(value(id));
    }
    const lengths = shownRuns(figures['formats-vs-length'], all).map(({ config: c }) => c.steps);
    expect(distinct(lengths).sort((a, b) => a - b)).toEqual([100, 600, 1600]);
    const wide = [1, 2].map((seed) => precisionRun({ mode: 'bf16', datasetScale: 5, seed }, 1));
    const data = shownRuns(figures['formats-vs-dataset'], [...runs, ...wide]);
    const alike = data.map(({ config: c }) => `${c.mode} ${c.seed}`);
    expect(distinct(alike)).toEqual(['bf16 1', 'bf16 2']); // what both datasets have
  });

  it('find the best rate over the seeds that all rates have', () => {
    const lucky = [8, 12].map((dModel) =>
      // a seed that stores more at any rate
      precisionRun({ dModel, learningRate: 0.01, seed: 30, mode: 'float32' }, 1),
    );
    expect(ratesOf(atBestRate([...runs, ...lucky]))).toEqual([0.04]);
  });

  it.each([
    ['reproduced', [0.08, 0.09, 0.1]],
    ['partly reproduced', [0.001, 0.05, 0.1]], // interval
    ['partly reproduced', [0.2, 0.2, 0.2]], // modest?
    ['not reproduced', [-0.02, -0.02, -0.02]],
    ['not reproduced', [0.5, 0.5, 0.5]],
  ])('a modest drop is %s by drops of %j', (verdict, drops) => {
    const [id, judged] = ['bfloat16-stores-less', sweepWith(drops)];
    expect(judgeClaim(id, claims[id], judged, 'quick').verdict).toBe(verdict);
  });
});

describe('the figures', () => {
  const figure = (name: string, some = runs) => drawn(float32VsBfloat16, name, some);

  it('show the pairs of our seeds beside the rows of Table 1', () => {
    expect(trace(figure('pairs'), 'paper, a row of Table 1').y?.slice(0, 3)).toEqual([
      4.23,
      3.93,
      null,
    ]);
    const [from, to] = trace(figure('pairs'), 'ours, 2.04k parameters').y as number[];
    expect(to / from).toBeCloseTo(0.92, 9);
    const partial = runs.filter(({ config: c }) => c.mode !== 'float32' || c.seed !== 2);
    expect(trace(figure('pairs', partial), 'ours, 2.04k parameters').x).toHaveLength(6);
    expect(trace(figure('capacity-by-mode'), 'paper, float32 (3.83)').y?.[0]).toBeCloseTo(3.83, 2);
  });

  it('show differences in percent, beside their learning rate, of one model', () => {
    const { data, layout } = figure('difference-vs-learning-rate');
    const bf16 = data.find(({ name }) => name === 'all bf16 (nearest)');
    expect(bf16?.y?.[0]).toBeCloseTo(-30, 9);
    (bf16?.x as number[]).forEach((x, i) => expect(x / [0.01, 0.04][i]).toBeCloseTo(1, 0));
    expect(layout.xaxis?.tickvals).toEqual([0.04, 0.01]);
    expect(layout.title?.text).toContain('2.04k'); // the smaller of two with as many rates
    expect(data.map(({ name }) => name)).toContain('float32, rounded at the end');
    const names = figure('unchanged-weights').data.map(({ name }) => name);
    expect(names).not.toContain('float32, rounded at the end');
  });

  it('follow one model at one rate, and no figure is left out without a word', () => {
    const of = (name: string, some = runs) => shownRuns(figures[name], some);
    expect(of('bits-vs-step')).toHaveLength(12);
    expect(ratesOf(of('unchanged-vs-step'))).toEqual([0.01]);
    expect(trace(figure('unchanged-vs-step'), 'all bf16 (nearest)').y).toEqual([50, 50]);
    expect(() => figure('bits-vs-step-small-rate', atBestRate(runs))).toThrow(/no results to show/);
    const bare = runs.map((run) => ({ ...run, curves: {} }));
    expect(() => figure('bits-vs-step', bare)).toThrow(/needs runs with a curve "memorized"/);
  });
});

describe('runs', () => {
  const steps = 60;
  const made = (mode: (typeof trainedModes)[number]) => config({ mode, steps, datasetScale: 0.3 });

  let outcomes: Record<string, RunOutcome<PrecisionMeasurements>>;
  beforeAll(async () => {
    loadTensorFlow({ device: 'cpu', threads: 1 });
    outcomes = {};
    for (const mode of trainedModes) outcomes[mode] = await run(made(mode), quiet);
  }, 300_000);
  const of = (mode: string): PrecisionMeasurements => outcomes[mode].measurements;

  it.each(trainedModes)('%s: memorizes, and differs from the others', (mode) => {
    const m = of(mode);
    expect(m.memorizedBits).toBeGreaterThan(0.1 * m.datasetBits);
    expect(m.memorizedBits).toBeLessThan(m.datasetBits);
    expect(m.memorizedBits / m.memorizedBitsScored).toBeCloseTo(16 / 15, 10);
    expect(outcomes[mode].curves.memorized.y).toHaveLength(steps + 1);
    expect(outcomes[mode].curves.unchanged.y).toHaveLength(50);
    // from the same data and weights, but not to the same end
    const [start, first] = [mode, 'float32'].map((one) => outcomes[one].curves.memorized.y[0]);
    expect(Math.abs(start - first)).toBeLessThan(1e-3 * m.datasetBits);
    expect(trainedModes.filter((other) => of(other).finalLoss === m.finalLoss)).toEqual([mode]);
  });

  it('what is measured in the arithmetic of the training, in float32, and rounded, fits together', () => {
    expect(of('float32').memorizedBitsFloat32).toBe(of('float32').memorizedBits);
    expect(of('float32').memorizedBitsRounded).not.toBe(of('float32').memorizedBits);
    // weights that are bfloat16 already are not changed by rounding
    expect(of('bf16-storage').memorizedBitsRounded).toBe(of('bf16-storage').memorizedBits);
    expect(of('bf16').memorizedBitsBfloat16).toBe(of('bf16').memorizedBits);
    expect(of('bf16').memorizedBitsRounded).toBe(of('bf16').memorizedBitsFloat32);
  });

  it('float32 weights move at nearly every step, bfloat16 weights do not; the control has fixed gains', () => {
    for (const mode of ['float32', 'bf16-products']) {
      // the last position is never an input, so its 8 weights never move
      expect(of(mode).unchangedShare).toBeLessThan(0.01);
      expect(of(mode).unchangedShare).toBeGreaterThanOrEqual(8 / 2040);
    }
    for (const mode of formats.slice(2)) expect(of(mode).unchangedShare).toBeGreaterThan(0.05);
    expect(of('fixed-gains').stuckGains).toBe(1);
    expect(of('float32').stuckGains).toBe(0);
  });

  it.each(['float32', 'bf16-storage-stochastic', 'bf16'] as const)(
    '%s: interrupted and resumed, yields the very same numbers',
    async (mode) => {
      expect(await resumed(float32VsBfloat16, made(mode), after(23))).toEqual(outcomes[mode]);
    },
  );
});
