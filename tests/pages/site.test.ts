import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { highlight } from '../../build/scripts/pages/highlight.js';
import { markdownOfPage } from '../../build/scripts/pages/markdown.js';
import { plainText, PLOTLY } from '../../build/scripts/pages/outputs.js';
import type { Site } from '../../build/scripts/pages/site.js';
import { writeSite } from '../../build/scripts/pages/write-site.js';
import { listNotebooks, nameOf, readNotebook } from '../../build/scripts/notebooks/files.js';
import { folderForAll } from '../folder.js';
import { runScript } from '../notebook/command.js';
import * as support from './support.js';

const { pagesOf, show, siteOf, textOf } = support;
const names = listNotebooks(support.notebooksFolder).map(nameOf);

/** The values of an attribute, as they are after unescaping. */
function attributes(html: string, name: string): string[] {
  const found = [...html.matchAll(new RegExp(`<[^>]*\\s${name}="([^"]*)"`, 'g'))];
  return found.map(([, value]) => value.replace(/&amp;/g, '&'));
}

describe('the site of the committed notebooks', () => {
  let site: Site;
  beforeAll(() => {
    site = siteOf();
  });

  test('has an index and a page for every notebook', () => {
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(pagesOf(site)).toEqual(expect.arrayContaining(names.map((name) => `${name}.html`)));
    for (const name of names) expect(textOf(site, 'index.html')).toContain(`href="${name}.html"`);
  });

  test('is the same, byte by byte, when it is made again', () => {
    const again = siteOf();
    expect([...again.keys()]).toEqual([...site.keys()]);
    for (const [name, content] of site) {
      expect(Buffer.from(content).equals(Buffer.from(again.get(name)!)), name).toBe(true);
    }
  });

  test('every link leads somewhere, and every resource is a file of the site', () => {
    for (const page of pagesOf(site)) {
      const html = textOf(site, page);
      const links = attributes(html, 'href').filter((href) => !/^(https?|data):/.test(href));
      for (const target of [...links, ...attributes(html, 'src')]) {
        expect(target, page).not.toMatch(/^[a-z]+:|^\/|\.\./);
        const [file, fragment] = target.split('#');
        expect(site.has(file || page), `${page} -> ${target}`).toBe(true);
        if (fragment) {
          const ids = attributes(textOf(site, file || page), 'id');
          expect(ids, `${page} -> ${target}`).toContain(decodeURIComponent(fragment));
        }
      }
      const ids = attributes(html, 'id');
      expect(new Set(ids).size, `ids of ${page}`).toBe(ids.length);
      // What is loaded: only ordinary links may lead elsewhere.
      expect(html).not.toMatch(/<(?:link|script|img|iframe)[^>]*(?:href|src)="(?:https?:)?\/\//);
    }
    for (const name of [...site.keys()].filter((file) => file.endsWith('.css'))) {
      const urls = [...textOf(site, name).matchAll(/url\(([^)]*)\)/g)].map(([, url]) => url);
      for (const url of urls)
        expect(site.has(path.posix.join(path.dirname(name), url)), url).toBe(true);
    }
  });

  test('every picture has a text, every figure of the kit a place, every notebook colored verdicts', () => {
    for (const page of pagesOf(site)) {
      const pictures = textOf(site, page).match(/<img [^>]*>/g) ?? [];
      for (const picture of pictures) expect(picture, page).toMatch(/ alt="[^"]{10,}"/);
    }
    for (const name of names) {
      const html = textOf(site, `${name}.html`);
      expect(html, name).toMatch(/<td style="[^"]*color:#116329[^"]*">reproduced<\/td>/);
      expect(html, name).toMatch(/Profile standard, \d+ runs/);
    }
    const figures = readdirSync(path.join(support.notebooksFolder, '../figures'));
    for (const name of figures.filter((file) => file.endsWith('.json'))) {
      expect(textOf(site, 'index.html')).toContain(`#${path.parse(name).name}"`);
    }
  });

  test('no formula is left as text, and none is drawn in red', () => {
    for (const page of pagesOf(site)) {
      const html = textOf(site, page);
      expect(html, page).not.toContain('katex-error');
      const words = html.replace(/<script[\s\S]*?<\/script>|<pre[\s\S]*?<\/pre>/g, '');
      const shown = words.replace(/<annotation[\s\S]*?<\/annotation>/g, '');
      expect(shown, page).not.toMatch(/\$[^$<]+\$|\\(?:frac|log|sum|text)\b/);
    }
  });

  test('every figure of a notebook is on its page, with its JSON and a picture of a known size', () => {
    for (const file of listNotebooks(support.notebooksFolder)) {
      const outputs = readNotebook(file).cells.flatMap((cell) => cell.outputs ?? []);
      const figures = outputs.filter(({ data }) => data && PLOTLY in data);
      const html = textOf(site, `${nameOf(file)}.html`);
      const specs = [...html.matchAll(/<script type="application\/json">([\s\S]*?)<\/script>/g)];
      expect(specs.length).toBe(figures.length);
      expect(html.match(/<figure [^>]*>\s*<figcaption>[^<]+<\/figcaption>/g)?.length).toBe(
        specs.length,
      );
      specs.forEach(([, json], i) => {
        const { wide, narrow } = JSON.parse(json) as Record<string, { data: []; layout: object }>;
        const original = figures[i].data![PLOTLY] as { data: []; layout: object };
        expect(wide).toEqual({ data: original.data, layout: original.layout });
        expect(narrow.data.length).toBe(wide.data.length);
      });
      expect(html.match(/<img [^>]*>/g)).toSatisfy((images: string[]) =>
        images.every((image) => /width="\d+" height="\d+"/.test(image)),
      );
    }
  });
});

describe('what is strange in a notebook', () => {
  const folder = folderForAll();
  const made = (text: string, outputs: object[]): string => {
    const notebooks = path.join(folder, String(Math.random()));
    support.writeNotebook(notebooks, 'strange', text, outputs);
    return textOf(siteOf(notebooks), 'strange.html');
  };

  test('markup in prose, outputs, titles and config strings shows as text', () => {
    const evil = '<img src=x onerror=alert(1)></script><script>alert(2)</script>';
    const layout = { title: { text: evil } };
    const html = made(`# Title ${evil}\n\n[a](javascript:alert(3)) $x<y$`, [
      { output_type: 'stream', name: 'stdout', text: evil },
      show({
        'text/html': `<table><tr><td onclick="alert(4)" style="position:fixed">${evil}</td></tr></table>`,
      }),
      show({ 'text/markdown': evil }),
      show({ 'text/plain': evil }),
      show({ [PLOTLY]: { data: [{ name: evil }], layout }, 'image/png': support.pixel }),
    ]);
    expect(html).not.toMatch(/<img src=x|<script>|onclick|position:fixed|href="javascript/i);
    expect(html.match(/&lt;script&gt;alert\(2\)/g)?.length).toBeGreaterThanOrEqual(5);
    // The only scripts are the page's two and the figure's JSON, which ends where it should.
    expect(html.match(/<script/g)?.length).toBe(3);
    expect(html.match(/<\/script>/g)?.length).toBe(3);
  });

  test('a heading that comes twice, and in two cells, has two ids', () => {
    const html = made('# A\n\n## B\n\n## B', [show({ 'text/markdown': '## B' })]);
    expect(attributes(html, 'id')).toEqual(['a', 'b', 'b-1', 'b-2']);
  });

  test('a notebook without outputs is named, with the remedy', async () => {
    const notebooks = path.join(folder, 'unexecuted');
    support.writeNotebook(notebooks, 'empty', '# E', []);
    const out = path.join(folder, 'out');
    const { code, stderr } = await runScript('pages', ['--notebooks', notebooks, '--out', out]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/empty\.ipynb: it has no outputs; .*npm run notebooks/);
    expect(existsSync(out)).toBe(false);
  });

  test('a notebook of another profile than the results of the index is named, with the remedy', () => {
    const notebooks = path.join(folder, 'quick');
    const said = (text: string) => {
      const outputs = [{ output_type: 'stream', name: 'stdout', text }];
      support.writeNotebook(notebooks, '05-p-probing', '# P', outputs);
      return () => siteOf(notebooks);
    };
    expect(said('profile: quick\n')).toThrow(
      /05-p-probing\.ipynb: it shows the profile quick, and data\/ is of the profile standard\..* 05-p-probing$/,
    );
    expect(said('profile: standard\n')).not.toThrow();
  });

  test('a formula or a figure that cannot be drawn is an error that names the cell', () => {
    expect(() => made('# T\n\n$\\frac{$', [show({ 'text/plain': 'x' })])).toThrow(
      /strange\.ipynb: cell 1: .*formula/,
    );
    const figure = { [PLOTLY]: { data: 1 }, 'image/png': support.pixel };
    expect(() => made('# T', [show(figure)])).toThrow(/cell 2: .*no data and layout/);
    expect(() => made('# T', [show({ 'image/png': 'bm8=' })])).toThrow(/cell 2: .*no PNG/);
  });

  test('a folder with other files is not replaced', () => {
    const keep = path.join(folder, 'keep');
    support.writeNotebook(keep, 'mine', '# M', []);
    expect(() => writeSite(new Map([['index.html', '']]), keep)).toThrow(/no site made by this/);
    expect(existsSync(path.join(keep, 'mine.ipynb'))).toBe(true);
  });

  test('an earlier site is replaced as a whole', () => {
    const out = path.join(folder, 'replaced');
    writeSite(new Map([['old.html', 'old']]), out);
    writeFileSync(path.join(out, 'added.txt'), '');
    writeSite(new Map([['index.html', 'new']]), out);
    expect(readFileSync(path.join(out, 'index.html'), 'utf8')).toBe('new');
    expect(existsSync(path.join(out, 'old.html'))).toBe(false);
  });
});

describe('its pieces', () => {
  test('text is as a terminal shows it in the end', () => {
    expect(plainText('\u001b[31mred\u001b[0m\n1 %\r50 %\r100 %\r\nend\n\n')).toBe(
      'red\n100 %\nend',
    );
  });

  test('code is marked and stays the same text', () => {
    const code = "const a = `x ${b < 1} \n two` // <c>\nif (/a&/.test('d')) return 1e3;";
    const html = highlight(code);
    expect(html).toContain('<span class="keyword">const</span>');
    expect(html).toContain('<span class="comment">// &lt;c&gt;</span>');
    const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', '#39': "'", quot: '"' };
    const text = html
      .replace(/<[^>]*>/g, '')
      .replace(/&([^;]+);/g, (_, name: string) => entities[name]);
    expect(text).toBe(code);
  });

  test('a relative link leads to a page of the site or is left as its words', () => {
    const known: Record<string, string> = { 'a.ipynb': 'a.html', 'f.png': 'f.html#f' };
    const render = markdownOfPage((target, kind) =>
      kind === 'picture' && target === 'f.png' ? 'figures/f.png' : (known[target] ?? null),
    );
    expect(render('[![small](f.png)](f.png)')).toContain(
      '<a href="f.html#f"><img src="figures/f.png" alt="small"',
    );
    expect(render('[one](a.ipynb)')).toContain('<a href="a.html">one</a>');
    expect(render('[two *x*](data/b.json) [one](a.ipynb)')).toContain(
      '<span title="data/b.json">two <em>x</em></span> <a href="a.html">',
    );
    expect(render('![alt](c.png)')).toBe('<p>alt</p>\n');
  });
});
