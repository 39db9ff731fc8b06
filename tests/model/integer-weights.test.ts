import fc from 'fast-check';
import { gptLayout, layoutSize, parameterSlice } from 'memorization-kit/model';
import { roundedToIntegers } from 'memorization-kit/model';
import { describe, expect, it } from 'vitest';
import { smallGpt } from './fixture';

const layout = gptLayout({ ...smallGpt, seqLength: 5, dModel: 4 });
const size = layoutSize(layout);
const weights = fc
  .array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size })
  .map((values) => Float32Array.from(values));

/** The weights that share a scale: rows of an embedding, columns of a weight. */
function outputs(theta: Float32Array, wanted: string): number[][] {
  const values = parameterSlice(theta, layout, wanted);
  const [rows, columns] = layout.find(({ name }) => name === wanted)!.shape;
  const at = (row: number, column: number) => values[row * columns + column];
  return wanted === 'wte' || wanted === 'wpe'
    ? Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => at(r, c)))
    : Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (_, r) => at(r, c)));
}
const matrices = layout.filter(({ shape }) => shape.length === 2).map(({ name }) => name);

describe('weights rounded to integers', () => {
  it('are whole multiples of a scale by which the largest of an output is 2^(bits - 1) - 1', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 2, max: 8 }), (theta, bits) => {
        const rounded = roundedToIntegers(theta, layout, bits);
        for (const name of matrices) {
          const [before, after] = [theta, rounded].map((of) => outputs(of, name));
          before.forEach((output, i) => {
            const most = Math.max(...output.map(Math.abs));
            const scale = most / (2 ** (bits - 1) - 1);
            if (most < 1e-30) return; // too small for a scale in float32
            after[i].forEach((value, j) => {
              expect(Math.abs(value / scale - Math.round(value / scale))).toBeLessThan(1e-4);
              expect(Math.abs(value - output[j])).toBeLessThanOrEqual(scale / 2 + 1e-6);
            });
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('change with fewer bits only, and not in what is left out', () => {
    const theta = Float32Array.from({ length: size }, (_, i) => Math.sin(3 * i));
    const distance = (bits: number): number =>
      roundedToIntegers(theta, layout, bits).reduce((sum, x, i) => sum + (x - theta[i]) ** 2, 0);
    expect(distance(3)).toBeGreaterThan(4 * distance(4));
    expect(distance(16)).toBeLessThan(1e-6);
    expect(theta[1]).toBe(Math.fround(Math.sin(3))); // what was given stays
    const blocks = roundedToIntegers(theta, layout, 2, (name) => name !== 'wte');
    expect(outputs(blocks, 'wte')).toEqual(outputs(theta, 'wte'));
    expect(outputs(blocks, 'h0.mlp.fc.weight')).not.toEqual(outputs(theta, 'h0.mlp.fc.weight'));
    const [gains, before] = [blocks, theta].map((of) => parameterSlice(of, layout, 'lnf.gain'));
    expect(gains).toEqual(before);
  });
});
