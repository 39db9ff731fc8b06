import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../notebooks/files.js';

const fromRoot = createRequire(path.join(root, 'package.json'));
const own = path.join(root, 'scripts', 'pages', 'assets');

/** The folder of an installed package. Throws with the remedy when it is not there. */
function packageFolder(name: string): string {
  try {
    return path.dirname(fromRoot.resolve(`${name}/package.json`));
  } catch {
    throw new Error(`The package ${name} is not installed. Run "npm run setup".`);
  }
}

/** KaTeX's style sheet, which names each font in three formats, with the one that all browsers read. */
function katexStyle(folder: string): string {
  const css = readFileSync(path.join(folder, 'katex.min.css'), 'utf8');
  return css.replace(/(src:url\([^)]*\.woff2\) format\("woff2"\))[^}]*/g, '$1');
}

/** Everything that all pages share: name on the site -> content. */
export function assets(): Map<string, Buffer | string> {
  const katex = path.join(packageFolder('katex'), 'dist');
  const fonts = readdirSync(path.join(katex, 'fonts')).filter((name) => name.endsWith('.woff2'));
  // Of the same version as the whole of Plotly, which draws the pictures, and an eighth of it.
  const plotly = path.join(
    packageFolder('plotly.js-cartesian-dist-min'),
    'plotly-cartesian.min.js',
  );
  return new Map<string, Buffer | string>([
    ['plotly.js', readFileSync(plotly)],
    ['page.js', readFileSync(path.join(own, 'page.js'))],
    ['style.css', readFileSync(path.join(own, 'style.css'))],
    ['katex/katex.css', katexStyle(katex)],
    ...fonts.map((name): [string, Buffer] => [
      `katex/fonts/${name}`,
      readFileSync(path.join(katex, 'fonts', name)),
    ]),
  ]);
}
