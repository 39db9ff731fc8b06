// `npm run pages`: the executed notebooks as a static site, with figures that can be explored.
import 'memorization-kit/supported-node';
import { Command } from 'commander';
import { readSettings } from 'memorization-kit/engine';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './notebooks/files.js';
import { makeSite } from './pages/site.js';
import { requireReplaceable, writeSite } from './pages/write-site.js';

interface Flags {
  notebooks: string;
  out: string;
}

function main(flags: Flags): void {
  const { dataDir, figuresDir } = readSettings();
  const out = path.resolve(flags.out);
  requireReplaceable(out);
  const site = makeSite({ notebooks: path.resolve(flags.notebooks), dataDir, figuresDir });
  writeSite(site, out);
  const bytes = [...site.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  const pages = [...site.keys()].filter((name) => name.endsWith('.html'));
  console.log(`${pages.length} pages, ${(bytes / 1e6).toFixed(1)} MB. Open in a browser:`);
  console.log(pathToFileURL(path.join(out, 'index.html')).href);
}

const program = new Command('npm run pages --')
  .description('Makes a static site from the executed notebooks, data/ and figures/.')
  .option('--notebooks <folder>', 'where they are', path.join(root, 'notebooks'))
  .option(
    '--out <folder>',
    'where the site goes; an earlier one is replaced',
    path.join(root, 'site'),
  )
  .action((flags: Flags) => {
    try {
      main(flags);
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  });

program.parse();
