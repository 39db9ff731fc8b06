import { findingFigures, tableRowsVsStep, type CapacityRun } from 'memorization-kit/figures';
import { sizeSweep, tableRows } from 'memorization-kit/measure';
import { memorizedVsDataset } from 'memorization-kit/figures';
import { morrisTable1 } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';
import { syntheticRuns } from './synthetic';

const PARAMS = 80_352;

/** A model of width 32 with the paper's vocabulary that comes to so many bits per parameter. */
function row(nLayers: number, steps: number, bitsPerParameter: number): CapacityRun {
  const bits = bitsPerParameter * PARAMS;
  return {
    config: { dModel: 32, nLayers, vocabSize: 2048, seed: 1 },
    measurements: { params: PARAMS, datasetBits: 4.32 * PARAMS, memorizedBits: bits },
    curves: { memorized: { x: [0, steps / 2, steps], y: [-10, bits / 2, bits] } },
  };
}

const rows = [row(2, 400, 2), row(1, 1600, 3), row(1, 400, 2.5)];
const runs = [...syntheticRuns(), ...rows];

describe("models of the paper's table beside a sweep", () => {
  it('are told apart from it by their vocabulary', () => {
    expect(tableRows(runs)).toEqual(rows);
    expect(sizeSweep(runs)).toEqual(syntheticRuns());
    expect(sizeSweep(rows)).toEqual(rows);
    expect(memorizedVsDataset(runs)).toEqual(memorizedVsDataset(syntheticRuns()));
  });

  it('are drawn against the step, by depth and length, with the rows they are held to', () => {
    const { data } = tableRowsVsStep(runs, morrisTable1());
    expect(data.map(({ name }) => name)).toEqual([
      'L = 1, paper',
      'L = 2, paper',
      'd = 32, L = 1, 400 steps',
      'd = 32, L = 1, 1,600 steps',
      'd = 32, L = 2, 400 steps',
    ]);
    const table = morrisTable1().filter(({ d_model }) => d_model === 32);
    const [first] = table.filter(({ layers }) => layers === 1);
    expect(data[0].y?.[0]).toBeCloseTo(first.capacity_fp32 / first.params, 10);
    expect(data[3].x).toEqual([800, 1600]); // the axis is logarithmic: step 0 is not on it
    expect(data[3].y).toEqual([1.5, 3]);
    expect(data[0].line?.color).toBe(data[3].line?.color);
  });

  it('have a figure among those of the finding where there are any', () => {
    const stored = (some: CapacityRun[]) =>
      some.map((run, i) => ({
        finding: 'bits-per-parameter',
        profile: 'standard',
        hash: String(i),
        ...run,
        curves: run.curves ?? {},
      }));
    const names = (some: CapacityRun[]): string[] =>
      findingFigures('bits-per-parameter', stored(some), 'data').map(({ name }) => name);
    expect(names(runs)).toContain('01-table-rows-vs-step');
    expect(names(syntheticRuns())).not.toContain('01-table-rows-vs-step');
  });

  it('are missed by name', () => {
    expect(() => tableRowsVsStep(syntheticRuns(), morrisTable1())).toThrow(/Table 1/);
  });
});
