import {
  findingFigures,
  paperProbesAndQa,
  pProbeControl,
  pProbeMaps,
  type ProbeRun,
  probeVsQa,
  qProbeAccuracy,
  type StoredRun,
} from 'memorization-kit/figures';
import { probedAttributes } from 'memorization-kit/measure';
import { allenZhuHeadlines, allenZhuQaAccuracy, allenZhuQProbing } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';

const every = (value: number) =>
  Object.fromEntries(
    probedAttributes.map((a) => [a, value]),
  ) as ProbeRun['measurements']['majority'];

/** A run whose probes find `level` everywhere. */
function made(data: string, level: number, more: { model?: string; seed?: number } = {}): ProbeRun {
  const { model = 'pretrained', seed = 1 } = more;
  const table = probedAttributes.map((_, place) =>
    probedAttributes.map((_, a) => (place === 2 && a === 2 ? null : level)),
  );
  const scores = { train: every(1), test: every(level) };
  return {
    config: { data, model, exposures: 36, seed },
    measurements: {
      recall: model === 'random' ? null : { all: 1 },
      majority: every(0.1),
      pProbe: table,
      control: table,
      qProbe: model === 'random' ? null : { all: scores, ends: scores },
      qa:
        model === 'random'
          ? null
          : { training: { accuracy: 1 }, heldOut: { accuracy: level, byAttribute: every(level) } },
    },
  };
}

const runs = [
  made('single', 0.2),
  made('single', 0.3, { seed: 2 }),
  made('multi5+permute', 0.9),
  made('multi5+permute', 0.8, { seed: 2 }),
  made('multi5+permute', 0.12, { model: 'random' }),
];
const points = paperProbesAndQa(allenZhuHeadlines(), allenZhuQProbing(), allenZhuQaAccuracy());

describe('heat maps of probes', () => {
  const { data, layout } = pProbeMaps(runs);

  it('single beside multi5+permute, six places and the majority, means over seeds', () => {
    expect(data.map((trace) => trace.type)).toEqual(['heatmap', 'heatmap']);
    expect(layout.annotations?.map(({ text }) => text)).toEqual(['single', 'multi5+permute']);
    const [single, augmented] = data.map((trace) => trace.z as (number | null)[][]);
    expect(single).toHaveLength(7);
    expect(single[0][0]).toBeCloseTo(25, 10);
    expect(augmented[5][5]).toBeCloseTo(85, 10);
    expect(augmented[6]).toEqual(Array(6).fill(10));
  });

  it('one scale, a number in every cell, a dash where there is nothing', () => {
    for (const { zmin, zmax, text } of data) {
      expect([zmin, zmax]).toEqual([0, 100]);
      expect((text as string[][]).flat().every((cell) => /^(\d+|–)$/.test(cell))).toBe(true);
      expect((text as string[][])[2][2]).toBe('–');
    }
  });

  it('control: beside the random model, or alone without one', () => {
    expect(pProbeControl(runs).data).toHaveLength(2);
    expect((pProbeControl(runs).data[1].z as number[][])[0][0]).toBeCloseTo(12, 10);
    expect(pProbeControl(runs.slice(2, 3)).data).toHaveLength(1);
  });
});

describe('probes against questions', () => {
  it("the paper's points: P-probes 93.6 to 96.6, Q-probes 2.9 to 9.7 and 92.6 to 96.6", () => {
    const rounded = points.map(({ data, kind, found, qa }) => [data, kind, found.toFixed(1), qa]);
    expect(rounded).toEqual([
      ['single', 'qProbe', '2.9', 9.7],
      ['multi5+permute', 'probe', '93.6', 96.6],
      ['multi5+permute', 'qProbe', '92.6', 96.6],
    ]);
  });

  it('one point an arm with intervals both ways, named once in the legend', () => {
    const { data } = probeVsQa(runs, points);
    const ours = data.filter((trace) => trace.name === 'multi5+permute');
    expect(ours).toHaveLength(2);
    expect(ours[0].x).toHaveLength(1);
    expect(ours[0].x?.[0]).toBeCloseTo(85, 10);
    expect(ours[0].y?.[0]).toBeCloseTo(85, 10);
    expect(ours[0].error_x?.array[0]).toBeGreaterThan(10); // two seeds: a wide interval
    expect(ours[1].showlegend).toBe(false);
    const [first] = probeVsQa([made('single', 0.2)], points).data.slice(1);
    expect(first.error_x).toBeUndefined();
  });

  it('arms that the paper does not print have colors of their own', () => {
    const arms = ['single', 'multi2', 'multi5', 'multi5+permute'];
    const { data } = probeVsQa(
      arms.map((arm) => made(arm, 0.5)),
      points,
    );
    const colors = arms.map((arm) => data.find((trace) => trace.name === arm)?.marker?.color);
    expect(new Set(colors).size).toBe(4);
  });
});

describe('Q-probes', () => {
  it('ours to the left, the paper to the right of each attribute, in both panels', () => {
    const { data } = qProbeAccuracy(runs, allenZhuQProbing());
    for (const axis of ['x', 'x2']) {
      const own = data.filter((trace) => trace.xaxis === axis);
      const named = (name: string) => own.find((trace) => trace.name === name);
      expect(named('single')?.y?.[3]).toBeCloseTo(25, 10);
      expect(named('multi5+permute (paper)')?.y).toEqual([100, 96.1, 72.6, 94.9, 99.6, 99.7]);
      expect(named('single (paper)')?.y).toEqual([63.4, 1.1, 0.3, 1.4, 0.1, 11.6]);
      expect(named('single (paper)')?.x?.[0]).toBeGreaterThan(named('single')?.x?.[0] as number);
    }
  });
});

it('without results, they say what is missing', () => {
  expect(() => pProbeMaps([])).toThrow(/npm run reproduce/);
  expect(() => pProbeControl(runs.slice(0, 2))).toThrow(/no results/);
  expect(() => probeVsQa(runs.slice(4), points)).toThrow(/no results/);
  expect(() => qProbeAccuracy(runs.slice(4), allenZhuQProbing())).toThrow(/no results/);
});

it('all are in npm run figures, with the tables that they quote', () => {
  const stored = runs.map((run, i) => ({
    ...run,
    finding: 'p-probing',
    profile: 'quick',
    hash: `h${i}`,
    curves: {},
  })) as unknown as StoredRun[];
  const figures = findingFigures('p-probing', stored, 'data');
  expect(figures.map(({ name }) => name)).toEqual([
    '05-p-probe',
    '05-p-probe-control',
    '05-probe-vs-qa',
    '05-q-probe',
  ]);
  expect(figures[0].sources.some((file) => file.includes('h4'))).toBe(false);
  expect(figures[1].sources.some((file) => file.includes('h4'))).toBe(true);
  expect(figures[3].sources).toContain('data/paper/allenzhu_qprobe.csv');
});
