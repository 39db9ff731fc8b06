// `npm run reproduce`: executes the notebooks in real Jupyter kernels, which trains what is missing,
// and ends with the table of the papers' claims and ours. Everything is written below reproduced/.
import { Command } from 'commander';
import { deviceChoices, profileNames, readSettings } from 'memorization-kit/engine';
import { type Finding, findings } from 'memorization-kit/findings';
import path from 'node:path';
import { claimsReport } from './notebooks/claims-report.js';
import { executeAll, reportFailures, wasStopped } from './notebooks/execute-all.js';
import { listNotebooks, nameOf, root } from './notebooks/files.js';
import { selectByName } from './notebooks/select.js';
import { wholeNumber } from './options.js';

interface Flags {
  finding?: string[];
  profile: string;
  device: string;
  jobs?: number;
  rerun?: boolean;
  strict?: boolean;
  notebooks: string;
  output: string;
}

/** What the kernels are told; KIT_DATA and KIT_FIGURES keep what the user has set. */
function environment(flags: Flags): Record<string, string> {
  return {
    KIT_PROFILE: flags.profile,
    KIT_DEVICE: flags.device,
    KIT_DATA: process.env.KIT_DATA || path.join(flags.output, 'data'),
    KIT_FIGURES: process.env.KIT_FIGURES || path.join(flags.output, 'figures'),
    ...(flags.jobs ? { KIT_JOBS: String(flags.jobs) } : {}),
    ...(flags.rerun ? { KIT_RERUN: '1' } : {}),
  };
}

/** The notebooks to execute: those of the findings asked for, or all. */
function chosenNotebooks(folder: string, chosen: AnyFinding[], all: boolean): string[] {
  const notebooks = listNotebooks(path.resolve(folder));
  if (notebooks.length === 0) {
    throw new Error(`There is no notebook in ${folder}; "git checkout notebooks" restores them.`);
  }
  if (all) return notebooks;
  const wanted = [...new Set(chosen.map((finding) => finding.notebook))];
  return selectByName('notebook', notebooks, nameOf, wanted);
}

type AnyFinding = Finding<Record<string, number | string | boolean>, unknown>;

async function main(given: Flags): Promise<number> {
  const flags = { ...given, output: path.resolve(given.output) };
  const env = environment(flags);
  const { profile, dataDir } = readSettings(env); // throws for a value that is not allowed
  const asked = flags.finding ?? [];
  const chosen = selectByName('finding', Object.values(findings), ({ name }) => name, asked);
  const notebooks = chosenNotebooks(flags.notebooks, chosen, asked.length === 0);
  const folder = path.join(flags.output, 'notebooks');
  const executed = await executeAll({
    notebooks,
    env,
    output: (notebook) => path.join(folder, path.basename(notebook)),
  });
  const failed = reportFailures(executed);
  if (wasStopped(executed)) return 130;
  const report = claimsReport(chosen, profile, dataDir);
  console.log(`\n${report.text}\n`);
  console.log(`Executed notebooks: ${path.relative(process.cwd(), folder)}`);
  if (failed || report.damaged) return 1;
  return flags.strict && !report.allReproduced ? 1 : 0;
}

const settings = readSettings();
const program = new Command('npm run reproduce --')
  .description('Trains what is missing, executes the notebooks and compares claims and results.')
  .option('--finding <name...>', `only these: ${Object.keys(findings).join(', ')}`)
  .option('--profile <name>', profileNames.join(', '), settings.profile)
  .option('--device <name>', deviceChoices.join(', '), settings.device)
  .option('--rerun', 'train again what is stored in reproduced/data')
  .option('--jobs <n>', 'worker processes of a sweep (default: one per core)', wholeNumber(1))
  .option('--notebooks <folder>', 'where the notebooks are', path.join(root, 'notebooks'))
  .option('--output <folder>', 'where everything is written', path.join(root, 'reproduced'))
  .option('--strict', 'fail also when a claim is not reproduced, at least partly')
  .action(async (flags: Flags) => {
    process.exitCode = await main(flags);
  });

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
