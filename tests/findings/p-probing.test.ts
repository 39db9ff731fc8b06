import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import {
  pProbing,
  probingConfig,
  type ProbingConfig,
  type ProbingMeasurements,
} from 'memorization-kit/findings';
import { attributes, classesOf, type Attribute } from 'memorization-kit/datasets';
import { checkpointFiles, removeCheckpoints, TrainingInterrupted } from 'memorization-kit/training';
import { measureClaim } from 'memorization-kit/results';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectSoundClaims, expectSoundSweeps } from './of-any-finding';

const { claims, configs, run, validate } = pProbing;
const profiles = ['quick', 'standard', 'paper'] as const;

describe('the sweeps', () => {
  it('of every profile are valid, and no run and no label is in one twice', () => {
    expectSoundSweeps(pProbing);
    for (const profile of profiles) {
      const labels = configs(profile).map((config) => pProbing.label(config));
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it('show every person equally often in all arms, and have the contrast and a random model', () => {
    for (const profile of profiles) {
      const sweep = configs(profile);
      expect(new Set(sweep.map((c) => c.exposures)).size).toBe(1);
      expect(new Set(sweep.map((c) => c.pretrainSteps)).size).toBe(1);
      const arms = new Set(sweep.filter((c) => c.model === 'pretrained').map((c) => c.data));
      expect(arms).toContain('single');
      expect(arms).toContain('multi5+permute');
      const random = sweep.filter((c) => c.model === 'random');
      expect(new Set(random.map((c) => c.data))).toEqual(new Set(['multi5+permute']));
    }
    expect(new Set(configs('standard').map((c) => c.seed)).size).toBeGreaterThanOrEqual(3);
  });

  it('quick: about twenty people of each class for a probe to learn from', () => {
    const [config] = configs('quick');
    const trained = config.nPeople * config.probeShare;
    for (const a of attributes) expect(trained / classesOf(config, a).length).toBeGreaterThan(15);
  });

  it("paper: the paper's model, people, and probes trained one by one", () => {
    const [config] = configs('paper');
    const { nPeople, nLayers, dModel, windowLength, batchSize, pretrainSteps } = config;
    expect([nPeople, nLayers, dModel, windowLength, batchSize, pretrainSteps]).toEqual([
      100_000, 12, 768, 512, 96, 80_000,
    ]);
    const { probeTraining, probeRank, probeBatch, probeSteps, qProbeRank, qProbeBatch } = config;
    expect(probeTraining).toBe('separate');
    expect([probeRank, probeBatch, probeSteps, qProbeRank, qProbeBatch]).toEqual([
      2, 50, 30_000, 16, 200,
    ]);
  });

  it('cost: more for more people, steps and probes; a random model costs its probes alone', () => {
    const base = probingConfig({});
    const cost = (change: Partial<ProbingConfig>) =>
      pProbing.cost(probingConfig({ ...base, ...change }));
    expect(cost({ pretrainSteps: 2 * base.pretrainSteps })).toBeGreaterThan(1.5 * cost({}));
    expect(cost({ probeTraining: 'separate' })).toBeGreaterThan(cost({}));
    expect(cost({ model: 'random' })).toBeLessThan(0.4 * cost({}));
  });
});

describe('bad settings are refused by name', () => {
  it.each([
    [{ data: 'multi7' }, /augmentation "multi7".*single/],
    [{ model: 'big' }, /model "big".*pretrained, random/],
    [{ probeTraining: 'both' }, /probeTraining "both".*joint, separate/],
    [{ probeShare: 1 }, /probeShare must be between 0 and 1, not 1/],
    [{ probeSteps: 0 }, /probeSteps/],
    [{ qProbeRank: 0.5 }, /qProbeRank/],
    [{ probeLearningRate: 0 }, /probeLearningRate/],
    [{ checkAttribute: 'shoe' }, /checkAttribute.*"shoe".*birthDate/],
    [{ nPeople: 5_000_000 }, /5000000 people need/],
    [{ cities: 500 }, /cities must be at most 200/],
  ])('%o', (change, message) => {
    expect(() => validate(probingConfig(change))).toThrow(message);
  });

  it('an unknown key', () => {
    expect(() => probingConfig({ probesteps: 1 })).toThrow(/Unknown key "probesteps"/);
  });
});

/** The same value for every attribute. */
const every = (value: number) =>
  Object.fromEntries(attributes.map((a) => [a, value])) as Record<Attribute, number>;
const MAJORITY = 0.1;

interface Known {
  share: (place: number, attribute: number) => number;
  name?: number; // what a Q-probe finds
  qa?: number;
  recall?: number | null;
}

function made(data: string, model: string, known: Known, seed = 1) {
  const { share, name = MAJORITY, qa, recall = 1 } = known;
  const table = attributes.map((_, place) => attributes.map((_, a) => share(place, a)));
  const scores = { train: every(1), test: every(name) };
  const answers = (accuracy: number) => ({
    people: 1,
    accuracy,
    byAttribute: every(accuracy),
    histogram: [],
  });
  const measurements = {
    recall: recall === null ? null : { all: recall, byAttribute: every(recall) },
    majority: every(MAJORITY),
    first: { share: 0.5, low: 0.45, high: 0.57 },
    firstControl: { share: 0.5, low: 0.45, high: 0.57 },
    pProbe: table,
    control: table,
    qProbe: model === 'random' ? null : { all: scores, ends: scores },
    qa: qa === undefined ? null : { training: answers(1), heldOut: answers(qa) },
  } as unknown as ProbingMeasurements;
  return { config: probingConfig({ data, model, seed }), measurements };
}

/** single: known just before its place and when told, company city with its company; else guessed. */
const inPlace = (place: number, a: number): number =>
  place === a || (place === 4 && a === 5) ? 1 : MAJORITY;
const lawful = (seed = 1) => [
  made('single', 'pretrained', { share: inPlace, qa: 0.1 }, seed),
  made('multi5+permute', 'pretrained', { share: () => 0.94, name: 0.93, qa: 0.97 }, seed),
  made('multi5+permute', 'random', { share: () => MAJORITY, recall: null }, seed),
];

describe('the claims', () => {
  const measure = (id: string, runs: ReturnType<typeof lawful>) => {
    const claim = claims.find((c) => c.id === id);
    if (!claim) throw new Error(`no claim ${id}`);
    return measureClaim(claim, runs);
  };

  it("find the paper's picture in runs that have it", () => {
    const runs = [...lawful(1), ...lawful(2)];
    const expected = {
      recall: 100,
      'single-diagonal': 100,
      'single-ahead': 0, // the company city at the company's place does not count
      'first-place': 94,
      'first-place-control': 84,
      flat: 0,
      'random-model': 0,
      'q-probe-all': 83,
      'q-probe-ends': 83,
    };
    for (const [id, value] of Object.entries(expected)) {
      const found = measure(id, runs);
      expect(found.value, id).toBeCloseTo(value, 8);
      expect(found.n, id).toBe(2);
    }
  });

  it('have intervals over people where there is one seed, over seeds where there are more', () => {
    const one = measure('first-place', lawful());
    expect([one.low, one.high].map(Math.round)).toEqual([89, 101]);
    expect(one.note).toBe('interval over people');
    const two = measure('first-place', [...lawful(1), ...lawful(2)]);
    expect([two.low, two.high].map(Math.round)).toEqual([94, 94]);
    expect(two.note).toBeUndefined();
  });

  it('see a single arm that knows all from the start, and an augmented one that does not', () => {
    const runs = [
      made('single', 'pretrained', { share: () => 0.9, name: 0.9 }),
      made('multi5+permute', 'pretrained', { share: inPlace }),
    ];
    expect(measure('single-ahead', runs).value).toBeCloseTo(80, 8);
    expect(measure('first-place', runs).value).toBeCloseTo(10, 8);
    expect(measure('first-place-control', runs).value).toBeCloseTo(0, 8);
    expect(measure('q-probe-all', runs).value).toBeCloseTo(-80, 8);
  });

  it('take the worst recall of all arms, and leave random models out', () => {
    const [single, ...others] = lawful();
    const forgetful = made('single', 'pretrained', { share: inPlace, recall: 0.9 });
    expect(measure('recall', [single, ...others]).value).toBe(100);
    expect(measure('recall', [forgetful, ...others]).value).toBeCloseTo(90, 8);
  });

  it('compare probes with questions over four arms or more', () => {
    expect(measure('probe-and-qa', lawful()).value).toBeNaN();
    const arms = [0.1, 0.3, 0.5, 0.7].map((level, i) =>
      made(
        `arm${i}`.replace(/.*/, ['single', 'multi2', 'multi5', 'multi5+permute'][i]),
        'pretrained',
        {
          share: () => level,
          qa: [0.1, 0.2, 0.9, 0.8][i],
        },
      ),
    );
    expect(measure('probe-and-qa', arms).value).toBeCloseTo(0.8, 8);
  });

  it('give no value without runs, and have partial bands that contain the full ones', () => {
    expectSoundClaims(pProbing);
  });
});

const tiny: Partial<ProbingConfig> = {
  nPeople: 40,
  firstNames: 6,
  middleNames: 6,
  lastNames: 6,
  months: 2,
  days: 2,
  years: 2,
  cities: 2,
  universities: 2,
  majors: 2,
  employers: 2,
  companyCities: 2,
  dModel: 32,
  nLayers: 1,
  nHeads: 2,
  exposures: 300,
  batchSize: 16,
  learningRate: 0.01,
  warmupSteps: 10,
  probeSteps: 60,
  probeBatch: 12,
  probeLearningRate: 0.02,
  qProbeSteps: 20,
  qaSteps: 10,
  qaBatch: 12,
};

describe('a run', () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'p-probing-'))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const start = (
    change: Partial<ProbingConfig>,
    stopAt: { note: string; reports: number } | null = null,
    checkpointFile: string | null = null,
  ) => {
    const stop = new AbortController();
    let reports = 0;
    const seen: { step: number; totalSteps: number }[] = [];
    const done = run(probingConfig({ ...tiny, ...change }), {
      device: 'cpu',
      signal: stop.signal,
      checkpoints: checkpointFile ? checkpointFiles(checkpointFile) : null,
      onProgress({ step, totalSteps, note }) {
        seen.push({ step, totalSteps });
        if (stopAt && note?.startsWith(stopAt.note) && ++reports === stopAt.reports) stop.abort();
      },
    });
    return done.then(({ measurements }) => ({ measurements, seen }));
  };

  it('of single: the value is known just before its place, by probes on other people', async () => {
    const { measurements: m, seen } = await start({ data: 'single' });
    expect(m.recall?.all).toBeGreaterThan(0.9);
    const shares = m.pProbe.flat() as number[];
    const mean = (values: number[]) => values.reduce((x, y) => x + y, 0) / values.length;
    const diagonal = mean(shares.filter((_, i) => i % 7 === 0));
    const elsewhere = mean(shares.filter((_, i) => i % 7 !== 0));
    expect(diagonal).toBeGreaterThan(0.75);
    expect(diagonal - elsewhere).toBeGreaterThan(0.15);
    // the sentences are in order: where the next attribute is left out, nothing is left of the diagonal
    attributes.forEach((_, i) => expect(m.control[i][i]).toBeNull());
    expect(m.control[0][1]).toBe(m.pProbe[0][1]);
    expect(m.first.share).toBeGreaterThan(m.firstControl.share - 0.5);
    expect(m.check).toBeNull();
    expect(m.qa?.heldOut.people).toBe(20);
    expect(seen.at(-1)?.step).toBe(seen.at(-1)?.totalSteps);
  }, 300_000);

  it('goes on where it was stopped, within any of its trainings, with the same outcome', async () => {
    const change = { data: 'multi2+permute', exposures: 8, checkAttribute: 'major' };
    const { measurements: whole } = await start(change);
    expect(whole.check?.attribute).toBe('major');
    const file = path.join(folder, 'run');
    for (const note of ['probe all', 'questions']) {
      const stopped = start(change, { note, reports: 5 }, file);
      await expect(stopped).rejects.toThrow(TrainingInterrupted);
    }
    const { measurements } = await start(change, null, file);
    expect(measurements).toEqual(whole);
    removeCheckpoints(file);
    expect(fs.readdirSync(folder)).toEqual([]);
  }, 300_000);

  it('of a random model finds nothing, and needs no pretraining', async () => {
    const { measurements: m, seen } = await start({ model: 'random' });
    expect(m.recall).toBeNull();
    expect(m.qProbe).toBeNull();
    expect(seen).toHaveLength(60);
  });
});

describe("the paper's profile", () => {
  it('trains 20 steps of probes on its own model, at a reduced batch', async () => {
    const config = configs('paper').find((c) => c.model === 'random') as ProbingConfig;
    const losses: number[] = [];
    const batches = { batchSize: 1, probeBatch: 1 };
    const few = { data: 'single', nPeople: 12 };
    const reduced = { ...batches, ...few, probeTraining: 'joint', probeSteps: 20 };
    const { measurements } = await run(
      { ...config, ...reduced },
      {
        device: 'cpu',
        signal: new AbortController().signal,
        checkpoints: null,
        onProgress: ({ loss }) => losses.push(loss as number),
      },
    );
    expect(losses).toHaveLength(20);
    losses.forEach((loss) => expect(Number.isFinite(loss)).toBe(true));
    // before the first update a probe guesses: the mean entropy of 12, 200, 300, 100, 263, 133 classes
    const guess = [12, 200, 300, 100, 263, 133].reduce((sum, n) => sum + Math.log(n), 0) / 6;
    expect(losses[0]).toBeGreaterThan(guess - 0.5);
    expect(losses[0]).toBeLessThan(guess + 0.5);
    expect(measurements.params).toBeGreaterThan(85e6);
  }, 300_000);
});
