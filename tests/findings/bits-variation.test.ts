import { bitsPerParameter, leftOpenByFirst } from 'memorization-kit/findings';
import { paperTable } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { capacityRun, claimed, drawn, lawfulRuns, trace } from './made-up-runs';

const PER_PARAMETER = 3;
const lawful = lawfulRuns(() => PER_PARAMETER);
const steps = lawful[0].config.steps;

/** A training of one of the lawful models on other data, that stores so many times what is expected. */
function other(change: { seqLength?: number; vocabSize?: number; seed: number }, times = 1) {
  const run = capacityRun({ dModel: 16, nSequences: 50, steps, ...change }, 1600, 0);
  const { measurements: m } = run;
  const expected = Math.min(PER_PARAMETER * m.params, m.datasetBits);
  m.memorizedBits = times * expected;
  m.memorizedBitsScored = (times * expected * 63) / 64;
  return run;
}

const seeds = [1, 2, 3];
const lengths = (times: number) =>
  seeds.flatMap((seed) => [4, 32, 64].map((seqLength) => other({ seed, seqLength }, times)));
const vocabularies = (times: number) =>
  seeds.flatMap((seed) => [32, 512].map((vocabSize) => other({ seed, vocabSize }, times)));

describe('other lengths and vocabularies', () => {
  const value = (id: string, runs: typeof lawful) => claimed(bitsPerParameter, id, runs).value;

  it('are held against the slope of the sizes and the entropy', () => {
    const runs = [...lawful, ...lengths(0.9), ...vocabularies(1.04)];
    expect(value('other-lengths', runs)).toBeCloseTo(10, 6);
    expect(value('other-vocabularies', runs)).toBeCloseTo(4, 6);
  });

  it('are no runs that other claims see', () => {
    const runs = [...lawful, ...lengths(0.5), ...vocabularies(2)];
    for (const id of ['bits-per-parameter', 'constant-over-sizes', 'memorized-below-capacity'])
      expect(value(id, runs), id).toBe(value(id, lawful));
  });

  it('are nothing where only one is there', () => {
    expect(value('other-lengths', lawful)).toBeNaN();
    expect(value('other-vocabularies', [...lawful, ...lengths(1)])).toBeNaN();
  });

  it('have the scale that their number of sequences has', () => {
    const of = (seqLength: number) =>
      bitsPerParameter.config({ dModel: 20, nSequences: 308, seqLength });
    expect(of(16).datasetScale).toBe(1.2); // of 7,980 parameters
    expect(of(32).datasetScale).toBe(2.31);
  });

  it("stand in a figure beside the paper's rows", () => {
    const figure = drawn(bitsPerParameter, 'length-and-vocabulary', [
      ...lawful,
      ...lengths(0.9),
      ...vocabularies(1.1),
    ]);
    const ours = figure.data.filter(({ name }) => name === 'ours');
    expect(ours.map(({ x }) => x)).toEqual([
      [4, 32, 64],
      [32, 512],
    ]);
    expect(ours[0].y).toEqual([90, 90, 90].map((y) => expect.closeTo(y, 6)));
    expect(trace(figure, 'paper').x).toEqual([4, 8, 16, 32, 64, 128, 256]);
  });
});

describe('what the first token leaves open', () => {
  it('is the mean log2 of how many sequences share it', () => {
    expect(leftOpenByFirst(1, 128)).toBe(0);
    expect(leftOpenByFirst(2, 4)).toBeCloseTo(1 / 4, 12); // one in four shares it with the other
    expect(leftOpenByFirst(3, 2)).toBeCloseTo(0.5 * 1 + 0.25 * Math.log2(3), 12);
  });

  it("is the paper's error on short sequences, whose models could hold all", () => {
    const rows = paperTable('morrisVariation').filter(({ vary, S }) => vary === 'S' && S <= 32);
    expect(rows).toHaveLength(4);
    for (const { S, V, error_percent: error } of rows) {
      const share = leftOpenByFirst(4096, V) / ((S - 1) * Math.log2(V));
      expect((100 * share) / error, `S = ${S}`).toBeCloseTo(1, 1);
    }
  });
});
