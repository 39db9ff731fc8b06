import { describe, expect, it } from 'vitest';
import {
  bitsVsStepByMode,
  bitsVsStepRuns,
  capacityByMode,
  capacityPairs,
  differenceVsLearningRate,
  type Figure,
  findingFigures,
  liveCurve,
  precisionRunsOfOneModel,
  type StoredRun,
  type Trace,
  unchangedVsStep,
  unchangedWeights,
} from 'memorization-kit/figures';
import { meanInterval } from 'memorization-kit/measure';
import { morrisTable1 } from 'memorization-kit/results';
import { syntheticPrecisionRuns } from './synthetic-precision';

function trace(figure: Figure, name: string): Trace {
  const found = figure.data.find(({ name: own }) => own === name);
  if (!found)
    throw new Error(`no trace ${name} among ${figure.data.map((t) => t.name).join(', ')}`);
  return found;
}

const runs = syntheticPrecisionRuns();
const paper = morrisTable1();
const labels = [
  'float32',
  'float32, rounded at the end',
  'bf16 products, float32 weights',
  'bf16 weights (stochastic)',
  'bf16 weights (nearest)',
  'all bf16 (stochastic)',
  'all bf16 (nearest)',
];

describe('capacityByMode', () => {
  const figure = capacityByMode(runs, paper);

  it('has a marker a mode and size, at the learning rate at which float32 stores most', () => {
    const small = trace(figure, '2.04k parameters');
    expect(small.y).toHaveLength(7);
    expect(small.y?.[0]).toBeCloseTo(2.5, 9); // float32 at 0.04
    expect(small.y?.[1]).toBeCloseTo(2.5 * 0.99, 9); // its weights rounded
    expect(small.y?.[6]).toBeCloseTo(2.5 * 0.95, 9); // all bf16 to nearest
    expect(trace(figure, '3.64k parameters').marker?.symbol).not.toBe(small.marker?.symbol);
  });

  it('puts sizes side by side around the label of their mode', () => {
    const small = trace(figure, '2.04k parameters').x as number[];
    const large = trace(figure, '3.64k parameters').x as number[];
    expect(figure.layout.xaxis?.tickvals).toEqual([0, 1, 2, 3, 4, 5, 6]);
    small.forEach((x, i) => {
      expect(x).toBeLessThan(i);
      expect((x + large[i]) / 2).toBeCloseTo(i, 9);
    });
  });

  it("has Table 1's means as printed, and does without them", () => {
    expect(trace(figure, 'paper, float32 (3.83)').y?.[0]).toBeCloseTo(3.83, 2);
    expect(trace(figure, 'paper, bfloat16 (3.51)').y?.[0]).toBeCloseTo(3.51, 2);
    expect(capacityByMode(runs).data).toHaveLength(2);
  });

  it('says what to do when there are no runs', () => {
    expect(() => capacityByMode([], paper)).toThrow(/no results to show.*npm run reproduce/s);
  });
});

describe('capacityPairs', () => {
  const figure = capacityPairs(runs, paper);

  it('joins each row of Table 1, and each of our seeds, from float32 to bfloat16', () => {
    const rows = trace(figure, 'paper, a row of Table 1');
    expect(rows.y?.slice(0, 3)).toEqual([4.23, 3.93, null]);
    expect(rows.x).toHaveLength(3 * 16);
    const ours = trace(figure, 'ours, 2.04k parameters');
    expect(ours.x).toEqual([0, 1, null, 0, 1, null, 0, 1, null]);
    const [from, to] = ours.y as number[];
    expect(to / from).toBeCloseTo(0.95, 9);
  });

  it('leaves out a seed that lacks its partner', () => {
    const partial = runs.filter(({ config }) => config.mode !== 'bf16' || config.seed !== 2);
    expect(trace(capacityPairs(partial, paper), 'ours, 2.04k parameters').x).toHaveLength(6);
  });
});

describe('against the learning rate', () => {
  it('the difference is paired: seeds that differ alike in all modes leave no interval', () => {
    const line = trace(differenceVsLearningRate(runs), 'all bf16 (nearest)');
    expect(line.y?.[0]).toBeCloseTo(-20, 9); // at 0.0025
    expect(line.y?.[2]).toBeCloseTo(-5, 9); // at 0.04
    expect(line.error_y?.array[0]).toBeCloseTo(0, 9);
  });

  it('and its interval is over seeds', () => {
    const shaken = runs.map((run) =>
      run.config.mode === 'bf16' && run.config.seed === 1
        ? { ...run, measurements: { ...run.measurements, memorizedBits: 0 } }
        : run,
    );
    const line = trace(differenceVsLearningRate(shaken), 'all bf16 (nearest)');
    const expected = meanInterval([-100, -5, -5]);
    expect(line.y?.[2]).toBeCloseTo(expected.mean, 9);
    expect(line.error_y?.array[2]).toBeCloseTo(expected.high - expected.mean, 9);
  });

  it('every mode but float32 has a line, and the points stay near their learning rate', () => {
    const { data, layout } = differenceVsLearningRate(runs);
    const lines = data.filter((t) => t.mode === 'lines+markers');
    expect(lines.map((t) => t.name)).toEqual(labels.slice(1));
    expect(new Set(lines.map((t) => t.marker?.symbol)).size).toBe(lines.length);
    expect(layout.xaxis?.tickvals).toEqual([0.04, 0.01, 0.0025]);
    for (const line of lines) {
      (line.x as number[]).forEach((x, i) =>
        expect(Math.abs(Math.log(x / [0.0025, 0.01, 0.04][i]))).toBeLessThan(0.15),
      );
    }
  });

  it('shows the model with the most learning rates, or the one asked for', () => {
    expect(differenceVsLearningRate(runs).layout.title?.text).toContain('2.04k');
    expect(differenceVsLearningRate(runs, { dModel: 12 }).layout.title?.text).toContain('3.64k');
    expect(() => precisionRunsOfOneModel(runs, 9)).toThrow(
      'No run has dModel 9. There are: 8, 12.',
    );
  });

  it('the share of unchanged weights is in percent, of what was trained', () => {
    const figure = unchangedWeights(runs);
    expect(trace(figure, 'bf16 weights (nearest)').y).toEqual([50, 50, 50]);
    expect(trace(figure, 'float32').y).toEqual([0, 0, 0]);
    expect(figure.data.map((t) => t.name)).not.toContain('float32, rounded at the end');
  });
});

describe('against the training step', () => {
  it('has a mean curve a mode at the best or at the smallest learning rate', () => {
    const best = trace(bitsVsStepByMode(runs), 'float32');
    expect(best.x).toEqual([0, 50, 100]);
    expect(best.y?.[2]).toBeCloseTo(2.5 * 2040, 6);
    const smallest = bitsVsStepByMode(runs, { rate: 'smallest' });
    expect(smallest.layout.title?.text).toContain('0.0025');
    expect(smallest.data.map((t) => t.name)).toEqual(
      labels.filter((label) => !label.endsWith('end')),
    );
    const rates = bitsVsStepRuns(runs, { rate: 'smallest' }).map((run) => run.config.learningRate);
    expect(new Set(rates)).toEqual(new Set([0.0025]));
  });

  it('has the share of unchanged weights in percent', () => {
    expect(trace(unchangedVsStep(runs), 'all bf16 (nearest)').y).toEqual([50, 50]);
  });

  it('says which curve it needs', () => {
    const bare = runs.map((run) => ({ ...run, curves: {} }));
    expect(() => bitsVsStepByMode(bare)).toThrow(/needs runs with a curve "memorized"/);
  });
});

describe('the figures of the finding', () => {
  it('are made from its results, each with its sources', () => {
    const stored = runs.map((run, i) => ({
      finding: 'float32-vs-bfloat16',
      profile: 'quick',
      hash: String(i),
      ...run,
    })) as StoredRun[];
    const made = findingFigures('float32-vs-bfloat16', stored, 'data');
    expect(made.map(({ name }) => name)).toEqual([
      '02-capacity-by-mode',
      '02-pairs',
      '02-difference-vs-learning-rate',
      '02-unchanged-weights',
      '02-bits-vs-step',
      '02-bits-vs-step-small-rate',
      '02-unchanged-vs-step',
    ]);
    for (const { sources } of made) expect(sources.length).toBeGreaterThan(10);
  });
});

describe('liveCurve', () => {
  it('shows runs before it beside its own, each with its name', () => {
    const figure = liveCurve({
      steps: [0, 1],
      values: [0, 5],
      name: 'bf16',
      more: [{ steps: [0, 1, 2], values: [0, 9, 12], name: 'float32' }],
      title: 'Live',
      yTitle: 'memorized (bits)',
    });
    expect(figure.data.map((t) => t.name)).toEqual(['bf16', 'float32']);
    expect(new Set(figure.data.map((t) => t.line?.color)).size).toBe(2);
    expect(figure.layout.yaxis?.range?.[1]).toBeGreaterThan(12);
    expect(figure.layout.xaxis?.range?.[1]).toBeGreaterThan(2);
    expect(figure.layout.showlegend).toBe(true);
  });
});
