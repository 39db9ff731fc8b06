// `npm run results`: writes RESULTS.md from data/. `--check` only compares.
import 'memorization-kit/supported-node';
import { Command } from 'commander';
import { projectRoot, readSettings } from 'memorization-kit/engine';
import path from 'node:path';
import { updateGenerated } from './results/generated.js';
import { resultsPage } from './results/page.js';
import { shownFindings } from './results/shown.js';

interface Flags {
  check: boolean;
  data?: string;
  out: string;
}

function main({ check, data, out }: Flags): void {
  const dataDir = data ? path.resolve(data) : readSettings().dataDir;
  const file = path.resolve(out);
  const command = 'npm run results';
  const done = updateGenerated(file, resultsPage(shownFindings(dataDir)), { check, command });
  if (!done) process.exitCode = 1;
  else if (!check) console.log(path.relative(process.cwd(), file));
}

const program = new Command('npm run results --')
  .description('Writes RESULTS.md from the stored results.')
  .option('--check', 'only say whether it is what would be written', false)
  .option('--data <folder>', 'where the results are (default: KIT_DATA or data/)')
  .option('--out <file>', 'what is written', path.join(projectRoot(), 'RESULTS.md'))
  .action(main);

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
