import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  randomStrings,
  randomStringsConfig,
  type RandomStringsConfig,
  type RandomStringsMeasurements,
  remarks,
  stringsOf,
  watchString,
} from 'memorization-kit/findings';
import { removeCheckpoints, TrainingInterrupted } from 'memorization-kit/training';
import { measureClaim } from 'memorization-kit/results';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectSoundClaims, expectSoundSweeps } from './of-any-finding';

const { claims, configs, run, validate } = randomStrings;
const profiles = ['quick', 'standard', 'paper'] as const;

describe('the sweeps', () => {
  it('of every profile are valid, and no run is in one twice', () => {
    expectSoundSweeps(randomStrings);
  });

  it("have the paper's alphabets, and skewed strings of the same entropies", () => {
    for (const profile of profiles) {
      const single = configs(profile).filter((c) => c.experiment === 'memorize');
      const uniform = single.filter((c) => c.entropyBits === 0 && c.length === 128);
      expect(new Set(uniform.map((c) => c.alphabet))).toEqual(new Set([2, 4, 7, 13, 26]));
      const skewed = single.filter((c) => c.entropyBits > 0);
      expect(new Set(skewed.map((c) => c.entropyBits))).toEqual(
        new Set([2, 4, 7, 13].map(Math.log2)),
      );
      expect(new Set(skewed.map((c) => c.alphabet))).toEqual(new Set([26]));
    }
  });

  it('standard: five strings of every kind; paper: up to 1024 letters, 100 epochs', () => {
    const seeds = new Map<string, Set<number>>();
    for (const { seed, ...rest } of configs('standard')) {
      const kind = JSON.stringify(rest);
      seeds.set(kind, (seeds.get(kind) ?? new Set()).add(seed));
    }
    for (const of of seeds.values()) expect(of.size).toBeGreaterThanOrEqual(5);
    expect(Math.max(...configs('paper').map((c) => c.length))).toBe(1024);
    expect(new Set(configs('paper').map((c) => c.epochs))).toEqual(new Set([100]));
    for (const c of configs('paper')) expect(c.vocabSize).toBeGreaterThan(1000 * c.alphabet);
  });

  it('have labels and data hashes that tell runs on different data apart', () => {
    const [config] = configs('quick');
    const changes = [{}, { seed: 9 }, { alphabet: 5 }, { length: 9 }, { nStrings: 2 }];
    const hashes = changes.map((change) => randomStrings.dataHash({ ...config, ...change }));
    expect(new Set(hashes).size).toBe(changes.length);
    const labels = configs('quick').map((c) => randomStrings.label(c));
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('bad settings are refused by name', () => {
  it.each([
    [{ experiment: 'learn' }, /experiment "learn".*memorize, sequence, context/],
    [{ alphabet: 64 }, /alphabet of 64 letters does not fit into a vocabulary of 64/],
    [{ length: 0 }, /length .* at least 1, not 0/],
    [{ entropyBits: 5 }, /entropyBits must be within/],
    [{ nFresh: 0 }, /nFresh/],
    [{ epochs: 0 }, /epochs/],
    [{ tail: -1 }, /tail/],
    [{ beta2: 1 }, /beta2/],
    [{ learningRate: 0 }, /learningRate/],
    [{ positions: 'none' }, /positions "none"/],
    [{ dModel: 30, nHeads: 4 }, /divisible by nHeads/],
    [{ nStrings: 2 }, /Only a sequence takes 2 strings/],
    [{ experiment: 'sequence' }, /at least 3 strings/],
    [{ experiment: 'context', alphabet: 40 }, /vocabulary of at least 81 tokens, not 64/],
    [{ experiment: 'context', length: 4 }, /length/],
  ])('%o', (change, message) => {
    expect(() => validate(randomStringsConfig(change))).toThrow(message);
  });

  it('an unknown key', () => {
    expect(() => randomStringsConfig({ letters: 8 })).toThrow(/Unknown key "letters"/);
    expect(() => validate({ ...randomStringsConfig({}), extra: 1 })).toThrow(/"extra"/);
  });
});

const small: Partial<RandomStringsConfig> = {
  alphabet: 4,
  length: 12,
  vocabSize: 16,
  dModel: 16,
  nLayers: 1,
  nHeads: 2,
  nFresh: 4,
  epochs: 200,
  learningRate: 1e-2,
};

const quiet = {
  device: 'cpu' as const,
  signal: new AbortController().signal,
  checkpointFile: null,
  onProgress: () => {},
};

describe('a run', () => {
  it('memorizes a string, and gets the very same numbers again', async () => {
    const config = randomStringsConfig(small);
    const first = await run(config, quiet);
    expect(await run(config, quiet)).toEqual(first);
    const { measurements, curves } = first;
    const [{ epochs, epochsTo95, shown, string }] = measurements.exposures;
    expect(string).toBe(0);
    expect(epochs).toBeGreaterThan(3);
    expect(epochsTo95).toBeLessThanOrEqual(epochs!);
    expect(shown).toBe(Math.ceil(1.3 * epochs!)); // the tail
    expect(measurements.sequence).toBeNull();
    expect(measurements.context).toBeNull();
    // before the first update all tokens are about equally likely
    expect(Math.abs(curves.loss.y[0] - Math.log2(16))).toBeLessThan(0.2);
    expect(Math.abs(curves.mass.y[0] - 4 / 16)).toBeLessThan(0.1);
    expect(curves.loss.y.at(-1)).toBeLessThan(0.5);
    expect(measurements.phases.end.freshLoss).toBeGreaterThan(2);
    expect(measurements.phases.freshAccuracy).toBeGreaterThan(0.15);
    expect(measurements.phases.freshAccuracy).toBeLessThan(0.35);
    for (const { x, y } of Object.values(curves)) expect(x).toHaveLength(y.length);
  });

  it('counts a string that is not memorized within the limit as such', async () => {
    const { measurements } = await run(randomStringsConfig({ ...small, epochs: 2 }), quiet);
    expect(measurements.exposures).toEqual([
      { string: 0, epochs: null, epochsTo95: null, shown: 2 },
    ]);
    expect(measurements.placeCorrelation).toBeNull();
  });

  it('shows a sequence and the first string again, and scores all strings throughout', async () => {
    const config = randomStringsConfig({
      ...small,
      experiment: 'sequence',
      nStrings: 3,
      tail: 0,
    });
    const { measurements } = await run(config, quiet);
    const { exposures, sequence } = measurements;
    expect(exposures.map(({ string }) => string)).toEqual([0, 1, 0, 2]);
    for (const { epochs, shown } of exposures) expect(epochs).toBe(shown);
    const moments = sequence!.momentsPerExposure;
    expect(sequence!.accuracy).toHaveLength(3);
    exposures.forEach(({ string }, i) => {
      expect(sequence!.accuracy[string]).toHaveLength(4 * moments);
      expect(sequence!.accuracy[string][(i + 1) * moments - 1]).toBe(1);
    });
    // the next exposure begins where the last one ended
    expect(sequence!.accuracy[0][moments]).toBe(1);
  });

  it('recites in replaced contexts: all letters genuine is as good as the string itself', async () => {
    const config = randomStringsConfig({
      ...small,
      experiment: 'context',
      pretrainSteps: 20,
      pretrainRows: 4,
      learningRate: 1e-2,
    });
    const { measurements } = await run(config, quiet);
    const { prefixLengths, accuracy, genuine } = measurements.context!;
    expect(prefixLengths).toEqual([0, 1, 2, 3, 4, 6]);
    expect(Object.keys(accuracy)).toEqual(['redrawn', 'skewed', 'other letters', 'constant']);
    expect(genuine).toBe(1);
    for (const of of Object.values(accuracy)) {
      expect(of).toHaveLength(prefixLengths.length);
      expect(of[0]).toBeLessThan(genuine);
      for (const share of of) expect(share >= 0 && share <= 1).toBe(true);
    }
  });
});

describe('an interrupted run', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-strings-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Stops after so many reports, then goes on; the checkpoints that are left. */
  async function stopAndResume(config: RandomStringsConfig, at: number) {
    const checkpointFile = path.join(folder, 'run.safetensors');
    const stop = new AbortController();
    let reports = 0;
    const onProgress = (): void => {
      reports += 1;
      if (reports === at) stop.abort();
    };
    const stopped = run(config, { ...quiet, checkpointFile, onProgress, signal: stop.signal });
    await expect(stopped).rejects.toThrow(TrainingInterrupted);
    const resumed = await run(config, { ...quiet, checkpointFile });
    removeCheckpoints(checkpointFile);
    return { resumed, left: fs.readdirSync(folder) };
  }

  const pretrained = randomStringsConfig({
    ...small,
    experiment: 'context',
    pretrainSteps: 20,
    pretrainRows: 4,
    learningRate: 1e-2,
  });
  const sequence = randomStringsConfig({ ...small, experiment: 'sequence', nStrings: 3, tail: 0 });

  it.each([
    ['while pretraining', pretrained, 7],
    ['between pretraining and the string', pretrained, 20],
    ['in the string after it', pretrained, 30],
    ['in the first string of a sequence', sequence, 5],
    ['in a later one', sequence, 60],
  ])('%s goes on as if nothing had happened', async (_, config, at) => {
    const whole = await run(config, quiet);
    const { resumed, left } = await stopAndResume(config, at);
    expect(resumed).toEqual(whole);
    expect(left).toEqual([]);
  });

  it('between the last epoch and the contexts goes on with the contexts', async () => {
    let reports = 0;
    const whole = await run(pretrained, { ...quiet, onProgress: () => (reports += 1) });
    const { resumed } = await stopAndResume(pretrained, reports);
    expect(resumed).toEqual(whole);
  });

  it('does not go on from the checkpoint of other settings', async () => {
    const checkpointFile = path.join(folder, 'run.safetensors');
    const stop = new AbortController();
    stop.abort();
    const first = run(sequence, { ...quiet, checkpointFile, signal: stop.signal });
    await expect(first).rejects.toThrow(TrainingInterrupted);
    const other = run({ ...sequence, seed: 2 }, { ...quiet, checkpointFile });
    await expect(other).rejects.toThrow(/other settings/);
  });
});

describe('watching a string', () => {
  it('tells at every epoch which letters are right, and waits for the watcher', async () => {
    const config = randomStringsConfig({ ...small, tail: 0 });
    const seen: { epoch: number; accuracy: number; share: number }[] = [];
    let busy = false;
    await watchString(config, {
      ...quiet,
      async onEpoch({ epoch, accuracy, correct }) {
        expect(busy).toBe(false);
        busy = true;
        await new Promise((resolve) => setImmediate(resolve));
        const share = Array.from(correct).filter(Boolean).length / correct.length;
        seen.push({ epoch, accuracy, share });
        busy = false;
      },
    });
    expect(seen.map(({ epoch }) => epoch)).toEqual(seen.map((_, i) => i));
    for (const { accuracy, share } of seen) expect(accuracy).toBeCloseTo(share, 6);
    expect(seen.at(-1)?.accuracy).toBe(1);
    expect(stringsOf(config)[0]).toHaveLength(config.length);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const watched = watchString(randomStringsConfig(small), {
      device: 'cpu',
      signal: stop.signal,
      onEpoch: ({ epoch }) => (epoch === 3 ? stop.abort() : undefined),
    });
    await expect(watched).rejects.toThrow(TrainingInterrupted);
  });
});

describe('the claims', () => {
  type Run = { config: RandomStringsConfig; measurements: RandomStringsMeasurements };

  const order = ({ nStrings, experiment }: RandomStringsConfig): number[] =>
    experiment === 'sequence' ? [0, 1, 2, 0, nStrings - 1] : [0];

  /** Made-up measurements of a run that behaves as the paper says. */
  function made(config: RandomStringsConfig, epochs: number[]): Run {
    const { alphabet, experiment, nStrings } = config;
    const phase = { entropy: 0, loss: 0, freshLoss: 0 };
    const chance = 1 / alphabet;
    const prefixLengths = [0, 2, 4, 64];
    const rising = (at2: number, at4: number): number[] => [chance, at2, at4, 1];
    const moments = 2;
    return {
      config,
      measurements: {
        params: 1,
        exposures: epochs.map((n, i) => ({
          string: order(config)[i],
          epochs: n,
          epochsTo95: n,
          shown: n,
        })),
        phases: {
          guessing: { ...phase, epoch: 9, accuracy: chance, mass: 0.99, divergence: 0.05 },
          end: { ...phase, epoch: 99, accuracy: 1, mass: 1, divergence: 2 },
          freshAccuracy: chance,
        },
        placeCorrelation: 0,
        sequence:
          experiment === 'sequence'
            ? {
                momentsPerExposure: moments,
                accuracy: Array.from({ length: nStrings }, (_, string) =>
                  Array.from({ length: epochs.length * moments }, (_, at) =>
                    order(config)[Math.floor(at / moments)] === string ? 1 : chance,
                  ),
                ),
              }
            : null,
        context:
          experiment === 'context'
            ? {
                prefixLengths,
                accuracy: {
                  redrawn: rising(0.5, 0.9),
                  skewed: rising(0.4, 0.8),
                  'other letters': rising(0.4, 0.7),
                  constant: rising(0.3, 0.5),
                },
                genuine: 1,
              }
            : null,
      },
    };
  }

  const config = randomStringsConfig;
  const seeds = [1, 2, 3];
  const asInThePaper = seeds.flatMap((seed) => [
    ...[2, 4, 7, 13, 26].map((alphabet) =>
      made(config({ alphabet, seed }), [200 / Math.log2(alphabet) + seed]),
    ),
    made(config({ entropyBits: 1, seed }), [180 + seed]),
    ...[16, 32].map((length) => made(config({ length, seed }), [length + seed])),
    made(
      config({ experiment: 'sequence', nStrings: 4, seed }),
      [90, 50, 40, 40, 40].map((n) => n + seed), // strings 1, 2, 3, 1 again, 4
    ),
    made(config({ experiment: 'context', pretrainSteps: 9, seed }), [20]),
    made(config({ experiment: 'context', seed }), [20]),
  ]);

  it.each(claims.map((claim) => [claim.id, claim] as const))(
    '%s is reproduced by runs that behave as the paper says',
    (_, claim) => {
      const { value, n } = measureClaim(claim, asInThePaper);
      const [low, high] = claim.bands.quick.reproduced;
      expect(n).toBe(seeds.length);
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    },
  );

  it('are not reproduced when all strings take equally long', () => {
    const same = asInThePaper.map((one) => ({
      ...one,
      measurements: {
        ...one.measurements,
        exposures: one.measurements.exposures.map((e) => ({ ...e, epochs: 50 })),
      },
    }));
    for (const claim of claims.filter(
      ({ unit, text }) => unit === 'ratio' && text.includes('epochs'),
    )) {
      expect(measureClaim(claim, same).value, claim.id).toBeCloseTo(1, 9);
      expect(claim.bands.quick.partly[0], claim.id).toBeGreaterThan(1);
    }
  });

  it('are accompanied by remarks that have no value without runs', () => {
    for (const { value, what } of remarks([])) expect(value.value, what).toBeNaN();
  });

  it('give no value without runs, and have partial bands that contain the full ones', () => {
    expectSoundClaims(randomStrings);
  });

  it('are accompanied by the savings: the first string again over the new ones around it', () => {
    const [savings] = remarks(asInThePaper);
    expect(savings.value.value).toBeCloseTo(1, 9);
    expect(savings.value.n).toBe(3);
  });
});
