import { describe, expect, it } from 'vitest';
import {
  type Figure,
  fitToWidth,
  inWords,
  linearScale,
  logScale,
  logTicks,
  orderedColors,
  palette,
  shortNumber,
  withOrigin,
} from 'memorization-kit/plot';
import { parseWidth } from 'memorization-kit/plot/export';
import { sampleFigure } from './sample';

/** Relative luminance of #rrggbb, 0 (black) to 1 (white), as WCAG defines it. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('theme', () => {
  const { layout } = sampleFigure();

  it('is white, with units on the axes and the legend outside the data', () => {
    expect(layout.paper_bgcolor).toBe('#ffffff');
    expect(layout.plot_bgcolor).toBe('#ffffff');
    expect(layout.xaxis?.title?.text).toMatch(/\(bits\)$/);
    expect(layout.yaxis?.title?.text).toMatch(/\(bits\)$/);
    expect(layout.legend?.x).toBeGreaterThan(1);
    expect(layout.font?.family).toMatch(/^Lato/); // the exporter's own font
  });

  it('labels log axes at explicit, few ticks', () => {
    expect(layout.xaxis?.tickmode).toBe('array');
    expect(layout.xaxis?.tickvals?.length).toBeLessThanOrEqual(7);
    expect(layout.xaxis?.tickvals?.length).toBeGreaterThanOrEqual(3);
    expect(layout.xaxis?.ticktext).toHaveLength(layout.xaxis?.tickvals?.length ?? -1);
  });
});

describe('colors', () => {
  it('can be seen on white', () => {
    for (const color of [...palette, ...orderedColors(6)]) {
      expect(1.05 / (luminance(color) + 0.05), color).toBeGreaterThan(2.1);
    }
  });

  it('ordered colors go from dark to light', () => {
    const shades = orderedColors(5).map(luminance);
    expect([...shades].sort((a, b) => a - b)).toEqual(shades);
    expect(new Set(shades).size).toBe(5);
    expect(orderedColors(1)).toHaveLength(1);
  });
});

describe('ticks', () => {
  it.each([
    [1e3, 2e4, [1e3, 2e3, 5e3, 1e4, 2e4]],
    [2e3, 2e5, [2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5]],
    [1e3, 1e6, [1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6]],
    [1e3, 1e7, [1e3, 1e4, 1e5, 1e6, 1e7]],
    [0.001, 0.1, [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]],
    [1, 1e12, [1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12]],
  ])('%d to %d', (low, high, ticks) => {
    expect(logTicks(low, high)).toEqual(ticks);
  });

  it('writes thousands as k on a linear axis, and never small numbers as m (milli)', () => {
    expect(linearScale([0, 5e4]).tickformat).toBe('~s');
    expect(linearScale([-4000, 1]).tickformat).toBe('~s');
    expect(linearScale([0, 0.05]).tickformat).toBe('');
    expect(linearScale([2, 3]).range?.[0]).toBe(0);
    expect(linearScale([-1, 3]).range?.[0]).toBeLessThan(-1);
    expect(linearScale([2, 3], false).range?.[0]).toBeGreaterThan(1.9);
  });

  it('refuses what a log axis cannot show', () => {
    expect(() => logTicks(0, 10)).toThrow(RangeError);
    expect(() => logScale([-1, 0, NaN])).toThrow(/above 0/);
  });

  it.each([
    [950, '950'],
    [1000, '1k'],
    [5616, '5.62k'],
    [999_600, '1M'],
    [1.5e6, '1.5M'],
    [0.05, '0.05'],
    [0, '0'],
    [-2500, '−2.5k'],
  ])('%d is written %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});

describe('a figure in a column', () => {
  const figure = sampleFigure();
  const narrow = fitToWidth(figure, parseWidth('85mm'));

  it('keeps its data and changes its dress', () => {
    expect(narrow.data.map((t) => t.y)).toEqual(figure.data.map((t) => t.y));
    expect(narrow.layout.title).toBeUndefined(); // the caption says it
    expect(narrow.layout.legend?.orientation).toBe('h');
    expect(narrow.layout.font?.size).toBeGreaterThanOrEqual(10.6); // 8 pt
    expect(narrow.data.at(-1)?.marker?.size).toBeLessThan(9);
  });

  it('breaks a long name in the legend, which has half of the width for each', () => {
    const named = (name: string) => ({ ...figure, data: [{ ...figure.data[0], name }] });
    const broken = fitToWidth(named('bf16 products, float32 weights'), 320);
    expect(broken.data[0].name).toBe('bf16 products,<br>float32 weights');
    const short = fitToWidth(named('bf16 weights (stochastic)'), 320);
    expect(short.data[0].name).toBe('bf16 weights (stochastic)');
    expect(broken.layout.height).toBe(short.layout.height! + 18);
  });

  it('has names upright and in one line where they would touch', () => {
    const bars = (ticktext: string[]): Figure => ({
      data: [{ type: 'bar', x: ticktext.map((_, i) => i), y: ticktext.map(() => 1) }],
      layout: { xaxis: { tickvals: ticktext.map((_, i) => i), ticktext, tickfont: { size: 12 } } },
    });
    const few = fitToWidth(bars(['single', 'multi5<br>+permute']), 320).layout;
    expect(few.xaxis?.ticktext).toEqual(['single', 'multi5<br>+permute']);
    const many = fitToWidth(bars(Array<string>(9).fill('multi5<br>+permute')), 320).layout;
    expect(many.xaxis).toMatchObject({ tickangle: -90, ticktext: Array(9).fill('multi5+permute') });
    expect(many.height).toBeGreaterThan(few.height!);
  });

  it('is the same picture, smaller, where the width is between', () => {
    const wide = { ...figure, layout: { ...figure.layout, width: 900, height: 450 } };
    const { layout } = fitToWidth(wide, 600);
    expect(layout.height).toBe(300);
    expect(layout.title?.font?.size).toBeCloseTo((figure.layout.title!.font!.size! * 2) / 3, 1);
    expect(layout.xaxis?.tickfont?.size).toBeCloseTo((13 * 2) / 3, 1);
    expect(layout.margin?.l).toBe(40);
    expect(fitToWidth(wide, 900)).toBe(wide);
  });

  it('leaves a wide figure and the original as they are', () => {
    expect(fitToWidth(figure, 720)).toBe(figure);
    expect(figure).toEqual(sampleFigure());
  });

  it.each([
    ['85mm', 321.26],
    ['8.5cm', 321.26],
    ['3.35in', 321.6],
    ['720px', 720],
    ['241pt', 321.33],
  ])('%s', (text, pixels) => {
    expect(parseWidth(text)).toBeCloseTo(pixels, 1);
  });

  it.each(['85', '85 parsec', '-85mm', '1mm', '99m', ''])('refuses the width "%s"', (text) => {
    expect(() => parseWidth(text)).toThrow(/no width for a figure.*85mm/s);
  });
});

describe('the runs that a figure shows', () => {
  const figure = withOrigin(sampleFigure(), 'profile quick, 3 runs');

  it('stand below the title, for which the figure is higher', () => {
    const { layout } = figure;
    const [before, more] = [sampleFigure().layout, 18];
    expect(layout.title?.subtitle).toMatchObject({ text: 'profile quick, 3 runs' });
    expect(layout.height).toBe((before.height ?? NaN) + more);
    expect(layout.margin?.t).toBe((before.margin?.t ?? NaN) + more);
  });

  it('stand in the corner of a column, where there is no title', () => {
    const { layout } = fitToWidth(figure, 321);
    expect(layout.title).toMatchObject({ text: 'profile quick, 3 runs', y: 0, yanchor: 'bottom' });
    expect(fitToWidth(sampleFigure(), 321).layout.title).toBeUndefined();
  });

  it('are among the words for those who cannot see it, with axes and series', () => {
    const words = inWords(figure);
    expect(words).toMatch(/^Figure: .+ over .+Shown: .+profile quick, 3 runs$/);
    expect(words).not.toMatch(/<br>|<sub>|undefined/);
  });
});
