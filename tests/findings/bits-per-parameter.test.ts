import {
  bitsPerParameter,
  capacities,
  type CapacityConfig,
  extrapolated,
} from 'memorization-kit/findings';
import { shownRuns } from 'memorization-kit/plot';
import { paperTable } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { capacityRun, type CapacityRun, claimed, drawn } from './made-up-runs';
import { lawfulRuns, runAlone, trace } from './made-up-runs';

const { config, configs, figures, validate } = bitsPerParameter;
const value = (id: string, runs: CapacityRun[]) => claimed(bitsPerParameter, id, runs).value;
const figure = (name: string, runs: CapacityRun[]) => drawn(bitsPerParameter, name, runs);

/** Trainings of the smallest model, three seeds of each change: it stores so many bits a parameter. */
const ofSmallest = (
  changes: Partial<CapacityConfig>[],
  perParameter: (change: Partial<CapacityConfig>) => number,
) =>
  changes.flatMap((change) =>
    [1, 2, 3].map((seed) => {
      const all = { dModel: 8, seed, steps: 100, ...change };
      return capacityRun(all, 800, 800 * perParameter(change));
    }),
  );

/** A training of a model of the paper's Table 1. */
const tableRun = (nLayers: number, steps: number, perParameter: number) =>
  capacityRun(
    { dModel: 32, nLayers, steps, vocabSize: 2048, seqLength: 64 },
    1e5,
    1e5 * perParameter,
  );

describe('the sweeps', () => {
  it('quick: four sizes over a factor of 8, four dataset sizes', () => {
    const sweep = configs('quick');
    const sizes = sweep.map(({ dModel: d }) => 159 * d + 12 * d * d);
    expect(new Set(sizes).size).toBeGreaterThanOrEqual(4);
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(8);
    expect(new Set(sweep.map((c) => c.datasetScale)).size).toBeGreaterThanOrEqual(4);
  });

  it("paper: Table 1's sixteen models with five seeds", () => {
    const sweep = configs('paper');
    expect(new Set(sweep.map((c) => `${c.nLayers}/${c.dModel}`)).size).toBe(16);
    expect(new Set(sweep.map((c) => c.seed)).size).toBe(5);
  });

  it('scale the learning rate and the dataset with the model, unless they are given', () => {
    expect(config({ dModel: 64 }).learningRate).toBeCloseTo(config({}).learningRate / 2, 12);
    const [small, large] = [8, 32].map((dModel) => config({ dModel }).nSequences);
    expect(large / small).toBeCloseTo(17_376 / 2040, 1); // parameters
    const given = { learningRate: 1, nSequences: 5 };
    expect(config({ dModel: 64, ...given })).toMatchObject(given);
    expect(() => validate(config({ dModel: 10, nHeads: 5 }))).not.toThrow();
    expect(() => config({ dModel: 10, nHeads: 4 })).toThrow(/divisible by nHeads/);
  });

  it('round weights of three sizes, to at least two and at most sixteen bits', () => {
    const rounded = configs('standard').filter(({ roundedTo }) => roundedTo !== '');
    expect(new Set(rounded.map(({ dModel }) => dModel))).toEqual(new Set([8, 12, 20]));
    for (const roundedTo of ['1', '17', '4.5', 'four', '8,,4']) {
      expect(() => validate(config({ roundedTo })), roundedTo).toThrow(/roundedTo/);
    }
    expect(() => validate(config({ roundedTo: '16,2' }))).not.toThrow();
  });
});

describe('capacity', () => {
  // two models, two seeds, two dataset sizes each: 3 bits a parameter and a bit of spread
  const bits = { 8: [3100, 2000, 2900, 2800], 16: [5000, 6100, 5900, 4000] };
  const runs = [16, 8].flatMap((dModel) =>
    bits[dModel as 8].map((memorized, i) =>
      capacityRun({ dModel, seed: i < 2 ? 1 : 2 }, 125 * dModel, memorized),
    ),
  );

  it('is the most over the dataset sizes for each seed, then the mean over seeds', () => {
    const [small, large] = capacities(runs);
    expect(large.params).toBe(2000);
    expect(large.bits.mean).toBeCloseTo(6000, 6);
    // of 6100 and 5900: t(1 df) = 12.706, s = 141.42, / sqrt 2 = 100
    expect(large.bits.high - large.bits.mean).toBeCloseTo(1270.6, 1);
    expect(small.bitsPerParameter.mean).toBeCloseTo(3, 10);
  });

  it("counts bits as the paper's table does, of which one token in 64 is not predicted", () => {
    const [run] = runs;
    const scored = { ...run.measurements, memorizedBitsScored: 6300, memorizedBits: 7000 };
    expect(capacities([{ ...run, measurements: scored }])[0].bits.mean).toBeCloseTo(6400, 6);
    const own = capacities([{ ...run, measurements: scored }], (r) => r.measurements.memorizedBits);
    expect(own[0].bits.mean).toBe(7000);
  });

  it('has a slope over sizes only where there are two', () => {
    expect(value('bits-per-parameter', runs)).toBeCloseTo(3, 10);
    expect(value('bits-per-parameter', runs.slice(0, 4))).toBeNaN();
  });
});

const lawful = lawfulRuns(() => 3.5);

describe('the claims', () => {
  it.each([
    ['bits-per-parameter', 3.5],
    ['capacity-in-proportion', 1],
    ['constant-over-sizes', 0],
    ['memorized-below-capacity', 1],
    ['plateau', 1],
  ])("%s: is what the paper's law says in runs that follow it", (id, expected) => {
    expect(value(id, lawful)).toBeCloseTo(expected, 8);
  });

  it('see when capacity does not grow with the size', () => {
    const runs = lawfulRuns((params) => 2400 / params);
    expect(value('bits-per-parameter', runs)).toBeCloseTo(0, 8);
    expect(value('capacity-in-proportion', runs)).toBeCloseTo(0, 8);
    expect(value('constant-over-sizes', runs)).toBeGreaterThan(50);
  });

  const rows = [tableRun(1, 400, 1), tableRun(1, 1600, 4.23 / 2), tableRun(2, 1600, 4.16)];
  /** More data than the others, at 16 times the capacity with that loss. */
  const wide = (loss: number, better = 1) =>
    ofSmallest(
      [4.8, 9.6, 19.2].map((datasetScale) => ({ datasetScale })),
      ({ datasetScale }) => 3.5 * (datasetScale === 9.6 ? 1 - loss : better),
    );
  const longer = ofSmallest([{ steps: 400 }, { steps: 1600 }], () => 3.9);
  const rounded = ofSmallest(
    [0.3, 1.2].map((datasetScale) => ({ datasetScale, roundedTo: '8,4' })),
    () => 1.25,
  );
  for (const { measurements: m, config } of rounded) {
    const kept = (share: number) => ({ all: share * m.memorizedBitsScored, blocks: 900 });
    m.rounded = { 8: kept(0.99), 4: kept(config.datasetScale > 1 ? 0.4 : 0.8) };
  }
  const muon = [1, 2, 3].map((seed) => {
    const at = { dModel: 16, datasetScale: 2.4, seed, steps: 100, muonLearningRate: 0.1 };
    return capacityRun(at, 1600, 2 * 3.5 * 1600);
  });

  it.each([
    ["the paper's smallest models", rows],
    ['more data for one model', wide(0, 2)],
    ['longer training', longer],
    ['rounded weights', rounded],
    ['Muon', muon],
  ])('compare sizes alike beside runs of %s', (_, others) => {
    for (const id of ['bits-per-parameter', 'capacity-in-proportion', 'constant-over-sizes']) {
      expect(value(id, [...lawful, ...others]), id).toBeCloseTo(value(id, lawful), 8);
    }
  });

  it("hold the paper's smallest models to their rows, both of them", () => {
    const both = [...lawful, ...rows];
    expect(value('table-1-smallest', both)).toBeCloseTo(0.75, 10);
    expect(value('table-1-smallest', both.slice(0, -1))).toBeNaN();
  });

  it('ask for a plateau as far as there are data, at the dataset that is farthest off', () => {
    expect(value('plateau', [...lawful, ...wide(0.1)])).toBeCloseTo(0.9, 10);
    expect(value('plateau', [...lawful, ...wide(0.02, 1.03)])).toBeCloseTo(1.03, 10);
    for (const others of [rows, rounded]) {
      expect(value('plateau', [...lawful, ...others])).toBeCloseTo(1, 10);
    }
    const entering = bitsPerParameter.claims.plateau.is.of([...lawful, ...wide(0.1), ...longer]);
    expect(entering).toHaveLength(6); // one model on two datasets, three seeds
  });

  it('ask what full models keep with rounded weights', () => {
    expect(value('int8-keeps', rounded)).toBeCloseTo(99, 9);
    expect(value('int4-loses', rounded)).toBeCloseTo(40, 9);
  });

  it('hold Muon against the same with AdamW', () => {
    expect(value('muon-adds-nothing', [...lawful, ...muon])).toBeCloseTo(2, 9);
    expect(value('muon-adds-nothing', lawful)).toBeNaN();
  });
});

describe('more steps', () => {
  /** 3 bits a parameter with endless steps, of which some are missing after so many. */
  const after = (steps: number, seed: number, noise = 0) =>
    capacityRun({ dModel: 8, seed, steps }, 1000, 1000 * (3 + noise * seed - 10 * steps ** -0.5));
  const lengths = [400, 1600, 6400, 25_600];
  const runs = [1, 2].flatMap((seed) => lengths.map((steps) => after(steps, seed)));

  it('lead to the limit of the law that they follow, and to a range where they do not', () => {
    const [{ law, low, high, predicted, means }] = extrapolated(runs);
    expect(law.limit).toBeCloseTo(3, 6);
    expect(law.power).toBe(0.5);
    expect([low, high].map((end) => end.toFixed(4))).toEqual(['3.0000', '3.0000']);
    expect(predicted).toBeCloseTo(means[3].bits, 6);
    const bent = lengths.map((steps) => after(steps, 3, steps > 1e4 ? 0.02 : 0));
    const [{ law: other, low: least, high: most }] = extrapolated([...runs, ...bent]);
    expect(least).toBeLessThan(other.limit);
    expect(most).toBeGreaterThan(other.limit);
  });

  it('are compared over the seeds that all lengths have; two lengths have no law', () => {
    const [one] = extrapolated([...runs, after(400, 3, 1)]);
    expect(one.means[0].bits).toBeCloseTo(2.5, 10);
    expect(extrapolated(runs.filter(({ config: c }) => c.steps < 5000))).toEqual([]);
    const { data } = figure('bits-vs-length', runs);
    expect(data.filter((t) => t.name?.includes('3.00 with endless steps'))).toHaveLength(1);
    expect(data.find((t) => t.marker?.opacity)?.x).toHaveLength(8); // every seed
  });
});

describe('the figures', () => {
  const runs = lawfulRuns((_, seed) => 2.48 + 0.01 * seed);

  it("put our fit and capacities beside the paper's, which are hollow", () => {
    const shown = figure('capacity-vs-parameters', runs);
    const ours = trace(shown, 'ours (95 % interval)');
    expect(ours.x).toEqual([800, 1600, 3200]);
    expect(ours.y).toEqual([2000, 4000, 8000].map((bits) => expect.closeTo(bits, 6)));
    const fit = trace(shown, '2.50 bits/param (our fit)');
    fit.x?.forEach((P, i) => expect(Number(fit.y?.[i]) / Number(P)).toBeCloseTo(2.5, 6));
    const paper = trace(shown, 'paper, float32');
    expect(paper.y).toEqual(paperTable('morrisTable1').map((row) => row.capacity_fp32));
    expect(paper.marker?.symbol).toMatch(/-open$/);
    const one = figure('capacity-vs-parameters', runs.slice(0, 4)); // one size: no fit
    expect(one.data).toHaveLength(shown.data.length - 1);
  });

  it('follow the largest model of the most dataset sizes, and say what is above the frame', () => {
    const { data, layout } = figure('memorized-vs-step', [...runs, tableRun(1, 400, 3)]);
    expect(layout.title?.text).toContain('3.2k parameters');
    const thin = data.filter(({ opacity = 1 }) => opacity < 1);
    expect(thin).toHaveLength(12); // three seeds of four datasets, behind their medians
    expect(Number(layout.yaxis?.range?.[0])).toBe(0);
    const entropies = data.filter((t) => t.line?.dash === 'dash' && t.showlegend === false);
    expect(entropies.map((t) => t.y?.[0])).toEqual([3456, 6912, 13824]);
    expect(layout.annotations?.[0].text).toBe('↑ dataset entropy 27.6k');
  });

  it("have Table 1's models only where there are such runs", () => {
    const all = [...runs, tableRun(2, 400, 3), tableRun(1, 1600, 3), tableRun(1, 400, 3)];
    const more = ofSmallest([{ datasetScale: 9.6 }], () => 2.5);
    const of = (name: string, some: CapacityRun[]) => shownRuns(figures[name], some);
    expect(of('table-rows-vs-step', all)).toEqual(all.slice(-3));
    expect(figures['table-rows-vs-step'].optional).toBe(true);
    expect(of('memorized-vs-dataset', all)).toEqual(runs);
    expect(of('capacity-vs-parameters', [...all, ...more])).toEqual(all);
    const { data } = figure('table-rows-vs-step', all);
    const [first, , line] = data; // the row of one layer, then that of two, then our runs
    expect(first.y?.[0]).toBeCloseTo(4.23, 1);
    expect(line).toMatchObject({ x: [200, 400], y: [1.5, 3], line: { color: first.line?.color } });
  });
});

describe('a run', () => {
  const small = { dModel: 8, datasetScale: 0.3, steps: 150 };

  it('memorizes a small dataset, and another process gets the very same numbers', () => {
    const first = runAlone(bitsPerParameter, small);
    expect(runAlone(bitsPerParameter, small)).toEqual(first);
    const { measurements: m, curves } = first;
    expect(m.params).toBe(2040);
    expect(m.memorizedBits / m.datasetBits).toBeGreaterThan(0.8);
    expect(m.memorizedBits / m.memorizedBitsScored).toBeCloseTo(16 / 15, 10);
    // before the first update the model guesses: next to nothing is memorized
    expect(Math.abs(curves.memorized.y[0])).toBeLessThan(0.02 * m.datasetBits);
  });

  it('learns from mini-batches too, and measures the whole dataset', () => {
    const changes = { ...small, batchSize: 8, learningRate: 0.01 };
    const { measurements: m, curves } = runAlone(bitsPerParameter, changes);
    expect(curves.memorized.y).toHaveLength(151);
    expect(m.memorizedBits).toBeGreaterThan(0.1 * m.datasetBits);
    expect(m.memorizedBits).toBeLessThan(m.datasetBits);
  });
});
