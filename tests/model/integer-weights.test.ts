import fc from 'fast-check';
import { gptLayout, roundedToIntegers, sizeOf } from 'memorization-kit/model';
import { describe, expect, it } from 'vitest';

const gpt = {
  vocabSize: 7,
  seqLength: 5,
  dModel: 4,
  nLayers: 1,
  nHeads: 2,
  positions: 'learned',
  mask: 'causal',
  compute: 'float32',
} as const;
const layout = gptLayout(gpt);
const size = layout.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
const weights = fc
  .array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: size, maxLength: size })
  .map((values) => Float32Array.from(values));

/** The weights that share a scale: rows of an embedding, columns of a weight. */
function outputs(theta: Float32Array, wanted: string): number[][] {
  let offset = 0;
  for (const { name, shape } of layout) {
    const values = theta.subarray(offset, (offset += sizeOf(shape)));
    if (name !== wanted) continue;
    const [rows, columns] = shape;
    const at = (row: number, column: number) => values[row * columns + column];
    return name === 'wte' || name === 'wpe'
      ? Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => at(r, c)))
      : Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (_, r) => at(r, c)));
  }
  throw new Error(`no ${wanted}`);
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
    const gains = layout.findIndex(({ name }) => name === 'lnf.gain');
    const start = layout.slice(0, gains).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    expect(blocks.slice(start, start + 4)).toEqual(theta.slice(start, start + 4));
  });
});
