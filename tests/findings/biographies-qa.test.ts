import { loadTensorFlow } from 'memorization-kit/engine';
import type { RunOutcome } from 'memorization-kit/experiment';
import { biographiesQa, type QaConfig, type QuestionMeasurements } from 'memorization-kit/findings';
import { beforeAll, describe, expect, it } from 'vitest';
import { questionStages } from '../../lib/dist/recipes/questions/stages';
import { after, resumed, started } from './trained-runs';

beforeAll(() => {
  loadTensorFlow({ device: 'cpu', threads: 1 });
});

type Change = Partial<QaConfig>;

/** A dozen people and a small model. */
const tiny: Change = {
  ...{ nPeople: 12, firstNames: 6, middleNames: 6, lastNames: 6, days: 5, years: 5 },
  ...{ cities: 8, universities: 6, majors: 6, employers: 5, companyCities: 3 },
  ...{ dModel: 24, nLayers: 2, exposures: 40, batchSize: 12, warmupSteps: 10 },
  ...{ learningRate: 0.01, fitShare: 0.35, validationShare: 0.15 },
  ...{ finetuneRates: '0.001,0.003', finetuneSteps: 40, finetuneBatch: 18, finetuneWarmup: 5 },
  ...{ loraRates: '0.01', loraSteps: 40, loraEmbeddingRank: 4, loraRank: 2 },
};
const LONG = { exposures: 400, finetuneSteps: 120, loraSteps: 120 }; // enough to learn all of it

const MEASURED = { swapped: 12, fewerAsked: '2,4' };

type Outcome = RunOutcome<QuestionMeasurements>;
const made = (change: Change) => biographiesQa.config({ ...tiny, ...change });

const run = (config: QaConfig) => started(biographiesQa, config, {});

const wholeRuns = new Map<string, Promise<Outcome>>();
function whole(change: Change): Promise<Outcome> {
  const key = JSON.stringify(change);
  const known = wholeRuns.get(key) ?? run(made(change)).then(({ outcome }) => outcome as Outcome);
  wholeRuns.set(key, known);
  return known;
}

describe('a run with finetuning', () => {
  it('knows its biographies by heart and learns the questions that it is trained on', async () => {
    const { measurements: m, curves } = await whole(LONG);
    expect(m.biographies).toBe(60);
    expect(m.recall.all).toBeGreaterThan(0.9);
    expect(curves.recall.y[0]).toBeLessThan(0.4);
    expect(m.full?.training.accuracy).toBeGreaterThan(0.9);
    expect([m.full?.training.people, m.full?.heldOut.people]).toEqual([6, 6]);
    expect(m.full?.heldOut.histogram.reduce((a, b) => a + b)).toBe(6);
    expect(m.lora?.trainedParams).toBeLessThan(m.params / 2);
    expect(m.mixed).toBeNull();
  });

  it('chooses the rate by the validation people, whom it then trains too', async () => {
    const { full, lora } = (await whole(LONG)).measurements;
    expect(full?.tried.map((t) => t.learningRate)).toEqual([0.001, 0.003]);
    expect([0.001, 0.003]).toContain(full?.learningRate);
    expect(lora).toMatchObject({ tried: [], learningRate: 0.01 }); // one rate: nothing to choose
  });

  it('keeps answers to look at: what it says, how likely, and what is true', async () => {
    const { shown } = (await whole(LONG)).measurements;
    expect(new Set(shown.map((person) => person.trained))).toEqual(new Set([true, false]));
    for (const { answers, trained } of shown) {
      for (const [says, probability, truth, truthProbability] of Object.values(answers)) {
        expect(says.split(' ')).toHaveLength(truth.split(' ').length);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThanOrEqual(1);
        if (says === truth) expect(truthProbability).toBeCloseTo(probability, 2);
      }
      if (trained) expect(answers.major[0]).toBe(answers.major[2]);
    }
  });

  it('reports progress over all its trainings, from the first step to the last', async () => {
    const config = made({ exposures: 10 });
    const { progress } = await run(config);
    const steps = progress.map(({ step }) => step);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    expect(steps.at(-1)).toBe(progress[0].totalSteps);
    const notes = new Set(progress.map(({ note }) => note));
    expect([...notes]).toEqual(questionStages(config).map(({ name }) => name));
  });

  it('is refused where its settings make no sense', async () => {
    const { error } = await run({ ...made({}), nHeads: 5 });
    expect(error?.message).toMatch(/divisible by nHeads/);
  });
});

it('asks what values are tied to, and finetunes on fewer people, where that is wanted', async () => {
  const { measurements: m } = await whole({ ...LONG, loraRates: '', ...MEASURED });
  const plain = (await whole(LONG)).measurements;
  expect(m.full?.heldOut).toEqual(plain.full?.heldOut); // the rest is as without
  expect(m.full?.fewer?.map(({ training }) => training.people)).toEqual([2, 4]);
  expect(m.full?.fewer?.[1].training.accuracy).toBeGreaterThan(0.9);
  expect(m.full?.fewer?.[0].heldOut.people).toBe(6);
  expect(plain.full).not.toHaveProperty('fewer');
  expect(plain).not.toHaveProperty('swap');
  const { name, values } = m.swap!.name.employer!;
  expect(name + values).toBeGreaterThan(0.5); // a model of a dozen people says somebody's value
  expect(name + values).toBeLessThanOrEqual(1);
});

describe('mixed training', () => {
  it('learns biographies and questions together', async () => {
    const { measurements: m, curves } = await whole({ ...LONG, training: 'mixed' });
    expect(m.full).toBeNull();
    expect(m.mixed?.training.accuracy).toBeGreaterThan(0.9);
    expect(m.recall.all).toBeGreaterThan(0.9);
    expect(curves.mixedTraining.y[0]).toBeLessThan(0.5);
    expect(curves.mixedHeldOut.x.at(-1)).toBe(400);
    expect(m.shown).not.toHaveLength(0);
  });
});

describe('a run that is stopped', () => {
  // 40 steps of pretraining, then 40 for each of four finetunings
  it.each<[string, number, Change]>([
    ['while pretraining', 27, {}],
    ['while a rate is tried', 60, {}],
    ['in LoRA', 190, {}],
    ['with fewer people', 175, { loraRates: '', ...MEASURED }],
    ['in mixed training', 33, { training: 'mixed' }],
    ['with dropout', 27, { dropout: 0.2 }],
  ])('%s equals the uninterrupted one when it is resumed', async (_, stopAt, change) => {
    const outcome = await resumed(biographiesQa, made(change), after(stopAt));
    expect(outcome).toMatchObject(await whole(change).then(({ engine: _, ...numbers }) => numbers));
  });
});

it.each(['finetune', 'mixed'])(
  "the paper's settings run for 20 steps with fewer people, a smaller model and batch (%s)",
  async (training) => {
    const [paper] = biographiesQa.configs('paper').filter((c) => c.training === training);
    const { outcome, error } = await run({
      ...paper,
      ...{ nPeople: 60, dModel: 24, nLayers: 2, nHeads: 2, batchSize: 2, windowLength: 128 },
      ...{ pretrainSteps: 20, finetuneSteps: 20, loraSteps: 20, warmupSteps: 5, finetuneWarmup: 5 },
      ...{ firstNames: 20, middleNames: 20, lastNames: 20, years: 20, employers: 20 },
      ...{ cities: 20, universities: 20, majors: 20, companyCities: 10 },
      ...{ loraRank: 2, loraEmbeddingRank: 4 },
    });
    expect(error).toBeNull();
    const { curves, measurements } = outcome as Outcome;
    expect(curves.recall.x.at(-1)).toBe(711);
    expect(measurements.pretrainLoss).toBeLessThan(7.5); // the vocabulary's logarithm, about
    expect((measurements.full ?? measurements.mixed)?.heldOut.people).toBe(30);
  },
);
