import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { judgeClaim } from 'memorization-kit/experiment';
import {
  randomStrings,
  type RandomStringsConfig,
  remarks,
  stringsOf,
  watchString,
} from 'memorization-kit/findings';
import { checkpointFiles, TrainingInterrupted } from 'memorization-kit/training';
import { describe, expect, it } from 'vitest';
import { asInThePaper, seeds } from './made-up-strings';
import { after, quiet, resumed } from './trained-runs';

const { claims, config: configOf, configs, run, validate } = randomStrings;

describe('the sweeps', () => {
  it("have the paper's alphabets, and skewed strings of the same entropies", () => {
    for (const profile of ['quick', 'standard', 'paper'] as const) {
      const single = configs(profile).filter((c) => c.experiment === 'memorize');
      const uniform = single.filter((c) => c.entropyBits === 0 && c.length === 128);
      const skewed = single.filter((c) => c.entropyBits > 0);
      expect(new Set(uniform.map((c) => c.alphabet))).toEqual(new Set([2, 4, 7, 13, 26]));
      expect(new Set(skewed.map((c) => Math.round(2 ** c.entropyBits)))).toEqual(
        new Set([2, 4, 7, 13]),
      );
      expect(new Set(skewed.map((c) => c.alphabet))).toEqual(new Set([26]));
    }
  });

  it('paper: up to 1024 letters, 100 epochs', () => {
    expect(Math.max(...configs('paper').map((c) => c.length))).toBe(1024);
    expect(new Set(configs('paper').map((c) => c.epochs))).toEqual(new Set([100]));
    for (const c of configs('paper')) expect(c.vocabSize).toBeGreaterThan(1000 * c.alphabet);
  });

  it('have data hashes that tell runs on different data apart', () => {
    const changes = [{}, { seed: 9 }, { alphabet: 5 }, { length: 9 }, { nStrings: 2 }];
    const hashes = changes.map((change) => randomStrings.dataHash(configOf(change)));
    expect(new Set(hashes).size).toBe(changes.length);
  });

  it('take a lower learning rate for a pretrained model, unless one is given', () => {
    expect(configOf({ pretrainSteps: 5 }).learningRate).toBe(1e-3);
    expect(configOf({ pretrainSteps: 5, learningRate: 0.1 }).learningRate).toBe(0.1);
  });
});

it.each([
  [{ experiment: 'learn' as never }, /experiment "learn".*memorize, sequence, context/],
  [{ alphabet: 64 }, /alphabet of 64 letters does not fit into a vocabulary of 64/],
  [{ entropyBits: 5 }, /entropyBits must be within/],
  [{ beta2: 1 }, /beta2 must be at least 0 and below 1, not 1/],
  [{ dModel: 30, nHeads: 4 }, /divisible by nHeads/],
  [{ nStrings: 2 }, /Only a sequence takes 2 strings/],
  [{ experiment: 'sequence' as const }, /at least 3 strings/],
  [{ experiment: 'context' as const, alphabet: 40 }, /vocabulary of at least 81 tokens, not 64/],
  [{ experiment: 'context' as const, length: 4 }, /length/],
])('bad settings are refused by name: %o', (change, message) => {
  expect(() => validate(configOf(change))).toThrow(message);
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
const inSequence = configOf({ ...small, experiment: 'sequence', nStrings: 3, tail: 0 });
const pretrained = configOf({
  ...small,
  experiment: 'context',
  pretrainSteps: 20,
  pretrainRows: 4,
});

describe('a run', () => {
  it('memorizes a string, and gets the very same numbers again', async () => {
    const config = configOf(small);
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
    expect(Math.abs(measurements.phases.freshAccuracy - 1 / 4)).toBeLessThan(0.1);
    for (const { x, y } of Object.values(curves)) expect(x).toHaveLength(y.length);
  });

  it('counts a string that is not memorized within the limit as such', async () => {
    const { measurements } = await run(configOf({ ...small, epochs: 2 }), quiet);
    expect(measurements.exposures).toEqual([
      { string: 0, epochs: null, epochsTo95: null, shown: 2 },
    ]);
    expect(measurements.placeCorrelation).toBeNull();
  });

  it('shows a sequence and the first string again, and scores all strings throughout', async () => {
    const { measurements } = await run(inSequence, quiet);
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
    const { measurements } = await run(pretrained, quiet);
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
  it.each([
    ['while pretraining', pretrained, 7],
    ['between pretraining and the string', pretrained, 20],
    ['in the string after it', pretrained, 30],
    ['in the first string of a sequence', inSequence, 5],
    ['in a later one', inSequence, 60],
  ])('%s goes on as if nothing had happened', async (_, config, at) => {
    expect(await resumed(randomStrings, config, after(at))).toEqual(await run(config, quiet));
  });

  it('between the last epoch and the contexts goes on with the contexts', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-strings-'));
    const file = path.join(folder, 'run.safetensors');
    const stop = new AbortController();
    const stopped = run(pretrained, {
      ...quiet,
      signal: stop.signal,
      checkpoints(training, fingerprint) {
        const place = checkpointFiles(file, 1000)(training, fingerprint);
        const write: typeof place.write = (checkpoint) => {
          place.write(checkpoint);
          if (training !== '') stop.abort(); // it is that of the string's end
        };
        return { ...place, write };
      },
    });
    await expect(stopped).rejects.toThrow(TrainingInterrupted);
    const whole = await run(pretrained, quiet);
    expect(await run(pretrained, { ...quiet, checkpoints: checkpointFiles(file) })).toEqual(whole);
    // nor does another run go on from what is left
    const other = run({ ...pretrained, seed: 2 }, { ...quiet, checkpoints: checkpointFiles(file) });
    await expect(other).rejects.toThrow(/other settings/);
    fs.rmSync(folder, { recursive: true });
  });
});

describe('watching a string', () => {
  it('tells at every epoch which letters are right, and waits for the watcher', async () => {
    const config = configOf({ ...small, tail: 0 });
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
    const watched = watchString(configOf(small), {
      device: 'cpu',
      signal: stop.signal,
      onEpoch: ({ epoch }) => (epoch === 3 ? stop.abort() : undefined),
    });
    await expect(watched).rejects.toThrow(TrainingInterrupted);
  });
});

describe('the claims', () => {
  /** The same runs, whose exposures went otherwise. */
  const exposedTo = (change: { epochs: number | null; shown?: number }) =>
    asInThePaper.map(({ measurements, ...one }) => {
      const exposures = measurements.exposures.map((exposure) => ({ ...exposure, ...change }));
      return { ...one, measurements: { ...measurements, exposures } };
    });
  const judged = (id: string, runs: typeof asInThePaper) =>
    judgeClaim(id, claims[id], runs, 'quick');

  it.each(Object.keys(claims))('%s: reproduced by runs as in the paper', (id) => {
    expect(judged(id, asInThePaper)).toMatchObject({ n: seeds.length, outcome: 'whole' });
  });

  it('about epochs are not reproduced when all strings take equally long', () => {
    const about = Object.keys(claims).filter((id) => /longer|faster/.test(id));
    expect(about).toHaveLength(4);
    for (const id of about) {
      const { value, verdict } = judged(id, exposedTo({ epochs: 50 }));
      expect(value, id).toBeCloseTo(1, 9);
      expect(verdict, id).toBe('not reproduced');
    }
  });

  it('count a string that was never memorized with the epochs that it was shown', () => {
    const never = exposedTo({ epochs: null, shown: 600 });
    expect(judged('small-alphabet-longer', never).value).toBeCloseTo(1, 9);
    expect(judged('memorized', never).value).toBe(0);
  });

  it('are accompanied by the savings: the first string again over the new ones around it', () => {
    const [savings] = remarks(asInThePaper);
    expect(savings.value.value).toBeCloseTo(1, 9);
    expect(savings.value.n).toBe(3);
    for (const { value, what } of remarks([])) expect(value.value, what).toBeNaN();
  });
});
