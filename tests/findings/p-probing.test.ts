import { attributes, type Attribute, type Biography, classesOf } from 'memorization-kit/datasets';
import type { Progress } from 'memorization-kit/experiment';
import { chanceCorrected, pProbing, type ProbingConfig } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import {
  firstPlace,
  majorityShares,
  notNext,
  probeTable,
} from '../../lib/dist/recipes/probes/tables';
import { claimed } from './made-up-runs';
import { MAJORITY, probingRun } from './synthetic-probing';
import { resumed, started } from './trained-runs';

const { claims, configs, validate } = pProbing;

describe('the sweeps', () => {
  it('show every person equally often in all arms, and have the contrast and a random model', () => {
    for (const profile of ['quick', 'standard', 'paper'] as const) {
      const sweep = configs(profile);
      expect(new Set(sweep.map((c) => c.exposures)).size).toBe(1);
      expect(new Set(sweep.map((c) => c.pretrainSteps)).size).toBe(1);
      const arms = new Set(sweep.filter((c) => c.model === 'pretrained').map((c) => c.data));
      expect(arms).toContain('single');
      expect(arms).toContain('multi5+permute');
      const random = sweep.filter((c) => c.model === 'random');
      expect(new Set(random.map((c) => c.data))).toEqual(new Set(['multi5+permute']));
    }
  });

  it('quick: about twenty people of each class for a probe to learn from', () => {
    const [config] = configs('quick');
    const trained = config.nPeople * config.probeShare;
    for (const a of attributes) expect(trained / classesOf(config, a).length).toBeGreaterThan(15);
  });

  it('cost: more for more people, steps and probes; a random model costs its probes alone', () => {
    const cost = (change: Partial<ProbingConfig>) => pProbing.cost(pProbing.config(change));
    const { pretrainSteps } = pProbing.config({});
    expect(cost({ pretrainSteps: 2 * pretrainSteps })).toBeGreaterThan(1.5 * cost({}));
    expect(cost({ probeTraining: 'separate' })).toBeGreaterThan(cost({}));
    expect(cost({ model: 'random' })).toBeLessThan(0.4 * cost({}));
  });

  it('what a model is shown: biographies and questions, not what only probes read', () => {
    const shown = (change: Partial<ProbingConfig>) =>
      pProbing.seen({ config: pProbing.config(change) } as Parameters<typeof pProbing.seen>[0]);
    expect(shown({ exposures: 10, nPeople: 320, qaSteps: 5, qaBatch: 8 })).toEqual({
      biographies: 3200,
      questions: 40,
    });
    expect(shown({ model: 'random' })).toEqual({});
  });
});

it.each([
  [{ checkAttribute: 'shoe' }, /checkAttribute.*"shoe".*birthDate/],
  [{ cities: 500 }, /cities must be at most 200/],
  [{ leadIn: 3, windowLength: 32 }, /leadIn is for rows/],
])('%o is refused by name', (change, message) => {
  expect(() => validate(pProbing.config(change))).toThrow(message);
});

/** single: known just before its place and when told, company city with its company; else guessed. */
const inPlace = (place: number, a: number): number =>
  place === a || (place === 4 && a === 5) ? 1 : MAJORITY;
const lawful = (seed = 1) => [
  probingRun('single', { share: inPlace, qa: 0.1 }, { seed }),
  probingRun('multi5+permute', { share: () => 0.94, name: 0.93, qa: 0.97 }, { seed }),
  probingRun('multi5+permute', { share: () => MAJORITY }, { model: 'random', seed }),
];

describe('the claims', () => {
  const measure = (id: string, runs: ReturnType<typeof lawful>) => claimed(pProbing, id, runs);

  it.each([
    ['recall', 100],
    ['single-diagonal', 100],
    ['single-ahead', 0], // the company city at the company's place does not count
    ['first-place', 94],
    ['first-place-control', 84],
    ['flat', 0],
    ['random-model', 0],
    ['q-probe-all', 83],
    ['q-probe-ends', 83],
  ])("%s finds the paper's picture in runs that have it", (id, value) => {
    const found = measure(id, [...lawful(1), ...lawful(2)]);
    expect(found.value).toBeCloseTo(value, 8);
    expect(found.n).toBe(2);
  });

  it('see a first attribute that is tied to the name: above the others, and what guessing gets', () => {
    const run = probingRun('single', { share: inPlace, name: 0.12, qa: 0.13 });
    run.measurements.qProbe!.ends.test.birthDate = 0.65;
    run.measurements.qa!.heldOut.byAttribute.birthDate = 0.335;
    expect(measure('first-attribute-found', [run]).value).toBeCloseTo(65 - 10 - (12 - 10), 8);
    const asked = measure('first-attribute-asked', [run]);
    expect(asked.value).toBeCloseTo(33.5 - (13 - 10), 8); // a date cannot be guessed
    expect(chanceCorrected(0.55, 0.1)).toBeCloseTo(0.5, 10);
  });

  it('say which cells enter: of single, those ahead, with the majority', () => {
    const entry = claims['single-ahead'].is.entry(lawful()[0]);
    expect(entry['pProbe[0][1]']).toBe(MAJORITY);
    expect(Object.keys(entry)).not.toContain('pProbe[4][5]');
    expect(Object.keys(entry)).toHaveLength(14 + 5);
    expect(Object.values(entry)).not.toContain(null);
  });

  it('have intervals over trainings, and none of one', () => {
    const one = measure('first-place', lawful());
    expect([one.low, one.high]).toEqual([NaN, NaN]);
    const two = measure('first-place', [...lawful(1), ...lawful(2)]);
    expect([two.low, two.high].map(Math.round)).toEqual([94, 94]);
  });

  it('see a single arm that knows all from the start, and an augmented one that does not', () => {
    const runs = [
      probingRun('single', { share: () => 0.9, name: 0.9 }),
      probingRun('multi5+permute', { share: inPlace }),
    ];
    const ids = ['single-ahead', 'first-place', 'first-place-control', 'flat', 'q-probe-all'];
    const found = ids.map((id) => Math.round(measure(id, runs).value));
    expect(found).toEqual([80, 10, 0, 18, -80]);
  });

  it('take the worst recall of all arms, and leave random models out', () => {
    const [single, ...others] = lawful();
    const forgetful = probingRun('single', { share: inPlace, recall: 0.9 });
    expect(measure('recall', [single, ...others]).value).toBe(100);
    expect(measure('recall', [forgetful, ...others]).value).toBeCloseTo(90, 8);
  });

  it('compare probes with questions over four arms or more', () => {
    expect(measure('probe-and-qa', lawful()).value).toBeNaN();
    const answers = [0.1, 0.2, 0.9, 0.8];
    const arms = ['single', 'multi2', 'multi5', 'multi5+permute'].map((data, i) =>
      probingRun(data, { share: () => 0.1 + 0.2 * i, qa: answers[i] }),
    );
    expect(measure('probe-and-qa', arms).value).toBeCloseTo(0.8, 8);
  });
});

const told = (person: number, order: readonly Attribute[]): Biography =>
  ({ person, variant: 0, words: [], spans: {}, order: [...order] }) as unknown as Biography;

describe('tables of probes', () => {
  const rows = [told(0, attributes), told(1, attributes), told(1, [...attributes].reverse())];
  const probed = (
    tested: Biography[],
    isRight: (place: number, attribute: number, row: number) => boolean,
  ) => {
    const right = attributes.map((_, place) =>
      attributes.map((_, a) => tested.map((_, row) => isRight(place, a, row))),
    );
    return { tested, right };
  };

  it('count by place and attribute', () => {
    const table = probeTable(probed(rows, (place, a, row) => place === a && row < 2));
    expect(table[2][2]).toBeCloseTo(2 / 3, 10);
    expect(table[2][3]).toBe(0);
  });

  it('leave out biographies in which the attribute is next', () => {
    // right exactly where the attribute is the next one: a probe that reads what is about to be said
    const next = (place: number, a: number, row: number): boolean =>
      rows[row].order[place] === attributes[a];
    expect(probeTable(probed(rows, next))[0]).toEqual([2 / 3, 0, 0, 0, 0, 1 / 3]);
    expect(new Set(probeTable(probed(rows, next), notNext).flat())).toEqual(new Set([0]));
    expect(probeTable(probed(rows.slice(0, 2), next), notNext)[3][3]).toBeNull();
  });

  it('take the first place over people, not over biographies', () => {
    const all = Array.from({ length: 20 }, (_, i) => told(i, attributes));
    const first = (tested: Biography[]) =>
      firstPlace(probed(tested, (_, __, row) => row % 2 === 0));
    expect(first(all).share).toBe(0.5);
    // the same people once more tell nothing new: the interval stays as wide
    expect(first([...all, ...all]).low).toBeCloseTo(first(all).low as number, 10);
    expect(first(all.slice(0, 1)).low).toBeNull();
  });

  it('take the majority from the training people and hold it against the others', () => {
    const classes = [1, 1, 2, 2, 2, 1].map((a) => [a, 0, 0, 0, 0, 0]);
    const shares = majorityShares(classes, Int32Array.of(0, 1, 2), Int32Array.of(3, 4, 5));
    expect(shares.birthDate).toBeCloseTo(1 / 3, 10);
    expect(shares.major).toBe(1);
  });
});

const tiny: Partial<ProbingConfig> = {
  ...{ nPeople: 40, firstNames: 6, middleNames: 6, lastNames: 6, months: 2, days: 2, years: 2 },
  ...{ cities: 2, universities: 2, majors: 2, employers: 2, companyCities: 2 },
  ...{ dModel: 32, nLayers: 1, nHeads: 2, exposures: 300, batchSize: 16, warmupSteps: 10 },
  ...{ learningRate: 0.01, probeSteps: 60, probeBatch: 12, probeLearningRate: 0.02 },
  ...{ qProbeSteps: 20, qaSteps: 10, qaBatch: 12 },
};

describe('a run', () => {
  const made = (change: Partial<ProbingConfig>) => pProbing.config({ ...tiny, ...change });
  const trained = async (change: Partial<ProbingConfig>) => {
    const { outcome, progress } = await started(pProbing, made(change), {});
    return { measurements: outcome!.measurements, seen: progress };
  };

  it('of single: the value is known just before its place, by probes on other people', async () => {
    const { measurements: m, seen } = await trained({ data: 'single' });
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
    expect(m.check).toBeNull();
    expect(m.qa?.heldOut.people).toBe(20);
    expect(seen.at(-1)?.step).toBe(seen.at(-1)?.totalSteps);
  }, 300_000);

  it('goes on where it was stopped, within any of its trainings, with the same outcome', async () => {
    const change = { data: 'multi2+permute', exposures: 8, checkAttribute: 'major' };
    const { measurements } = await trained(change);
    expect(measurements.check?.attribute).toBe('major');
    const fifthOf = (stage: string) => {
      let reports = 0;
      return ({ note }: Progress) => note === stage && ++reports === 5;
    };
    const outcome = await resumed(
      pProbing,
      made(change),
      fifthOf('probe all'),
      fifthOf('questions'),
    );
    expect(outcome.measurements).toEqual(measurements);
  }, 300_000);

  it('of a random model finds nothing; probes trained one by one choose as those of one alone', async () => {
    const change = { model: 'random', probeSteps: 4, checkAttribute: 'major' } as const;
    const { measurements: m, seen } = await trained({ ...change, probeTraining: 'separate' });
    expect([m.recall, m.qProbe, m.qa]).toEqual([null, null, null]);
    expect(seen).toHaveLength(37 * 4);
    expect(seen[0].note).toBe('probe 0 birthDate');
    expect(m.check?.separate).toBe(m.check?.joint); // the same training, twice
    expect(m.check?.joint).toBe(m.pProbe[0][attributes.indexOf('major')]);
  }, 300_000);
});

it("the paper's profile trains 5 steps of probes on its own model, at a reduced batch", async () => {
  const config = configs('paper').find((c) => c.model === 'random') as ProbingConfig;
  const few = { data: 'single', nPeople: 12, batchSize: 1, probeBatch: 1 };
  const reduced = { ...few, probeTraining: 'joint', probeSteps: 5 } as const;
  const { outcome, progress } = await started(pProbing, { ...config, ...reduced }, {});
  const losses = progress.map(({ loss }) => loss as number);
  expect(losses).toHaveLength(5);
  losses.forEach((loss) => expect(Number.isFinite(loss)).toBe(true));
  // before the first update a probe guesses: the mean entropy of 12, 200, 300, 100, 263, 133 classes
  const guess = [12, 200, 300, 100, 263, 133].reduce((sum, n) => sum + Math.log(n), 0) / 6;
  expect(Math.abs(losses[0] - guess)).toBeLessThan(0.5);
  expect(outcome?.measurements.params).toBeGreaterThan(85e6);
}, 300_000);
