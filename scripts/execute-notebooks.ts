// `npm run notebooks`: executes the notebooks in place, from the results in data/, so that their
// committed outputs show what the code does now.
import 'memorization-kit/supported-node';
import { type ProfileName, readSettings } from 'memorization-kit/engine';
import { findings } from 'memorization-kit/findings';
import { storedResults } from 'memorization-kit/results';
import path from 'node:path';
import { executeAll, reportFailures, wasStopped } from './notebooks/execute-all.js';
import { listNotebooks, nameOf, root } from './notebooks/files.js';
import { selectByName } from './notebooks/select.js';
import { dataFolder, folder, kitCommand, nothingStored } from './options.js';
import { profileOption, runCommand, wholeNumber } from './options.js';

interface Flags {
  profile?: ProfileName;
  jobs?: number;
  notebooks: string;
}

/** Throws where a notebook that is to be written anew would show other results than those stored. */
function requireResults(notebooks: string[]): void {
  const dataDir = dataFolder();
  for (const name of notebooks.map(nameOf)) {
    const finding = Object.values(findings).find(({ notebook }) => notebook === name);
    if (finding && !storedResults(finding, dataDir)) throw nothingStored(dataDir);
  }
}

async function main(names: string[], { profile, jobs, notebooks: where }: Flags): Promise<void> {
  const notebooks = selectByName('notebook', listNotebooks(where), nameOf, names);
  if (!profile && !readSettings().profileGiven) requireResults(notebooks);
  const env = {
    ...(profile ? { KIT_PROFILE: profile } : {}),
    ...(jobs ? { KIT_JOBS: String(jobs) } : {}),
  };
  const executed = await executeAll({ notebooks, env, output: (notebook) => notebook });
  if (reportFailures(executed).length > 0) process.exitCode = 1;
  else if (wasStopped(executed)) process.exitCode = 130;
}

const program = kitCommand(
  'npm run notebooks --',
  'Executes the notebooks in place, with the results in data/.',
)
  .argument('[notebooks...]', 'names such as 01-bits-per-parameter (default: all)')
  .addOption(profileOption('KIT_PROFILE, or what is stored'))
  .option('--notebooks <folder>', 'where they are', folder, path.join(root, 'notebooks'))
  .option('--jobs <n>', 'worker processes of a sweep whose results are missing', wholeNumber(1))
  .action(main);

void runCommand(program);
