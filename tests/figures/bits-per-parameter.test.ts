import { describe, expect, it } from 'vitest';
import {
  bitsPerParameterBySize,
  capacityVsParameters,
  type Figure,
  liveCurve,
  memorizedVsDataset,
  memorizedVsStep,
  type Trace,
} from 'memorization-kit/figures';
import { capacityFit, meanInterval, modelCapacities } from 'memorization-kit/measure';
import { morrisTable1 } from 'memorization-kit/results';
import { syntheticRuns } from './synthetic';

function trace(figure: Figure, name: string | RegExp): Trace {
  const found = figure.data.find(({ name: own }) => own?.match(name));
  if (!found)
    throw new Error(`no trace ${name} among ${figure.data.map((t) => t.name).join(', ')}`);
  return found;
}

describe('memorizedVsDataset', () => {
  const figure = memorizedVsDataset(syntheticRuns());

  it('has a dashed diagonal at y = x over all dataset sizes', () => {
    const diagonal = trace(figure, 'everything memorized');
    expect(diagonal.x).toEqual([864, 27648]);
    expect(diagonal.y).toEqual(diagonal.x);
    expect(diagonal.line?.dash).toBe('dash');
  });

  it('has a line a model: means over seeds at each dataset size, with 95 % error bars', () => {
    const line = trace(figure, '3.2k parameters');
    expect(line.mode).toBe('lines+markers');
    expect(line.x).toEqual([3456, 6912, 13824, 27648]);
    const above = meanInterval([7920, 8000, 8080]);
    expect(line.y).toEqual([3456, 6912, above.mean, above.mean]);
    expect(line.error_y?.array[2]).toBeCloseTo(above.high - above.mean, 9);
    expect(line.error_y?.arrayminus[2]).toBeCloseTo(above.mean - above.low, 9);
    expect(line.error_y?.array[0]).toBe(0);
  });

  it('lists the models in the order in which their lines end, each with its own marker', () => {
    const models = figure.data.filter((t) => t.name?.endsWith('parameters'));
    expect(models.map((t) => t.name)).toEqual([
      '3.2k parameters',
      '1.6k parameters',
      '800 parameters',
    ]);
    expect(new Set(models.map((t) => t.marker?.symbol)).size).toBe(3);
    expect(new Set(models.map((t) => t.marker?.color)).size).toBe(3);
  });

  it('draws each plateau at the capacity, in the color of its model', () => {
    const plateaus = figure.data.filter((t) => t.line?.dash === 'dot' && t.showlegend === false);
    expect(plateaus.map((t) => t.y?.[0])).toEqual([8000, 4000, 2000]);
    expect(plateaus[0].line?.color).toBe(trace(figure, '3.2k').line?.color);
  });

  it('shows every point within its log axes', () => {
    for (const { x = [], y = [], mode } of figure.data.filter((t) => t.mode !== 'lines')) {
      expect(mode).toBe('lines+markers');
      for (const [values, axis] of [
        [x, figure.layout.xaxis],
        [y, figure.layout.yaxis],
      ] as const) {
        const [low, high] = axis?.range ?? [NaN, NaN];
        for (const value of values) {
          expect(Math.log10(Number(value))).toBeGreaterThan(low);
          expect(Math.log10(Number(value))).toBeLessThan(high);
        }
      }
    }
  });

  it('has no error bars with one seed', () => {
    const single = memorizedVsDataset(syntheticRuns({ seeds: [1] }));
    expect(single.data.some((t) => t.error_y)).toBe(false);
  });

  it('says what to do when there are no runs', () => {
    expect(() => memorizedVsDataset([])).toThrow(/no results to show.*npm run reproduce/s);
  });
});

describe('capacityVsParameters', () => {
  const runs = syntheticRuns();
  const table1 = morrisTable1();
  const fit = capacityFit(modelCapacities(runs));
  const figure = capacityVsParameters(runs, table1, fit);

  it('has our capacities, the largest over the datasets', () => {
    const ours = trace(figure, /^ours/);
    expect(ours.x).toEqual([800, 1600, 3200]);
    expect(ours.y).toEqual([2000, 4000, 8000]);
    expect(ours.name).toBe('ours (95 % interval)');
  });

  it("has Table 1's rows as hollow markers, unlike ours", () => {
    const fp32 = trace(figure, 'paper, float32');
    const bf16 = trace(figure, 'paper, bfloat16');
    expect(fp32.x).toHaveLength(16);
    expect(fp32.y?.[0]).toBe(3.39e5);
    expect(bf16.y?.[0]).toBe(3.16e5);
    expect(fp32.marker?.symbol).toMatch(/-open$/);
    expect(bf16.marker?.symbol).toMatch(/-open$/);
    expect(trace(figure, /^ours/).marker?.symbol).not.toMatch(/-open$/);
  });

  it("has the paper's line at 3.64 bits per parameter and ours at the fitted slope", () => {
    const paper = trace(figure, '3.64 bits/param');
    paper.x?.forEach((p, i) => expect(paper.y?.[i]).toBeCloseTo(3.64 * Number(p), 6));
    const ours = trace(figure, '2.50 bits/param');
    ours.x?.forEach((p, i) => expect(Number(ours.y?.[i]) / Number(p)).toBeCloseTo(2.5, 6));
  });

  it('does without a fit when there is one size only', () => {
    const one = capacityVsParameters(syntheticRuns({ widths: [8] }), table1, null);
    expect(one.data.some((t) => t.name?.includes('our fit'))).toBe(false);
  });
});

describe('memorizedVsStep', () => {
  const figure = memorizedVsStep(syntheticRuns());

  it('takes the largest model, one curve a dataset, averaged over seeds', () => {
    expect(figure.layout.title?.text).toContain('3.2k parameters');
    const line = trace(figure, '13.8k bits of data');
    expect(line.x).toEqual([0, 50, 100]);
    expect(line.y).toEqual([0, 4000, 8000]);
  });

  it("has dashed lines at the datasets' entropies, and says which are above the frame", () => {
    const dashed = figure.data.filter((t) => t.line?.dash === 'dash' && t.showlegend === false);
    expect(dashed.map((t) => t.y?.[0]).sort()).toEqual([13824, 3456, 6912]);
    expect(figure.layout.annotations?.map((note) => note.text)).toEqual([
      '↑ dataset entropy 27.6k',
    ]);
    expect(trace(figure, '^capacity').y).toEqual([8000, 8000]);
  });

  it('has bands with seeds: up along one side of the interval and back along the other', () => {
    const bands = figure.data.filter((t) => t.fill === 'toself');
    expect(bands).toHaveLength(4);
    expect(bands[0].x).toEqual([0, 50, 100, 100, 50, 0]);
    expect(Number(bands[0].y?.[2])).toBeGreaterThan(Number(bands[0].y?.[3]));
  });

  it('takes the width asked for, and names those there are when it is not there', () => {
    const small = memorizedVsStep(syntheticRuns(), { dModel: 8 });
    expect(small.layout.title?.text).toContain('800 parameters');
    expect(() => memorizedVsStep(syntheticRuns(), { dModel: 9 })).toThrow(
      'No run has dModel 9. There are: 8, 16, 32.',
    );
  });

  it('says which curve it needs', () => {
    const bare = syntheticRuns().map((run) => ({ ...run, curves: {} }));
    expect(() => memorizedVsStep(bare)).toThrow(/needs runs with a curve "memorized"/);
  });
});

describe('bitsPerParameterBySize', () => {
  it('divides each seed by its parameters', () => {
    const figure = bitsPerParameterBySize(syntheticRuns(), morrisTable1());
    const ours = trace(figure, /^ours/);
    ours.y?.forEach((bits) => expect(bits).toBeCloseTo(2.5, 9));
    const expected = meanInterval([2.475, 2.5, 2.525]);
    expect(ours.error_y?.array[0]).toBeCloseTo(expected.high - expected.mean, 9);
    expect(trace(figure, '3.6 bits').y).toEqual([3.6, 3.6]);
    expect(trace(figure, 'paper, float32').y?.[0]).toBeCloseTo(4.23, 1);
    expect(figure.layout.yaxis?.range?.[0]).toBe(0);
  });
});

describe('liveCurve', () => {
  const text = { title: 'Live', yTitle: 'memorized (bits)', totalSteps: 100 };

  it('keeps its axis still while the run goes on', () => {
    const early = liveCurve({ ...text, steps: [0, 1], values: [0, 1] });
    const late = liveCurve({ ...text, steps: [0, 100], values: [0, 1] });
    expect(early.layout.xaxis?.range).toEqual(late.layout.xaxis?.range);
  });

  it('draws an empty frame before the first value', () => {
    const empty = liveCurve({ ...text, steps: [], values: [] });
    expect(empty.data.at(-1)?.x).toEqual([]);
  });

  it('shows the levels to compare with', () => {
    const references = [{ value: 500, name: 'dataset' }];
    const figure = liveCurve({ ...text, steps: [0], values: [0], references });
    expect(trace(figure, 'dataset').y).toEqual([500, 500]);
    expect(figure.layout.yaxis?.range?.[1]).toBeGreaterThan(500);
  });
});
