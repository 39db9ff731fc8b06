// `npm run pages`: the executed notebooks as a static site, with figures that can be explored.
import 'memorization-kit/supported-node';
import { readSettings } from 'memorization-kit/engine';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './notebooks/files.js';
import { dataFolder, folder, kitCommand, runCommand } from './options.js';
import { makeSite } from './pages/site.js';
import { requireReplaceable, writeSite } from './pages/write-site.js';

interface Flags {
  incomplete: boolean;
  notebooks: string;
  out: string;
}

function main(flags: Flags): void {
  const { figuresDir } = readSettings();
  const { notebooks, out, incomplete } = flags;
  requireReplaceable(out);
  const site = makeSite({ notebooks, dataDir: dataFolder(), figuresDir, incomplete });
  writeSite(site, out);
  const bytes = [...site.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  const pages = [...site.keys()].filter((name) => name.endsWith('.html'));
  console.log(`${pages.length} pages, ${(bytes / 1e6).toFixed(1)} MB. Open in a browser:`);
  console.log(pathToFileURL(path.join(out, 'index.html')).href);
}

const program = kitCommand(
  'npm run pages --',
  'Makes a static site from the executed notebooks, data/ and figures/.',
)
  .option('--notebooks <folder>', 'where they are', folder, path.join(root, 'notebooks'))
  .option('--incomplete', 'also from sweeps of which runs are missing', false)
  .option(
    '--out <folder>',
    'where the site goes; an earlier one is replaced',
    folder,
    path.join(root, 'site'),
  )
  .action(main);

void runCommand(program);
