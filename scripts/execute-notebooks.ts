// `npm run notebooks`: executes the notebooks in place, from the results in data/, so that their
// committed outputs show what the code does now.
import 'memorization-kit/supported-node';
import { Command } from 'commander';
import { oneOf, profileNames } from 'memorization-kit/engine';
import path from 'node:path';
import { executeAll, reportFailures, wasStopped } from './notebooks/execute-all.js';
import { listNotebooks, nameOf, root } from './notebooks/files.js';
import { selectByName } from './notebooks/select.js';

interface Flags {
  profile?: string;
  jobs?: string;
  notebooks: string;
}

async function main(names: string[], flags: Flags): Promise<number> {
  const all = listNotebooks(path.resolve(flags.notebooks));
  const notebooks = selectByName('notebook', all, nameOf, names);
  const env = {
    ...(flags.profile ? { KIT_PROFILE: oneOf('profile', flags.profile, profileNames) } : {}),
    ...(flags.jobs ? { KIT_JOBS: flags.jobs } : {}),
  };
  const executed = await executeAll({ notebooks, env, output: (notebook) => notebook });
  if (reportFailures(executed).length > 0) return 1;
  return wasStopped(executed) ? 130 : 0;
}

const program = new Command('notebooks')
  .description('Executes the notebooks in place, with the results in data/.')
  .argument('[notebooks...]', 'names such as 01-bits-per-parameter (default: all)')
  .option(
    '--profile <name>',
    `${profileNames.join(', ')} (default: KIT_PROFILE, or what is stored completely)`,
  )
  .option('--notebooks <folder>', 'where they are', path.join(root, 'notebooks'))
  .option('--jobs <n>', 'worker processes of a sweep whose results are missing')
  .action(async (names: string[], flags: Flags) => {
    process.exitCode = await main(names, flags);
  });

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
