import {
  bitsPerParameter,
  capacities,
  type CapacityMeasurements,
  extrapolated,
} from 'memorization-kit/findings';
import { shownRuns } from 'memorization-kit/plot';
import { paperTable } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { capacityRun, claimed, drawn, inProcess, lawfulRuns, trace } from './made-up-runs';

const { config, configs, validate } = bitsPerParameter;

describe('the sweeps', () => {
  it('quick: four sizes over a factor of 8, four dataset sizes', () => {
    const sweep = configs('quick');
    const count = ({ dModel: d }: { dModel: number }): number => 159 * d + 12 * d * d;
    const sizes = sweep.map(count);
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
    expect(config({ dModel: 64, learningRate: 1, nSequences: 5 })).toMatchObject({
      learningRate: 1,
      nSequences: 5,
    });
    expect(() => validate(config({ dModel: 10, nHeads: 5 }))).not.toThrow();
    expect(() => config({ dModel: 10, nHeads: 4 })).toThrow(/divisible by nHeads/);
  });
});

describe('rounded weights', () => {
  it('are runs of their own, which no other claim sees', () => {
    const rounded = configs('standard').filter(({ roundedTo }) => roundedTo !== '');
    expect(new Set(rounded.map(({ dModel }) => dModel))).toEqual(new Set([8, 12, 20]));
    const runs = [0.3, 1.2].flatMap((datasetScale) =>
      [1, 2].map((seed) => {
        const run = capacityRun({ dModel: 8, seed, datasetScale, roundedTo: '8,4' }, 2000, 1000);
        const kept = (share: number) => ({ all: share * run.measurements.memorizedBitsScored });
        run.measurements.rounded = {
          8: { ...kept(0.99), blocks: 990 },
          4: { ...kept(datasetScale > 1 ? 0.4 : 0.8), blocks: 900 },
        };
        return run;
      }),
    );
    const others = lawfulRuns(() => 3);
    const of = (all: typeof runs, id: string) => claimed(bitsPerParameter, id, all).value;
    expect(of(runs, 'int8-keeps')).toBeCloseTo(99, 9);
    expect(of(runs, 'int4-loses')).toBeCloseTo(40, 9);
    expect(of([...others, ...runs], 'bits-per-parameter')).toBe(of(others, 'bits-per-parameter'));
    expect(of([...others, ...runs], 'plateau')).toBe(of(others, 'plateau'));
  });

  it('and runs with Muon are held against the same with AdamW, and seen by no other claim', () => {
    const others = lawfulRuns(() => 3);
    const muon = [1, 2, 3].map((seed) =>
      capacityRun(
        { dModel: 16, datasetScale: 2.4, seed, steps: 100, muonLearningRate: 0.1 },
        1600,
        9600,
      ),
    );
    const of = (id: string, all: typeof muon) => claimed(bitsPerParameter, id, all).value;
    expect(of('muon-adds-nothing', [...others, ...muon])).toBeCloseTo(2, 9);
    expect(of('muon-adds-nothing', others)).toBeNaN();
    expect(of('bits-per-parameter', [...others, ...muon])).toBe(of('bits-per-parameter', others));
  });

  it('have at least two and at most sixteen bits', () => {
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
    expect(claimed(bitsPerParameter, 'bits-per-parameter', runs).value).toBeCloseTo(3, 10);
    expect(claimed(bitsPerParameter, 'bits-per-parameter', runs.slice(0, 4)).value).toBeNaN();
  });
});

describe('the claims', () => {
  const value = (id: string, runs: ReturnType<typeof lawfulRuns>): number =>
    claimed(bitsPerParameter, id, runs).value;
  const lawful = lawfulRuns(() => 3.5);
  const ofRow = (nLayers: number, steps: number, perParameter: number) =>
    capacityRun(
      { dModel: 32, nLayers, steps, vocabSize: 2048, seqLength: 64 },
      1e5,
      1e5 * perParameter,
    );
  const rows = [ofRow(1, 400, 1), ofRow(1, 1600, 4.23 / 2), ofRow(2, 1600, 4.16)];

  it("find the paper's law in runs that follow it", () => {
    expect(value('bits-per-parameter', lawful)).toBeCloseTo(3.5, 10);
    expect(value('capacity-in-proportion', lawful)).toBeCloseTo(1, 10);
    expect(value('constant-over-sizes', lawful)).toBeCloseTo(0, 8);
    expect(value('memorized-below-capacity', lawful)).toBeCloseTo(1, 10);
    expect(value('plateau', lawful)).toBeCloseTo(1, 10);
  });

  it("hold the paper's smallest models to their rows, and leave them out where sizes are compared", () => {
    const both = [...lawful, ...rows];
    expect(value('table-1-smallest', both)).toBeCloseTo(0.75, 10);
    expect(value('table-1-smallest', both.slice(0, -1))).toBeNaN();
    expect(value('bits-per-parameter', both)).toBeCloseTo(3.5, 10);
    expect(value('plateau', both)).toBeCloseTo(1, 10);
  });

  /** The smallest model on more data than the others, at 16 times the capacity with that loss. */
  const wide = (loss: number, better = 1) =>
    [1, 2, 3].flatMap((seed) =>
      [4.8, 9.6, 19.2].map((datasetScale) => {
        const bits = 3.5 * 800 * (datasetScale === 9.6 ? 1 - loss : better);
        return capacityRun({ dModel: 8, datasetScale, seed, steps: 100 }, 800, bits);
      }),
    );
  /** The smallest model, trained for longer. */
  const longer = [1, 2, 3].flatMap((seed) =>
    [400, 1600].map((steps) => capacityRun({ dModel: 8, seed, steps }, 800, 3.9 * 800)),
  );

  it('ask for a plateau as far as there are data, at the dataset that is farthest off', () => {
    expect(value('plateau', [...lawful, ...wide(0.1)])).toBeCloseTo(0.9, 10);
    expect(value('plateau', [...lawful, ...wide(0.02, 1.03)])).toBeCloseTo(1.03, 10);
    const entering = bitsPerParameter.claims.plateau.is.of([...lawful, ...wide(0.1), ...longer]);
    expect(entering).toHaveLength(6); // one model on two datasets, three seeds
  });

  it('compare sizes on the same datasets and after as many steps', () => {
    const more = [...lawful, ...wide(0, 2), ...longer];
    for (const id of ['bits-per-parameter', 'capacity-in-proportion', 'constant-over-sizes']) {
      expect(value(id, more)).toBeCloseTo(value(id, lawful), 8);
    }
  });

  it('see when capacity does not grow with the size', () => {
    const runs = lawfulRuns((params) => 2400 / params);
    expect(value('bits-per-parameter', runs)).toBeCloseTo(0, 8);
    expect(value('capacity-in-proportion', runs)).toBeCloseTo(0, 8);
    expect(value('constant-over-sizes', runs)).toBeGreaterThan(50);
  });
});

describe('more steps', () => {
  /** 3 bits a parameter with endless steps, of which some are missing after so many. */
  const after = (steps: number, seed: number, noise = 0) =>
    capacityRun({ dModel: 8, seed, steps }, 1000, 1000 * (3 + noise * seed - 10 * steps ** -0.5));
  const runs = [1, 2].flatMap((seed) => [400, 1600, 6400, 25_600].map((n) => after(n, seed)));

  it('lead to the limit of the law that they follow, and to a range where they do not', () => {
    const [{ law, low, high, predicted, means }] = extrapolated(runs);
    expect(law.limit).toBeCloseTo(3, 6);
    expect(law.power).toBe(0.5);
    expect([low, high].map((end) => end.toFixed(4))).toEqual(['3.0000', '3.0000']);
    expect(predicted).toBeCloseTo(means[3].bits, 6);
    const bent = [
      ...runs,
      ...[400, 1600, 6400, 25_600].map((n) => after(n, 3, n > 1e4 ? 0.02 : 0)),
    ];
    const [{ law: other, low: least, high: most }] = extrapolated(bent);
    expect(least).toBeLessThan(other.limit);
    expect(most).toBeGreaterThan(other.limit);
  });

  it('are compared over the seeds that all lengths have; two lengths have no law', () => {
    const [one] = extrapolated([...runs, after(400, 3, 1)]);
    expect(one.means[0].bits).toBeCloseTo(2.5, 10);
    expect(extrapolated(runs.filter(({ config: c }) => c.steps < 5000))).toEqual([]);
    const { data } = drawn(bitsPerParameter, 'bits-vs-length', runs);
    expect(data.filter((t) => t.name?.includes('3.00 with endless steps'))).toHaveLength(1);
    expect(data.find((t) => t.marker?.opacity)?.x).toHaveLength(8); // every seed
  });
});

describe('the figures', () => {
  const runs = lawfulRuns((_, seed) => 2.48 + 0.01 * seed);
  const row = (nLayers: number, steps: number) =>
    capacityRun({ dModel: 32, nLayers, steps, vocabSize: 2048, seqLength: 64 }, 80_352, 3 * 80_352);
  const figure = (name: string, some = runs) => drawn(bitsPerParameter, name, some);

  it("put our fit and capacities beside the paper's, which are hollow", () => {
    const shown = figure('capacity-vs-parameters');
    const ours = trace(shown, 'ours (95 % interval)');
    expect(ours.x).toEqual([800, 1600, 3200]);
    [2000, 4000, 8000].forEach((bits, i) => expect(ours.y?.[i]).toBeCloseTo(bits, 6));
    const fit = trace(shown, '2.50 bits/param (our fit)');
    fit.x?.forEach((P, i) => expect(Number(fit.y?.[i]) / Number(P)).toBeCloseTo(2.5, 6));
    const paper = trace(shown, 'paper, float32');
    expect(paper.y).toEqual(paperTable('morrisTable1').map((row) => row.capacity_fp32));
    expect(paper.marker?.symbol).toMatch(/-open$/);
    const one = figure('capacity-vs-parameters', runs.slice(0, 4)); // one size: no fit
    expect(one.data).toHaveLength(shown.data.length - 1);
  });

  it('follow the largest model of the most dataset sizes, and say what is above the frame', () => {
    const { data, layout } = figure('memorized-vs-step', [...runs, row(1, 400)]);
    expect(layout.title?.text).toContain('3.2k parameters');
    const thin = data.filter(({ opacity = 1 }) => opacity < 1);
    expect(thin).toHaveLength(12); // three seeds of four datasets, behind their medians
    expect(Number(layout.yaxis?.range?.[0])).toBe(0);
    const entropies = data.filter((t) => t.line?.dash === 'dash' && t.showlegend === false);
    expect(entropies.map((t) => t.y?.[0])).toEqual([3456, 6912, 13824]);
    expect(layout.annotations?.[0].text).toBe('↑ dataset entropy 27.6k');
  });

  it("have Table 1's models only where there are such runs", () => {
    const spec = bitsPerParameter.figures['table-rows-vs-step'];
    const all = [...runs, row(2, 400), row(1, 1600), row(1, 400)];
    expect(shownRuns(spec, all)).toEqual(all.slice(-3));
    expect(spec.optional).toBe(true);
    expect(shownRuns(bitsPerParameter.figures['memorized-vs-dataset'], all)).toEqual(runs);
    const more = capacityRun({ dModel: 8, datasetScale: 9.6, steps: 100 }, 800, 2000);
    const shown = shownRuns(bitsPerParameter.figures['capacity-vs-parameters'], [...all, more]);
    expect(shown).toEqual(all);
    const { data } = figure('table-rows-vs-step', all);
    const [first, , line] = data; // the row of one layer, then that of two, then our runs
    expect(first.y?.[0]).toBeCloseTo(4.23, 1);
    expect(line).toMatchObject({ x: [200, 400], y: [1.5, 3], line: { color: first.line?.color } });
  });
});

describe('a run', () => {
  const once = (change: object = {}): CapacityMeasurements & { losses: number[] } =>
    inProcess(`
      const config = findings.bitsPerParameter.config(${JSON.stringify({ dModel: 8, datasetScale: 0.3, steps: 150, ...change })});
      findings.bitsPerParameter.run(config, {
        device: 'cpu', signal: new AbortController().signal, checkpoints: null, onProgress() {},
      }).then((r) => console.log(JSON.stringify({ ...r.measurements, losses: r.curves.memorized.y })));`);

  it('memorizes a small dataset, and another process gets the very same numbers', () => {
    const first = once();
    expect(once()).toEqual(first);
    expect(first.params).toBe(2040);
    expect(first.memorizedBits / first.datasetBits).toBeGreaterThan(0.8);
    expect(first.memorizedBits / first.memorizedBitsScored).toBeCloseTo(16 / 15, 10);
    // before the first update the model guesses: next to nothing is memorized
    expect(Math.abs(first.losses[0])).toBeLessThan(0.02 * first.datasetBits);
  });

  it('learns from mini-batches too, and measures the whole dataset', () => {
    const result = once({ batchSize: 8, learningRate: 0.01 });
    expect(result.losses).toHaveLength(151);
    expect(result.memorizedBits).toBeGreaterThan(0.1 * result.datasetBits);
    expect(result.memorizedBits).toBeLessThan(result.datasetBits);
  });
});
