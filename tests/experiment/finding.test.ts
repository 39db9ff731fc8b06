import { int, positive } from 'memorization-kit/base';
import { finding, flopsOf, grid, stepsOf } from 'memorization-kit/experiment';
import { describe, expect, it } from 'vitest';

const fields = {
  width: int(8, 1),
  depth: int(1, 1),
  heads: int(2, 1),
  rate: positive(0.1),
  seed: int(1),
};
const stages = [
  { name: 'train', steps: 10, tokens: 4, params: 100 },
  { name: 'adapt', steps: 5, tokens: 2, params: 100, work: 0.5 },
  { name: 'measure', steps: 2, tokens: 50, params: 100, work: 1 / 3, learns: false },
];
const spec: Parameters<typeof finding<typeof fields, object>>[0] = {
  name: 'toy',
  title: 'A toy',
  notebook: '00-toy',
  version: 1,
  fields,
  settings: [],
  derive: ({ width }, given) => ({ heads: width / 4, rate: given.heads === 1 ? 1 : 0.1 }),
  check({ width, heads }) {
    if (width % heads !== 0) throw new RangeError('width must be divisible by heads.');
  },
  sweeps: { quick: grid({ width: [8, 16], seed: [1, 2] }), standard: [{}], paper: [{ heads: 1 }] },
  label: ({ width, seed }) => `w=${width} seed=${seed}`,
  dataHash: () => '0',
  stages: () => stages,
  run: () => Promise.reject(new Error('is not run')),
  claims: {},
  figures: {},
};
const toy = finding(spec);

describe('a finding', () => {
  it('fills in defaults, what follows from other keys, and last what is given', () => {
    expect(toy.config({ width: 16 })).toEqual({ ...toy.defaults, width: 16, heads: 4 });
    expect(toy.config({ width: 16, heads: 1 })).toMatchObject({ heads: 1, rate: 1 });
    expect(toy.config({ rate: 5, heads: 1 }).rate).toBe(5);
    expect(toy.configs('paper')).toEqual([{ ...toy.defaults, heads: 1, rate: 1 }]);
    expect(() => toy.config({ wdth: 1 })).toThrow(/Unknown key "wdth".*of toy/);
  });

  it('checks each field, and what has to hold between them', () => {
    expect(() => toy.validate(toy.config({}))).not.toThrow();
    expect(() => toy.validate({ ...toy.defaults, depth: 0 })).toThrow(/^depth/);
    expect(() => toy.validate({ ...toy.defaults, heads: 3 })).toThrow(/divisible by heads/);
  });

  it('knows from its stages what it costs, how long it is and what it learns from', () => {
    expect(toy.cost(toy.defaults)).toBeCloseTo(
      10 * 4 * 100 + (5 * 2 * 100) / 2 + (2 * 50 * 100) / 3,
      8,
    );
    expect(flopsOf(stages)).toBeCloseTo(6 * toy.cost(toy.defaults), 8);
    expect(stepsOf(stages)).toBe(17);
    expect(toy.seen({ config: toy.defaults, measurements: {} })).toEqual({ tokens: 50 });
  });

  it('tells its resources only where it counts memory', () => {
    expect(toy.resources).toBeUndefined();
    const large = finding({ ...spec, memoryBytes: ({ width }) => 10 * width });
    const { memoryBytes, flops } = large.resources!(toy.defaults);
    expect(memoryBytes).toBe(80);
    expect(flops).toBe(flopsOf(stages));
  });
});

describe('a grid', () => {
  it('is all combinations, the last key changing fastest', () => {
    expect(grid<Record<string, number>>({ a: [1, 2], b: [3, 4] }, { c: 5 })).toEqual([
      { a: 1, b: 3, c: 5 },
      { a: 1, b: 4, c: 5 },
      { a: 2, b: 3, c: 5 },
      { a: 2, b: 4, c: 5 },
    ]);
    expect(grid({})).toEqual([{}]);
    expect(grid<Record<string, number>>({ a: [] })).toEqual([]);
  });
});
