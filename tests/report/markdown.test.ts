import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { rangeText } from '../../build/scripts/results/bands.js';
import { escapeMarkdown, markdownTable } from '../../build/scripts/results/markdown.js';

const render = (markdown: string): string => new MarkdownIt({ html: true }).render(markdown);

/** The cells of the only row of a table as text. */
function cells(html: string): string[] {
  const body = html.slice(html.indexOf('<tbody>'));
  return [...body.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell]) =>
    cell
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
}

describe('generated Markdown', () => {
  it.each([
    'a | b',
    '<img src=x onerror=alert(1)>',
    '[text](https://example.org)',
    '![picture][reference]',
    '**bold** _slanted_ `code` ~~gone~~',
    'a \\| b \\',
    '2 log_l n [0.1, 0.2]',
    '&lt;b&gt;',
  ])('shows %j as it is', (text) => {
    const html = render(markdownTable(['x', 'y'], [[escapeMarkdown(text), 'z']]));
    expect(cells(html)).toEqual([text, 'z']);
  });

  it('shows any text as it is', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(text, (any) => {
        const plain = any.replace(/\s+/g, ' ').trim();
        const html = render(markdownTable(['x', 'y'], [[escapeMarkdown(any), 'z']]));
        expect(cells(html)).toEqual([plain, 'z']);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves intervals and names readable', () => {
    expect(escapeMarkdown('2 log_l n: 0.9 [0.8, 1.0] %')).toBe('2 log_l n: 0.9 [0.8, 1.0] %');
  });

  it('refuses a row that does not fit its table', () => {
    expect(() => markdownTable(['a', 'b'], [['1']])).toThrow('1 cells does not fit a head of 2');
  });

  it.each<[[number, number], string]>([
    [[0.9, 1], 'from 0.9 to 1'],
    [[1.25, Infinity], 'at least 1.25'],
    [[-Infinity, -4.2], 'at most -4.2'],
    [[-8.4 / 2, 0.1 + 0.2], 'from -4.2 to 0.3'],
  ])('writes the band %j as "%s"', (band, text) => expect(rangeText(band)).toBe(text));
});
