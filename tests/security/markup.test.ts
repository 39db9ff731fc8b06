import { type Figure, draw, plainText } from 'memorization-kit/plot';
import { closeExporter, renderFigure } from 'memorization-kit/plot/export';
import {
  claimCells,
  figureBundle,
  lettersBundle,
  sweepLine,
  tableBundle,
} from 'memorization-kit/notebook';
import { attributes } from 'memorization-kit/datasets';
import { biographiesQa, pProbing, type ProbingRun } from 'memorization-kit/findings';
import { paperTables } from 'memorization-kit/results';
import { afterAll, describe, expect, it } from 'vitest';
import { syntheticQaRun } from '../findings/synthetic-qa';

afterAll(closeExporter);

const evil = `<a href="https://example.org/?%{x}"><b>Ann</b></a>&amp;<img src=x onerror='alert(1)'>`;
const asText =
  '&lt;a href=&quot;https://example.org/?%{x}&quot;&gt;&lt;b&gt;Ann&lt;/b&gt;&lt;/a&gt;&amp;amp;' +
  '&lt;img src=x onerror=&#39;alert(1)&#39;&gt;';

/** All strings anywhere in a figure, and the keys under which it has them. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : [];
}

describe('markup in data is shown as text', () => {
  it('in tables and their captions', () => {
    const html = tableBundle([{ name: evil, [evil]: { name: evil } }], { caption: evil })[
      'text/html'
    ] as string;
    expect(html.match(/<(?!\/?(table|caption|thead|tbody|tr|t[hd]( style="[a-z: -]+")?)>)/g)).toBe(
      null,
    );
    expect(html).toContain(`<td style="text-align: left">${asText}</td>`);
    expect(html).toContain(`<caption>${asText}</caption>`);
  });

  it('in the table of claims', () => {
    const [cells] = claimCells([
      {
        ...{ text: evil, unit: evil, source: evil, paper: evil, verdict: evil as 'no data' },
        ...{ ours: 1, low: NaN, high: NaN, n: 1, figure: evil },
        ...{ kind: 'paper', outcome: 'none' },
      },
    ]);
    const html = tableBundle([cells])['text/html'] as string;
    expect(html).not.toMatch(/<(a|b|img)\b/);
    expect(html.split(asText)).toHaveLength(6);
  });

  it('in the letters of a string', () => {
    const html = lettersBundle([evil, 'b'], [1, 0], evil)['text/html'] as string;
    expect(html).not.toMatch(/<(a|b|img)\b/);
    expect(html.split(asText)).toHaveLength(3);
  });

  it('in lines of progress, which are plain text', () => {
    const overview = { total: 2, done: 1, failed: 0, running: 1, waiting: 0, secondsLeft: 1 };
    expect(sweepLine(evil, overview, evil)).toContain(evil);
  });
});

describe('markup in the configuration of a run is shown as text in figures', () => {
  const runs = ['single', evil].flatMap((data) =>
    [0.2, 0.4].map((full, i) => syntheticQaRun({ data, full, seed: i + 1 })),
  );
  const every = Object.fromEntries(attributes.map((attribute) => [attribute, 0.5]));
  const table = attributes.map(() => attributes.map(() => 0.5));
  const scores = { train: every, test: every };
  const answers = { accuracy: 0.5, byAttribute: every };
  const probed = {
    config: pProbing.config({ data: evil }),
    measurements: {
      recall: { all: 1 },
      majority: every,
      pProbe: table,
      control: table,
      qProbe: { all: scores, ends: scores },
      qa: { training: answers, heldOut: answers },
    } as unknown as ProbingRun['measurements'],
    curves: {},
  };
  const ofQa = (name: string, of = runs) => draw(biographiesQa.figures[name], of, paperTables());
  const figures: Record<string, Figure> = {
    bars: ofQa('further-augmentations'),
    'heat map': ofQa('qa-accuracy-by-arm-and-attribute'),
    curves: ofQa('accuracy-vs-exposures', runs.slice(2)),
    probes: draw(pProbing.figures['probe-vs-qa'], [probed], paperTables()),
  };

  it.each(Object.keys(figures))('%s', (name) => {
    const found = texts(figures[name]).filter((text) => text.includes('Ann'));
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) {
      expect(text.replaceAll('<br>', '')).not.toMatch(/<|%\{x\}/);
      expect(text).toContain(plainText('<b>Ann</b>'));
    }
  });

  it('and is no markup in a picture, nor in its title', async () => {
    const { data, layout } = figures['heat map'];
    const titled = { data, layout: { ...layout, title: { text: plainText(evil) } } };
    const svg = (await renderFigure(titled, 'svg')).toString();
    expect(svg).not.toMatch(/<a\b|<im|<b>/);
    expect(svg).toContain('&lt;b&gt;Ann&lt;/b&gt;');
    expect((await figureBundle(figures.probes))['text/plain']).toContain(evil);
  });
});
