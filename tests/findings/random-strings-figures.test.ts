import { draw, type Figure, fitToWidth, type Trace } from 'memorization-kit/plot';
import { phaseRuns, randomStrings } from 'memorization-kit/findings';
import { geometricInterval, meanInterval } from 'memorization-kit/stats';
import { describe, expect, it } from 'vitest';
import { asInThePaper, madeUp, seeds } from './made-up-strings';

const { claims, figures } = randomStrings;
const drawn = (name: string, runs = asInThePaper): Figure => draw(figures[name], runs, {} as never);

const traces = (figure: Figure, name: string, xaxis?: string): Trace[] =>
  figure.data.filter((trace) => trace.name === name && trace.xaxis === xaxis);

describe('the phases', () => {
  it('show of each alphabet the seed in the middle', () => {
    const shown = phaseRuns(asInThePaper).map(({ config }) => [config.alphabet, config.seed]);
    expect(shown).toEqual([2, 4, 7, 13, 26].map((alphabet) => [alphabet, 2]));
  });

  it('put epoch 0, which a log axis does not have, where its tick says 0', () => {
    const figure = drawn('phases');
    const { tickvals, ticktext, type } = figure.layout.xaxis ?? {};
    expect(type).toBe('log');
    expect(ticktext?.[0]).toBe('0');
    expect(traces(figure, '2 letters', 'x')[0].x?.[0]).toBe(tickvals?.[0]);
  });
});

it('epochs are geometric means over seeds against letters, entropy and length', () => {
  const figure = drawn('epochs-to-memorize');
  const [letters] = traces(figure, 'all letters equally likely', 'x');
  expect(letters.x).toEqual([2, 4, 7, 13, 26]);
  const two = geometricInterval([210, 220, 230]);
  expect(letters.y?.[0]).toBeCloseTo(two.mean, 9);
  expect(letters.error_y?.array[0]).toBeCloseTo(two.high - two.mean, 9);
  expect(traces(figure, '26 letters, skewed', 'x2')[0].x?.[0]).toBe(1);
  expect(traces(figure, '26 letters', 'x3')[0].x).toEqual([16, 32, 128]);
  expect(traces(figure, '2 letters', 'x3')[0].x).toEqual([16, 128]);
});

describe('the sequence', () => {
  it('has the first string again apart from the line of the new ones', () => {
    const figure = drawn('sequence-epochs');
    const lines = traces(figure, '7 letters');
    expect(lines.map(({ mode }) => mode)).toEqual(['lines+markers', 'markers']);
    expect(lines.map(({ y }) => y?.length)).toEqual([4, 1]);
    const again = geometricInterval(seeds.map((seed) => 40 + seed)).mean;
    expect(lines[1].y?.[0]).toBeCloseTo(again, 9);
    expect(figure.layout.xaxis?.ticktext).toEqual(['1', '2', '3', '1 again', '4']);
  });

  it('as a map has a row a string and exposures of equal width, parted by lines', () => {
    const figure = drawn('sequence-heatmap');
    const [map] = figure.data;
    expect(map.y).toEqual(['1', '2', '3', '4']);
    expect(map.x).toEqual(Array.from({ length: 10 }, (_, i) => (i + 0.5) / 2));
    expect(map.z?.[1].slice(0, 4)).toEqual([1 / 7, 1 / 7, 1 / 7, 1]);
    const borders = figure.layout.shapes?.filter(({ xref }) => xref === 'x2');
    expect(borders?.map(({ x0 }) => x0)).toEqual([1, 2, 3, 4]);
  });

  it('as lines is joined over the borders, with chance dotted', () => {
    const figure = drawn('sequence-accuracy');
    expect(traces(figure, 'string 1', 'x')[0].x?.slice(0, 6)).toEqual([0, 0.5, 1, 1, 1.5, 2]);
    const [chance] = traces(figure, 'chance', 'x2');
    expect([chance.x, chance.y]).toEqual([
      [0, 5],
      [1 / 26, 1 / 26],
    ]);
  });
});

describe('the contexts', () => {
  const figure = drawn('context');

  it('have a panel a way of training and a line a kind, over doublings of the prefix', () => {
    const [same] = traces(figure, 'same distribution', 'x');
    expect(same.x).toEqual([0, 2, 4, 8, 64].map((prefix) => Math.log2(prefix + 1)));
    expect(same.y).toEqual([1 / 26, 0.5, 0.9, 0.9, 1]);
    expect(traces(figure, 'same distribution', 'x3')).toHaveLength(1);
    expect(traces(figure, 'same distribution', 'x4')).toHaveLength(0);
    const [constant] = traces(figure, 'one letter repeated', 'x');
    const { mean, high } = meanInterval([0.51, 0.52, 0.53]);
    expect(constant.y?.[2]).toBeCloseTo(mean, 9);
    expect(constant.error_y?.array[2]).toBeCloseTo(high - mean, 9);
  });

  it('mark 2 log_l n, and keep intervals of shares within 0..1', () => {
    const [shape] = figure.layout.shapes ?? [];
    expect(2 ** Number(shape.x0) - 1).toBeCloseTo((2 * Math.log(128)) / Math.log(26), 9);
    for (const { y, error_y: bars } of figure.data.filter((trace) => trace.error_y)) {
      bars?.array.forEach((up, i) =>
        expect(Number(y?.[i]) + Number(up)).toBeLessThanOrEqual(1 + 1e-9),
      );
    }
  });

  it('stand below each other in a narrow column, each with its axis, the last with the one below', () => {
    const { layout } = fitToWidth(figure, 320);
    const { xaxis, xaxis2, xaxis3 } = layout;
    for (const axis of [xaxis, xaxis2, xaxis3]) expect(axis?.domain).toEqual([0, 1]);
    const [lower, upper] = [layout.yaxis3?.domain, layout.yaxis2?.domain] as [number, number][];
    expect(lower[0]).toBe(0);
    expect(lower[1]).toBeLessThan(upper[0]);
    expect(layout.yaxis3?.title?.text).toBe(layout.yaxis?.title?.text);
    expect(layout.xaxis?.title).toBeUndefined();
    expect(layout.xaxis3?.title?.text).toBe('genuine letters before');
  });
});

describe('what varies the model or the local text', () => {
  const varied = [
    ...asInThePaper,
    ...seeds.flatMap((seed) => [
      madeUp({ alphabet: 2, positions: 'learned', seed }, [7]),
      madeUp({ alphabet: 26, vocabSize: 256, seed }, [7]),
      madeUp({ experiment: 'context', pretrainSteps: 9, textLags: 6, seed }, [7]),
    ]),
  ];

  it('has figures of its own, and is in no other and in no claim', () => {
    const own = ['positions', 'lags'];
    const others = Object.entries(figures).filter(([name]) => !own.includes(name));
    expect(others).toHaveLength(6);
    for (const [name, { of }] of others) {
      expect(of!(varied), name).toEqual(of!(asInThePaper));
    }
    for (const [id, { is }] of Object.entries(claims)) {
      if (id === 'short-prefix') continue; // asks for all local texts
      expect(is.of(varied), id).toEqual(is.of(asInThePaper));
    }
    expect(figures.positions.of!(varied)).toHaveLength(5 * seeds.length + seeds.length);
    expect(figures.lags.of!(varied)).toHaveLength(2 * seeds.length);
    expect(figures.positions.of!(asInThePaper)).toEqual([]);
  });
});
