import { pProbing } from 'memorization-kit/findings';
import { describe, expect, it } from 'vitest';
import * as madeUp from './made-up-runs';
import { probingRun } from './synthetic-probing';

/** A run whose probes find `level` everywhere, but for a cell in which nothing was asked. */
const made = (data: string, level: number, options: Parameters<typeof probingRun>[2] = {}) => {
  const share = (place: number, a: number) => (place === 2 && a === 2 ? null : level);
  return probingRun(data, { share, name: level, qa: level }, options);
};

const runs = [
  made('single', 0.2),
  made('single', 0.3, { seed: 2 }),
  made('multi5+permute', 0.9),
  made('multi5+permute', 0.8, { seed: 2 }),
  made('multi5+permute', 0.12, { model: 'random' }),
];
const drawn = (figure: string, of = runs) => madeUp.drawn(pProbing, figure, of);
const named = (figure: string, name: string, of = runs) => madeUp.trace(drawn(figure, of), name);

describe('heat maps of probes', () => {
  it('single beside multi5+permute: six places and the majority, means over seeds', () => {
    const { data } = drawn('p-probe');
    const [single, augmented] = data.map((trace) => trace.z as (number | null)[][]);
    expect(single).toHaveLength(7);
    expect(single[0][0]).toBeCloseTo(25, 10);
    expect(augmented[0][0]).toBeCloseTo(85, 10);
    expect(augmented[6]).toEqual(Array(6).fill(10));
    expect(single[2][2]).toBeNull();
    expect((data[0].text as string[][])[2][2]).toBe('–');
  });

  it('control: beside the random model, or alone over the whole width', () => {
    const { data } = drawn('p-probe-control');
    expect(data.map(({ z }) => Math.round(z?.[0][0] as number))).toEqual([85, 12]);
    const alone = drawn('p-probe-control', runs.slice(2, 3));
    expect(alone.data).toHaveLength(1);
    expect(alone.layout.xaxis?.domain).toEqual([0, 1]);
  });
});

it('all kinds of biographies: a map each of those that there are, with names at the left of each row', () => {
  const arms = ['multi5+permute', 'multi5', 'single', 'single+permute5'];
  const { data, layout } = drawn('p-probe-arms', [
    ...arms.map((arm, i) => made(arm, i / 10)),
    ...runs.slice(4),
  ]);
  expect(data.map(({ z }) => Math.round(z?.[0][0] as number))).toEqual([20, 10, 30, 0]);
  const axes = [layout.yaxis, layout.yaxis2, layout.yaxis3, layout.yaxis4];
  expect(axes.map((axis) => axis?.tickvals?.length)).toEqual([undefined, 0, 0, undefined]);
});

it('questions by attribute: every seed a dot, whole dates that cannot be guessed, one number printed', () => {
  const { data } = drawn('first-attribute');
  const [dots, mean] = data;
  expect([dots.x?.length, mean.name]).toEqual([12, 'single']);
  expect(mean.y?.map(Number)[0]).toBeCloseTo(25, 10);
  expect(named('first-attribute', 'single (paper)').y).toEqual([33.5]);
  expect(named('first-attribute', 'majority').y?.slice(0, 4)).toEqual([0, 0, null, 10]);
});

describe('probes against questions', () => {
  it("has the paper's points: P-probes 93.6 to 96.6, Q-probes 2.9 to 9.7 and 92.6 to 96.6", () => {
    const points = drawn('probe-vs-qa')
      .data.filter(({ name }) => name?.endsWith('(paper)'))
      .map(({ name, xaxis, x, y }) => [name, xaxis, Number(x?.[0]).toFixed(1), y?.[0]]);
    expect(points).toEqual([
      ['multi5+permute (paper)', 'x', '93.6', 96.6],
      ['single (paper)', 'x2', '2.9', 9.7],
      ['multi5+permute (paper)', 'x2', '92.6', 96.6],
    ]);
  });

  it('one point an arm with intervals both ways, where there are seeds', () => {
    const { x, y, error_x } = named('probe-vs-qa', 'multi5+permute');
    for (const at of [x, y]) expect(Number(at?.[0])).toBeCloseTo(85, 10);
    expect(error_x?.array[0]).toBeGreaterThan(10);
    const single = named('probe-vs-qa', 'single', [made('single', 0.2)]);
    expect(single.error_x).toBeUndefined();
  });

  it('arms that the paper does not print have colors of their own', () => {
    const arms = ['single', 'multi2', 'multi5', 'multi5+permute'];
    const runs = arms.map((arm) => made(arm, 0.5));
    const colors = arms.map((arm) => named('probe-vs-qa', arm, runs).marker?.color);
    expect(new Set(colors).size).toBe(4);
  });
});

it('Q-probes: ours to the left, the paper to the right of each attribute, in both panels', () => {
  const { data } = drawn('q-probe');
  for (const axis of ['x', 'x2']) {
    const named = (name: string) => data.find((t) => t.xaxis === axis && t.name === name);
    expect(named('single')?.y?.[3]).toBeCloseTo(25, 10);
    expect(named('multi5+permute (paper)')?.y).toEqual([100, 96.1, 72.6, 94.9, 99.6, 99.7]);
    expect(named('single (paper)')?.y).toEqual([63.4, 1.1, 0.3, 1.4, 0.1, 11.6]);
    expect(Number(named('single (paper)')?.x?.[0])).toBeGreaterThan(
      Number(named('single')?.x?.[0]),
    );
  }
});

it.each([
  ['p-probe', []],
  ['p-probe-control', runs.slice(0, 2)],
  ['probe-vs-qa', runs.slice(4)],
  ['q-probe', runs.slice(4)],
  ['p-probe-arms', runs.slice(4)],
  ['first-attribute', runs.slice(4)],
] as const)('%s without its runs says what is missing', (figure, of) => {
  expect(() => drawn(figure, [...of])).toThrow(/no results.*npm run reproduce/);
});
