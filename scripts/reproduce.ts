// `npm run reproduce`: executes the notebooks in real Jupyter kernels, which trains what is missing,
// and ends with the table of the papers' claims and ours. Everything is written below reproduced/.
import 'memorization-kit/supported-node';
import { Option } from 'commander';
import {
  type DeviceChoice,
  type ProfileName,
  readSettings,
  requireWritable,
  shownPath,
} from 'memorization-kit/engine';
import { type AnyFinding, findings } from 'memorization-kit/findings';
import { gpuInSight } from 'memorization-kit/runner';
import path from 'node:path';
import { aheadText, lanesAhead, startAhead } from './notebooks/ahead.js';
import { claimsReport } from './notebooks/claims-report.js';
import { executeAll, reportFailures, wasStopped } from './notebooks/execute-all.js';
import { listNotebooks, nameOf, root } from './notebooks/files.js';
import { planOf, planText } from './notebooks/plan.js';
import { selectByName } from './notebooks/select.js';
import { deviceOption, folder, kitCommand } from './options.js';
import { listedFindings, profileOption, runCommand, wholeNumber } from './options.js';

interface Flags {
  finding?: string[];
  profile?: ProfileName;
  device?: DeviceChoice;
  jobs?: number;
  rerun?: boolean;
  dryRun?: boolean;
  strict?: boolean;
  notebooks: string;
  output: string;
}

/** What the kernels are told beside the user's own environment, whose folders count. */
function environment(flags: Flags): Record<string, string> {
  return {
    KIT_DATA: process.env.KIT_DATA || path.join(flags.output, 'data'),
    KIT_FIGURES: process.env.KIT_FIGURES || path.join(flags.output, 'figures'),
    KIT_PROFILE: flags.profile ?? readSettings().profile, // said, or a notebook would choose
    ...(flags.device ? { KIT_DEVICE: flags.device } : {}),
    ...(flags.jobs ? { KIT_JOBS: String(flags.jobs) } : {}),
    ...(flags.rerun ? { KIT_RERUN: '1' } : {}),
  };
}

/** The notebooks to execute: those of the findings asked for, or all. */
function chosenNotebooks(folder: string, chosen: AnyFinding[], all: boolean): string[] {
  const notebooks = listNotebooks(folder);
  if (notebooks.length === 0) {
    throw new Error(`There is no notebook in ${folder}; "git checkout notebooks" restores them.`);
  }
  if (all) return notebooks;
  const wanted = [...new Set(chosen.map((finding) => finding.notebook))];
  return selectByName('notebook', notebooks, nameOf, wanted);
}

/** Tries the folders, before anything is trained for them. */
function requireOutput(folders: string[]): void {
  try {
    folders.forEach(requireWritable);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${message} Choose another --output.`, { cause: error });
  }
}

async function main(flags: Flags): Promise<number> {
  const env = environment(flags);
  const { profile, device, jobs, rerun, dataDir, figuresDir } = readSettings({
    ...process.env,
    ...env,
  });
  const asked = flags.finding ?? [];
  const chosen = selectByName('finding', Object.values(findings), ({ name }) => name, asked);
  if (device === 'gpu' && !gpuInSight()) {
    throw new Error(
      'A GPU was asked for, but there is no NVIDIA driver here, or CUDA_VISIBLE_DEVICES hides it. ' +
        'Check that `nvidia-smi` lists the GPU; or choose --device cpu.',
    );
  }
  const notebooks = chosenNotebooks(flags.notebooks, chosen, asked.length === 0);
  const output = path.join(flags.output, 'notebooks');
  if (!flags.dryRun) requireOutput([output, dataDir, figuresDir]);
  const plan = planOf({ notebooks, profile, device, jobs: jobs ?? undefined, rerun, dataDir });
  const lanes = lanesAhead(plan, { jobs, rerun });
  console.log(`${planText(plan)}${lanes > 0 ? `\n${aheadText}` : ''}\n`);
  if (flags.dryRun) return 0;
  const endAhead = startAhead(plan, lanes, env);
  const executed = await executeAll({
    notebooks,
    env,
    output: (notebook) => path.join(output, path.basename(notebook)),
    expectedSeconds: (notebook) =>
      plan.notebooks.find(({ name }) => name === nameOf(notebook))?.expected.seconds ?? null,
  });
  await endAhead();
  const failed = reportFailures(executed);
  if (wasStopped(executed)) {
    console.error('\nStopped. The same command goes on from here: what was trained is kept.');
    return 130;
  }
  const shown = chosen.filter((finding) => notebooks.map(nameOf).includes(finding.notebook));
  const report = claimsReport(shown, profile, dataDir);
  console.log(`\n${report.text}\n`);
  console.log(`Executed notebooks: ${shownPath(output)}`);
  if (failed.length > 0)
    console.error(`\nFailed: ${failed.join(', ')}; the reasons are above the table.`);
  if (failed.length > 0 || report.damaged) return 1;
  return flags.strict && !report.reproduced ? 1 : 0;
}
/** The default is a folder of the project, wherever the command was given. */
const folderOption = (flags: string, text: string, name: string): Option =>
  new Option(flags, text).default(path.join(root, name), name).argParser(folder);

const program = kitCommand(
  'npm run reproduce --',
  'Trains what is missing, executes the notebooks and compares claims and results.',
)
  .option('--finding <name...>', `only these: ${listedFindings}`)
  .addOption(profileOption('KIT_PROFILE or quick'))
  .addOption(deviceOption())
  .option(
    '--jobs <n>',
    'worker processes of a sweep (default: KIT_JOBS, or one per core)',
    wholeNumber(1),
  )
  .option('--rerun', 'train again what is stored')
  .option('--dry-run', 'show the plan and how long it will take; train and write nothing')
  .option('--strict', 'fail also when a claim is not reproduced, at least partly')
  .addOption(folderOption('--notebooks <folder>', 'where the notebooks are', 'notebooks'))
  .addOption(folderOption('--output <folder>', 'where everything is written', 'reproduced'))
  .addHelpText(
    'after',
    `
Examples:
  npm run reproduce -- --dry-run                        what would be trained, and for how long
  npm run reproduce -- --finding bits-per-parameter     one finding: its notebook and its claims
  npm run reproduce -- --profile standard --jobs 8      the longer profile, eight runs at a time
  npm run reproduce -- --device gpu --profile paper     the papers' sizes; an error without a GPU

Ctrl-C stops at a checkpoint, and the same command goes on from there. Exit code: 0 done,
1 a notebook failed (with --strict: or a claim is not reproduced), 130 stopped.`,
  )
  .action(async (flags: Flags) => {
    process.exitCode = await main(flags);
  });

void runCommand(program);
