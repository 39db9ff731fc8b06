import { formatNumber, showTable, tableBundle, withInterval } from 'memorization-kit/notebook';
import { describe, expect, it, vi } from 'vitest';

const html = (...args: Parameters<typeof tableBundle>): string =>
  tableBundle(...args)['text/html'] as string;
const text = (...args: Parameters<typeof tableBundle>): string =>
  tableBundle(...args)['text/plain'];

describe('a table', () => {
  it('escapes all that comes from data', () => {
    const evil = `<img src=x onerror="alert('1')">&`;
    const made = html([{ [evil]: evil }], { caption: evil });
    expect(made).not.toContain('<img');
    expect(made).not.toContain(`'1'`);
    expect(
      made.split('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;'),
    ).toHaveLength(4);
  });

  it('puts numbers to the right and words to the left', () => {
    const made = html([{ name: 'a', bits: 2.5 }]);
    expect(made).toContain('<td style="text-align: left">a</td>');
    expect(made).toContain('<td style="text-align: right">2.500</td>');
    expect(
      text([
        { name: 'long name', n: 1 },
        { name: 'b', n: 20 },
      ]),
    ).toBe(['name        n', '─────────  ──', 'long name   1', 'b          20'].join('\n'));
  });

  it('takes the columns asked for', () => {
    const rows = [{ a: 1, b: 2, c: 3 }];
    expect(text(rows, { columns: ['c', 'a'] }).split('\n')[0]).toBe('c  a');
    expect(() => tableBundle(rows, { columns: ['d'] })).toThrow('no column "d"; it has a, b, c');
  });

  it('reads a DataFrame', () => {
    const frame = {
      columns: ['d', 'P'],
      values: [
        [8, 2040],
        [16, 5616],
      ],
    };
    expect(text(frame)).toBe(' d     P\n──  ────\n 8  2040\n16  5616');
  });

  it('says how many rows it leaves out, and what is missing', () => {
    const rows = [{ a: 1 }, { a: null }, { a: NaN }];
    expect(text(rows)).toBe('  a\n───\n  1\n  –\nNaN');
    expect(text(rows, { maxRows: 1 })).toContain('2 more rows');
    expect(html(rows, { maxRows: 1 })).toContain('2 more rows');
  });

  it('writes the numbers of a column alike', () => {
    expect(
      text([{ a: 2.5 }, { a: 31.25 }])
        .split('\n')
        .slice(2),
    ).toEqual([' 2.50', '31.25']);
    expect(
      text([{ a: 1e-7 }, { a: 2 }])
        .split('\n')
        .slice(2),
    ).toEqual(['1.000e-7', '       2']);
  });

  it('wraps words in the plain text only', () => {
    expect(text([{ a: 'one two three' }], { wrap: 7 })).toBe('a\n───────\none two\nthree');
    expect(html([{ a: 'one two three' }], { wrap: 7 })).toContain('one two three');
  });

  it('says which runs it shows', () => {
    const of = [{ profile: 'quick' }, { profile: 'quick' }];
    expect(html([{ a: 1 }], { of })).toContain('<caption>Profile quick, 2 runs</caption>');
    expect(text([{ a: 1 }], { caption: 'Bits', of })).toMatch(/^Bits \(profile quick, 2 runs\)\n/);
    expect(text([{ a: 1 }], { of: of.slice(1) })).toMatch(/^Profile quick, 1 run\n/);
  });

  it('is folded under a line, in HTML', () => {
    expect(html([{ a: 1 }], { fold: 'All <runs>' })).toMatch(
      /^<details><summary>All &lt;runs&gt;<\/summary><table>.*<\/table><\/details>$/s,
    );
    expect(text([{ a: 1 }], { fold: 'All runs' })).toBe('a\n─\n1');
  });

  it.each([
    ['reproduced', '#116329'],
    ['partly reproduced', '#7a4b00'],
    ['not reproduced', '#a0111f'],
  ])('has "%s" in its color', (verdict, color) => {
    expect(html([{ verdict }])).toMatch(
      new RegExp(`<td style="[^"]*color:${color}[^"]*">${verdict}`),
    );
    expect(html([{ verdict: 'no data' }])).not.toContain('color');
    expect(html([{ [verdict]: 1 }])).not.toContain('color'); // the head of a column
  });

  it('is printed as text outside a kernel', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    showTable([{ a: 1 }]);
    expect(log.mock.calls).toEqual([['a\n─\n1']]);
    log.mockRestore();
  });
});

describe('numbers', () => {
  it.each([
    [3, '3'],
    [31600, '31,600'],
    [0.123456, '0.1235'],
    [2.5, '2.500'],
    [-12.3456, '-12.35'],
    [1.5e-7, '1.500e-7'],
    [1.25e12 + 0.5, '1.250e+12'],
    [NaN, 'NaN'],
  ])('%f is written %s', (value, written) => {
    expect(formatNumber(value)).toBe(written);
  });

  it('come with their interval where there is one', () => {
    expect(withInterval({ ours: 2.516, low: 2.48, high: 2.561 })).toBe('2.52 [2.48, 2.56]');
    expect(withInterval({ ours: 2.516, low: NaN, high: NaN })).toBe('2.52');
    expect(withInterval({ ours: NaN, low: NaN, high: NaN })).toBe('–');
  });
});
