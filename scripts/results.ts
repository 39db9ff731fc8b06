// `npm run results`: writes RESULTS.md from data/. `--check` only compares.
import 'memorization-kit/supported-node';
import { projectRoot } from 'memorization-kit/engine';
import path from 'node:path';
import { dataFolder, folder, kitCommand, nothingStored, runCommand } from './options.js';
import { updateGenerated } from './results/generated.js';
import { resultsPage } from './results/page.js';
import { shownFindings } from './results/shown.js';

interface Flags {
  check: boolean;
  incomplete: boolean;
  data?: string;
  out: string;
}

function main({ check, incomplete, data, out }: Flags): void {
  const dataDir = dataFolder(data);
  const shown = shownFindings(dataDir, { incomplete });
  if (shown.length === 0) throw nothingStored(dataDir);
  const file = path.resolve(out);
  const command = 'npm run results';
  const done = updateGenerated(file, resultsPage(shown), { check, command });
  if (!done) process.exitCode = 1;
  else if (!check) console.log(path.relative(process.cwd(), file));
}

const program = kitCommand('npm run results --', 'Writes RESULTS.md from the stored results.')
  .option('--check', 'only say whether it is what would be written', false)
  .option('--incomplete', 'also from sweeps of which runs are missing', false)
  .option('--data <folder>', 'where the results are (default: KIT_DATA or data/)', folder)
  .option('--out <file>', 'what is written', path.join(projectRoot(), 'RESULTS.md'))
  .action(main);

void runCommand(program);
