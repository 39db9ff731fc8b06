import {
  type ContextRun,
  epochsToMemorize,
  type Figure,
  fitToWidth,
  phaseRuns,
  recallInContext,
  sequenceAccuracy,
  sequenceEpochs,
  sequenceHeatmap,
  type SequenceRun,
  stringPhases,
  type StringRun,
  type Trace,
} from 'memorization-kit/figures';
import { geometricInterval, meanInterval } from 'memorization-kit/measure';
import { describe, expect, it } from 'vitest';

type Run = StringRun & SequenceRun & ContextRun;

const config = {
  experiment: 'memorize',
  alphabet: 26,
  entropyBits: 0,
  length: 128,
  nStrings: 1,
  pretrainSteps: 0,
  seed: 1,
};

const names = ['accuracy', 'loss', 'mass', 'divergence', 'freshAccuracy', 'freshLoss'];

/** A made-up run: one exposure for each of `epochs`. */
function run(change: Partial<typeof config>, epochs: number[], more: object = {}): Run {
  const last = epochs[0];
  const curve = { x: [0, 1, last], y: [0.1, 0.2, 1] };
  const { nStrings } = { ...config, ...change };
  return {
    config: { ...config, ...change },
    measurements: {
      exposures: epochs.map((n, i) => ({ string: i % nStrings, epochs: n, shown: n })),
      sequence: null,
      context: null,
      ...more,
    },
    curves: Object.fromEntries(names.map((name) => [name, curve])),
  };
}

const seeds = [1, 2, 3];
const single = seeds.flatMap((seed) => [
  ...[2, 7, 26].map((alphabet) => run({ alphabet, seed }, [400 / alphabet + 10 * seed])),
  run({ entropyBits: 1, seed }, [150 + seed]),
  run({ length: 16, seed }, [20 + seed]),
  run({ length: 16, alphabet: 2, seed }, [40 + seed]),
]);
const sequences = seeds.flatMap((seed) =>
  [7, 26].map((alphabet) =>
    run({ experiment: 'sequence', alphabet, nStrings: 2, seed }, [90 + seed, 40 + seed, 45], {
      sequence: {
        momentsPerExposure: 3,
        accuracy: [
          [0, 0.5, 1, 1, 0.5, 0.25, 0.25, 0.75, 1],
          [0, 0, 0, 0, 0.5, 1, 1, 0.4, 0.1 * seed],
        ],
      },
    }),
  ),
);
const contexts = seeds.flatMap((seed) =>
  [0, 800].map((pretrainSteps) =>
    run({ experiment: 'context', pretrainSteps, seed }, [30], {
      context: {
        prefixLengths: [0, 1, 3, 63],
        accuracy: { redrawn: [0, 0.25, 0.75, 1], constant: [0, 0.1, 0.5 + 0.1 * seed, 1] },
      },
    }),
  ),
);

function trace(figure: Figure, name: string, xaxis = 'x'): Trace {
  const found = figure.data.find((t) => t.name === name && t.xaxis === xaxis);
  if (!found) throw new Error(`no trace ${name} on ${xaxis}`);
  return found;
}

/** Titles of the panels, in the order of their axes. */
const panelTitles = (figure: Figure): string[] =>
  (figure.layout.annotations ?? [])
    .filter(({ xref }) => xref?.endsWith(' domain'))
    .map(({ text }) => text);

const inLegend = (figure: Figure): string[] =>
  figure.data.filter((t) => t.name && t.showlegend !== false).map((t) => t.name as string);

describe('stringPhases', () => {
  const figure = stringPhases(single);

  it('has four panels, in each a line an alphabet, named once in the legend', () => {
    expect(panelTitles(figure)).toEqual([
      'Recollection accuracy',
      'Probability of the alphabet',
      'KL to the alphabet',
      'Loss',
    ]);
    for (const axis of ['x', 'x2', 'x3', 'x4']) {
      const solid = figure.data.filter((t) => t.xaxis === axis && !t.line?.dash);
      expect(solid.map((t) => t.name)).toEqual(['2 letters', '7 letters', '26 letters']);
      expect(new Set(solid.map((t) => t.line?.color)).size).toBe(3);
    }
    expect(inLegend(figure)).toEqual([
      '2 letters',
      '7 letters',
      '26 letters',
      'fresh strings',
      'entropy of a letter',
    ]);
  });

  it('dashes fresh strings in the panels of accuracy and loss', () => {
    const dashed = (axis: string): number =>
      figure.data.filter((t) => t.xaxis === axis && t.line?.dash === 'dash' && t.x?.[0] !== null)
        .length;
    expect(['x', 'x2', 'x3', 'x4'].map(dashed)).toEqual([3, 0, 0, 3]);
  });

  it('shows of each alphabet the seed in the middle', () => {
    expect(phaseRuns(single).map((r) => [r.config.alphabet, r.config.seed])).toEqual([
      [2, 2],
      [7, 2],
      [26, 2],
    ]);
    expect(trace(figure, '26 letters').x?.at(-1)).toBeCloseTo(400 / 26 + 20, 9);
  });

  it('puts epoch 0, which a log axis does not have, where its tick says 0', () => {
    const { tickvals, ticktext, type } = figure.layout.xaxis ?? {};
    expect(type).toBe('log');
    expect(ticktext?.[0]).toBe('0');
    expect(trace(figure, '2 letters').x?.[0]).toBe(tickvals?.[0]);
  });
});

describe('epochsToMemorize', () => {
  const figure = epochsToMemorize(single);

  it('has geometric means over seeds against letters, entropy and length', () => {
    const letters = trace(figure, 'all letters equally likely');
    expect(letters.x).toEqual([2, 7, 26]);
    const two = geometricInterval([210, 220, 230]);
    expect(letters.y?.[0]).toBeCloseTo(two.mean, 9);
    expect(letters.error_y?.array[0]).toBeCloseTo(two.high - two.mean, 9);
    expect(trace(figure, '26 letters, skewed', 'x2').x?.[0]).toBe(1);
    expect(trace(figure, '26 letters', 'x3').x).toEqual([16, 128]);
    expect(trace(figure, '2 letters', 'x3').x).toEqual([16, 128]);
  });

  it('counts a string that was never memorized with the epochs it was shown', () => {
    const never = single.map((one) => ({
      ...one,
      measurements: { ...one.measurements, exposures: [{ string: 0, epochs: null, shown: 600 }] },
    }));
    const points = trace(epochsToMemorize(never), 'all letters equally likely').y as number[];
    for (const y of points) expect(y).toBeCloseTo(600, 9);
  });
});

describe('the sequence', () => {
  it('epochs: a line an alphabet, and the first string again apart from it', () => {
    const figure = sequenceEpochs(sequences);
    const lines = figure.data.filter((t) => t.name === '7 letters');
    const [first, second] = [90, 40].map(
      (epochs) => geometricInterval(seeds.map((seed) => epochs + seed)).mean,
    );
    const y = lines.flatMap((t) => t.y as number[]);
    [first, second, 45].forEach((epochs, i) => expect(y[i]).toBeCloseTo(epochs, 9));
    expect(lines.map((t) => t.mode)).toEqual(['lines+markers', 'markers']);
    expect(figure.layout.xaxis?.ticktext).toEqual(['1', '2', '1 again']);
    expect(inLegend(figure)).toEqual(['7 letters', '26 letters']);
  });

  it('heat map: a row a string, means over seeds, exposures of equal width', () => {
    const figure = sequenceHeatmap(sequences);
    expect(panelTitles(figure)).toEqual(['7 letters', '26 letters']);
    const [map] = figure.data;
    expect(map.y).toEqual(['1', '2']);
    expect(map.x).toEqual([0.25, 0.75, 1.25, 1.75, 2.25, 2.75]);
    expect(map.z?.[0]).toEqual([0.5, 1, 0.5, 0.25, 0.75, 1]);
    expect(map.z?.[1].at(-1)).toBeCloseTo(meanInterval([0.1, 0.2, 0.3]).mean, 9);
    expect(figure.layout.shapes?.map(({ x0, xref }) => [x0, xref])).toEqual([
      [1, 'x'],
      [2, 'x'],
      [1, 'x2'],
      [2, 'x2'],
    ]);
  });

  it('lines: joined over the borders, with chance dotted', () => {
    const figure = sequenceAccuracy(sequences);
    const first = trace(figure, 'string 1');
    expect(first.x).toEqual([0, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3]);
    expect(trace(figure, 'chance', 'x2').y).toEqual([1 / 26, 1 / 26]);
    expect(inLegend(figure)).toEqual(['string 1', 'string 2', 'chance']);
  });
});

describe('recallInContext', () => {
  const figure = recallInContext(contexts);

  it('has a panel a way of training and a line a kind of context', () => {
    expect(panelTitles(figure)).toEqual(['Pretrained on local text', 'From scratch']);
    const same = trace(figure, 'same distribution');
    expect(same.x).toEqual([0, 1, 2, 6]); // log2(k + 1)
    expect(same.y).toEqual([0, 0.25, 0.75, 1]);
    expect(figure.layout.xaxis?.ticktext?.slice(0, 3)).toEqual(['0', '1', '2']);
  });

  it('marks 2 log_l n', () => {
    const [shape] = figure.layout.shapes ?? [];
    expect(2 ** shape.x0 - 1).toBeCloseTo((2 * Math.log(128)) / Math.log(26), 9);
  });

  it('keeps intervals of shares within 0..1', () => {
    for (const { y, error_y: bars } of figure.data.filter((t) => t.error_y)) {
      bars?.array.forEach((up, i) => expect(Number(y?.[i]) + up!).toBeLessThanOrEqual(1 + 1e-9));
    }
  });
});

describe('panels', () => {
  it('stand below each other in a narrow column, without overlap', () => {
    const { layout } = fitToWidth(recallInContext(contexts), 320);
    expect(layout.xaxis?.domain).toEqual([0, 1]);
    expect(layout.xaxis2?.domain).toEqual([0, 1]);
    const [lower, upper] = [layout.yaxis2?.domain, layout.yaxis?.domain] as [number, number][];
    expect(lower[0]).toBe(0);
    expect(lower[1]).toBeLessThan(upper[0]);
    expect(upper[1]).toBeCloseTo(1, 12);
    expect(layout.height).toBeGreaterThan(320);
  });

  it('below each other each have the names and the title of their axis, the last alone the one below', () => {
    const { layout } = fitToWidth(recallInContext(contexts), 320);
    expect(layout.yaxis2?.title?.text).toBe(layout.yaxis?.title?.text);
    expect(layout.yaxis?.title?.text).toBeTruthy();
    expect(layout.xaxis?.title).toBeUndefined();
    expect(layout.xaxis2?.title?.text).toBe('genuine letters before');
  });

  it('cannot be drawn without runs', () => {
    const makers = [
      stringPhases,
      epochsToMemorize,
      sequenceEpochs,
      sequenceHeatmap,
      sequenceAccuracy,
      recallInContext,
    ];
    for (const make of makers) expect(() => make([]), make.name).toThrow(/has no results to show/);
  });
});
