import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import {
  comparedModes,
  differencesBySeed,
  float32VsBfloat16,
  modeLabel,
  modeMeaning,
  modeOutcomes,
  modeSummaries,
  precisionConfig,
  type PrecisionConfig,
  type PrecisionMeasurements,
} from 'memorization-kit/findings';
import { meanInterval } from 'memorization-kit/measure';
import { evaluateClaims, type Result, measureClaim } from 'memorization-kit/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSoundClaims, expectSoundSweeps } from './of-any-finding';

const { claims, configs, validate, dataHash } = float32VsBfloat16;
const formats = comparedModes.filter((mode) => mode !== 'rounded-once');
const trainedModes = [...formats, 'fixed-gains' as const];

const withoutMode = ({ mode: _, ...rest }: PrecisionConfig): string => JSON.stringify(rest);

describe('the sweeps', () => {
  it('of every profile are valid, and no run is in one twice', () => {
    expectSoundSweeps(float32VsBfloat16);
  });

  it.each(['quick', 'standard', 'paper'] as const)(
    '%s: every run has its float32 partner, equal in all but the mode, data included',
    (profile) => {
      const sweep = configs(profile);
      const partners = new Map(
        sweep.filter(({ mode }) => mode === 'float32').map((c) => [withoutMode(c), c]),
      );
      for (const config of sweep) {
        const partner = partners.get(withoutMode(config));
        expect(partner, JSON.stringify(config)).toBeDefined();
        if (profile === 'quick') expect(dataHash(config)).toBe(dataHash(partner as typeof config));
      }
    },
  );

  it.each(['quick', 'standard'] as const)(
    '%s: all modes, at least three seeds, two sizes and three learning rates',
    (profile) => {
      const sweep = configs(profile);
      const count = (key: keyof PrecisionConfig, of = sweep) => new Set(of.map((c) => c[key])).size;
      expect(count('mode')).toBe(7);
      expect(count('dModel')).toBeGreaterThanOrEqual(2);
      expect(count('learningRate')).toBeGreaterThanOrEqual(3);
      for (const mode of formats) {
        for (const learningRate of new Set(sweep.map((c) => c.learningRate))) {
          const same = sweep.filter((c) => c.mode === mode && c.learningRate === learningRate);
          expect(count('seed', same)).toBeGreaterThanOrEqual(3);
        }
      }
    },
  );

  it("paper: Table 1's sixteen models in float32 and in bfloat16", () => {
    const rows = configs('paper').filter((c) => c.learningRate === 1e-3);
    for (const mode of ['float32', 'bf16']) {
      const models = rows.filter((c) => c.mode === mode).map((c) => `${c.nLayers}/${c.dModel}`);
      expect(new Set(models).size).toBe(16);
    }
  });
});

describe('settings', () => {
  it.each([
    [{ mode: 'fp16' }, /mode "fp16".*float32, bf16-products/],
    [{ mode: 'rounded-once' }, /mode "rounded-once"/],
    [{ vocabSize: 1 }, /vocabSize/],
    [{ dModel: 10, nHeads: 4 }, /divisible by nHeads/],
    [{ mode: 'bf16', beta2: 0.999 }, /beta2 = 0.999 does not work with mode "bf16".*0\.996/],
  ])('%o are refused by name', (change, message) => {
    expect(() => validate(precisionConfig({ ...change }))).toThrow(message);
  });

  it('beta2 = 0.999 is fine where moments are float32', () => {
    for (const mode of ['float32', 'bf16-products', 'bf16-storage', 'fixed-gains']) {
      expect(() => validate(precisionConfig({ mode, beta2: 0.999 }))).not.toThrow();
    }
  });

  it('an unknown key is an error', () => {
    expect(() => precisionConfig({ dmodel: 8 })).toThrow(/Unknown key "dmodel".*dModel/);
    expect(() => validate({ ...precisionConfig({}), extra: 1 })).toThrow(/Unknown key "extra"/);
  });

  it('the defaults are what precisionConfig makes of nothing', () => {
    expect(precisionConfig({})).toEqual(float32VsBfloat16.defaults);
  });

  it('every mode has a label and a meaning of its own', () => {
    expect(new Set(comparedModes.map(modeLabel)).size).toBe(7);
    expect(new Set(comparedModes.map(modeMeaning)).size).toBe(7);
  });
});

type Run = { config: PrecisionConfig; measurements: PrecisionMeasurements };

/** A run that stores `share` of what its seed stores in float32. */
function made(share: number, change: Partial<PrecisionConfig>, rounded = share): Run {
  const config = precisionConfig(change);
  const params = 159 * config.dModel + 12 * config.dModel ** 2;
  const float32 = params * (2 + config.seed / 10) * (1 + config.learningRate);
  const measurements = {
    params,
    memorizedBits: share * float32,
    memorizedBitsRounded: rounded * float32,
    unchangedShare: 0.25,
    stuckGains: 0.5,
  } as PrecisionMeasurements;
  return { config, measurements };
}

/** Two sizes, two rates, three seeds; bf16 loses `drops[seed - 1]`, at the smallest rate 30 %. */
function sweepWith(drops: number[]): Run[] {
  return [8, 12].flatMap((dModel) =>
    [0.04, 0.01].flatMap((learningRate) =>
      [1, 2, 3].flatMap((seed) => {
        const at = { dModel, learningRate, seed };
        const small = learningRate === 0.01;
        return [
          made(1, { ...at, mode: 'float32' }, 0.995),
          made(small ? 0.7 : 1 - drops[seed - 1], { ...at, mode: 'bf16' }),
          made(small ? 0.7 : 0.95, { ...at, mode: 'bf16-storage' }),
          made(0.98, { ...at, mode: 'bf16-storage-stochastic' }),
        ];
      }),
    ),
  );
}

describe('pairs', () => {
  const runs = sweepWith([0.08, 0.09, 0.1]);
  const outcomes = modeOutcomes(runs);

  it('each run is compared with the float32 run of its own size, rate and seed', () => {
    const bf16 = outcomes.filter((o) => o.mode === 'bf16' && o.learningRate === 0.04);
    expect(bf16).toHaveLength(6);
    bf16.forEach((o) => expect(o.difference).toBeCloseTo(-100 * [0.08, 0.09, 0.1][o.seed - 1], 9));
  });

  it('each float32 run counts a second time, with its weights rounded', () => {
    const rounded = outcomes.filter((o) => o.mode === 'rounded-once');
    expect(rounded).toHaveLength(12);
    rounded.forEach((o) => expect(o.difference).toBeCloseTo(-0.5, 9));
    rounded.forEach((o) => expect(o.unchangedShare).toBeNull());
  });

  it('a run without its partner has no difference, and is left out of means', () => {
    const partial = runs.filter(
      ({ config }) => config.mode !== 'float32' || config.seed !== 1 || config.dModel !== 8,
    );
    const summaries = modeSummaries(modeOutcomes(partial));
    const summary = summaries.find((s) => s.mode === 'bf16' && s.params === 2040);
    expect(summary?.difference.n).toBe(2);
    expect(summary?.bitsPerParameter.n).toBe(3);
  });

  it('are averaged over sizes before seeds are compared', () => {
    const best = outcomes.filter((o) => o.learningRate === 0.04);
    expect([...differencesBySeed(best, 'bf16').keys()]).toEqual([1, 2, 3]);
    expect(differencesBySeed(best, 'bf16').get(3)).toBeCloseTo(-10, 9);
  });
});

describe('the claims', () => {
  const verdicts = (runs: Run[]): Record<string, string> =>
    Object.fromEntries(
      evaluateClaims(
        float32VsBfloat16,
        runs as unknown as Result<PrecisionConfig, PrecisionMeasurements>[],
        'quick',
      ).map(({ id, verdict }) => [id, verdict]),
    );
  const value = (id: string, runs: Run[]) => {
    const claim = claims.find((c) => c.id === id);
    if (!claim) throw new Error(`no claim ${id}`);
    return measureClaim(claim, runs);
  };

  it('find what the runs were made with', () => {
    const runs = sweepWith([0.08, 0.09, 0.1]);
    const expected = meanInterval([-8, -9, -10]);
    expect(value('bfloat16-stores-less', runs).value).toBeCloseTo(-9, 9);
    expect(value('bfloat16-stores-less', runs).high).toBeCloseTo(expected.high, 9);
    expect(value('half-the-bits', runs).value).toBeCloseTo(1.82, 9);
    expect(value('rounding-once-is-cheap', runs).value).toBeCloseTo(-0.5, 9);
    expect(value('lost-updates', runs).value).toBeCloseTo(-28, 9);
    expect(value('random-rounding-keeps-up', runs).value).toBeCloseTo(-2, 9);
    expect(Object.values(verdicts(runs))).toEqual(new Array(6).fill('reproduced'));
  });

  it('a drop whose interval reaches above 0 is only partly reproduced', () => {
    expect(verdicts(sweepWith([0.001, 0.05, 0.1]))['bfloat16-stores-less']).toBe(
      'partly reproduced',
    );
  });

  it('no drop, or half of the capacity gone, is not reproduced', () => {
    expect(verdicts(sweepWith([-0.02, -0.02, -0.02]))['bfloat16-stores-less']).toBe(
      'not reproduced',
    );
    const halved = verdicts(sweepWith([0.5, 0.5, 0.5]));
    expect(halved['bfloat16-stores-less']).toBe('reproduced');
    expect(halved['drop-is-modest']).toBe('not reproduced');
    expect(halved['half-the-bits']).toBe('not reproduced');
  });

  it('compare learning rates only where there are several', () => {
    const oneRate = sweepWith([0.1, 0.1, 0.1]).filter((r) => r.config.learningRate === 0.04);
    expect(verdicts(oneRate)['lost-updates']).toBe('no data');
  });

  it('give no value without runs, and have partial bands that contain the full ones', () => {
    expectSoundClaims(float32VsBfloat16);
  });
});

describe('runs', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-precision-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const steps = 60;

  interface Outcome {
    measurements: PrecisionMeasurements;
    curves: Record<string, { x: number[]; y: number[] }>;
  }

  /** Runs the modes in a process of their own; each stops once at `stopAt` and goes on, if given. */
  function train(modes: readonly string[], stopAt: number | null = null): Outcome[] {
    const script = `
      const { checkpointFiles } = require(${JSON.stringify(path.join(projectRoot(), 'lib/dist/training'))});
      const { float32VsBfloat16, precisionConfig } = require(${JSON.stringify(path.join(projectRoot(), 'lib/dist/findings'))});
      async function once(mode, stopAt) {
        const controller = new AbortController();
        const outcome = await float32VsBfloat16.run(precisionConfig({ mode, steps: ${steps}, datasetScale: 0.3 }), {
          device: 'cpu', signal: controller.signal,
          checkpoints: checkpointFiles(${JSON.stringify(folder)} + '/' + mode),
          onProgress({ step }) { if (step === stopAt) controller.abort(); },
        });
        return outcome;
      }
      (async () => {
        const all = [];
        for (const mode of ${JSON.stringify(modes)}) {
          const stopAt = ${stopAt};
          if (stopAt) {
            const stopped = await once(mode, stopAt).catch((error) => error.name);
            if (stopped !== 'TrainingInterrupted') throw new Error('not interrupted: ' + stopped);
          }
          const { measurements, curves } = await once(mode, null);
          all.push({ measurements, curves });
        }
        console.log(JSON.stringify(all));
      })();`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      env: { ...process.env, KIT_THREADS: '1' },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) as string) as Outcome[];
  }

  let outcomes: Record<string, Outcome>;
  beforeAll(() => {
    const trained = train(trainedModes);
    outcomes = Object.fromEntries(trainedModes.map((mode, i) => [mode, trained[i]]));
  }, 300_000);

  it.each(trainedModes)('%s: memorizes, and differs from the others', (mode) => {
    const { measurements: m, curves } = outcomes[mode];
    expect(m.params).toBe(2040);
    expect(m.memorizedBits).toBeGreaterThan(0.1 * m.datasetBits);
    expect(m.memorizedBits).toBeLessThan(m.datasetBits);
    expect(m.memorizedBits / m.memorizedBitsScored).toBeCloseTo(16 / 15, 10);
    expect(curves.memorized.y).toHaveLength(steps + 1);
    expect(curves.unchanged.y).toHaveLength(50);
    const others = trainedModes.filter((other) => other !== mode);
    for (const other of others) {
      expect(m.finalLoss, other).not.toBe(outcomes[other].measurements.finalLoss);
    }
  });

  it('start from the same data and weights: nearly the same loss before the first update', () => {
    const starts = trainedModes.map((mode) => outcomes[mode].curves.memorized.y[0]);
    const { datasetBits } = outcomes.float32.measurements;
    for (const start of starts)
      expect(Math.abs(start - starts[0])).toBeLessThan(1e-3 * datasetBits);
  });

  it('what is measured in the arithmetic of the training, in float32, and rounded, fits together', () => {
    const { float32, bf16 } = outcomes;
    const storage = outcomes['bf16-storage'].measurements;
    expect(float32.measurements.memorizedBitsFloat32).toBe(float32.measurements.memorizedBits);
    expect(float32.measurements.memorizedBitsRounded).not.toBe(float32.measurements.memorizedBits);
    // weights that are bfloat16 already are not changed by rounding
    expect(storage.memorizedBitsRounded).toBe(storage.memorizedBits);
    expect(bf16.measurements.memorizedBitsBfloat16).toBe(bf16.measurements.memorizedBits);
    expect(bf16.measurements.memorizedBitsRounded).toBe(bf16.measurements.memorizedBitsFloat32);
  });

  it('float32 weights move at nearly every step, bfloat16 weights do not', () => {
    for (const mode of ['float32', 'bf16-products'] as const) {
      // the last position is never an input, so its 8 weights never move
      expect(outcomes[mode].measurements.unchangedShare).toBeLessThan(0.01);
      expect(outcomes[mode].measurements.unchangedShare).toBeGreaterThanOrEqual(8 / 2040);
    }
    for (const mode of formats.slice(2)) {
      expect(outcomes[mode].measurements.unchangedShare).toBeGreaterThan(0.05);
    }
  });

  it('gains stay at 1 in the control, and move in float32', () => {
    expect(outcomes['fixed-gains'].measurements.stuckGains).toBe(1);
    expect(outcomes.float32.measurements.stuckGains).toBe(0);
  });

  it('interrupted and resumed, yield the very same numbers', () => {
    const modes = ['float32', 'bf16-storage-stochastic', 'bf16'] as const;
    const resumed = train(modes, 23);
    modes.forEach((mode, i) => expect(resumed[i]).toEqual(outcomes[mode]));
  });
});
