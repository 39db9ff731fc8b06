import 'memorization-kit/supported-node';
import { tableBundle } from 'memorization-kit/notebook';
import type { SweepEvent } from 'memorization-kit/runner';
import path from 'node:path';
import { dataFolder, findingsOption, folder } from './options.js';
import { kitCommand, runCommand, wholeNumber } from './options.js';
import { checkData, type FolderReport } from './verify/folders.js';
import { drawSample, recompute, type Recomputed } from './verify/recompute.js';

/*
 * Checks every file in data/, trains a random sample of the cheap runs again in a temporary folder,
 * and compares. Changes nothing.
 */

interface Flags {
  finding: string[];
  sample: number;
  longest: number;
  seed?: number;
  data?: string;
  jobs?: number;
}

async function main(flags: Flags): Promise<void> {
  const reports = checkData(dataFolder(flags.data), flags.finding);
  const seed = flags.seed ?? Date.now() % 1_000_000;
  const sample = drawSample(reports, { size: flags.sample, longest: flags.longest, seed });
  console.log(sampleLine(sample.length, seed, flags));
  const recomputed = await recompute(sample, { jobs: flags.jobs, onEvent: report });
  console.log(`\n${filesTable(reports)}`);
  if (recomputed.length > 0) console.log(`\n${runsTable(recomputed)}`);
  for (const { note } of reports) if (note) console.log(`\n${note}`);
  for (const problem of reports.flatMap(({ problems }) => problems)) console.log(`- ${problem}`);
  const problems = reports.reduce((sum, each) => sum + each.problems.length, 0);
  const different = recomputed.filter(({ ok }) => !ok).length;
  const files = reports.reduce((sum, each) => sum + each.results.length, 0);
  console.log(
    `\n${files} results are sound, ${problems} problems in files; ${recomputed.length} trained ` +
      `again, ${different} of them different.`,
  );
  if (problems + different > 0) process.exitCode = 1;
}

function sampleLine(size: number, seed: number, { sample, longest }: Flags): string {
  if (sample === 0) return 'No run is trained again (--sample 0).';
  const drawn = `drawn at random with --seed ${seed} from those that took at most ${longest} s`;
  return size > 0
    ? `Training ${size} runs again, ${drawn} (--sample, --longest).`
    : `There is no run that took at most ${longest} s (--longest): none is trained again.`;
}

function report({ type, run, overview }: SweepEvent): void {
  if (type === 'done' || type === 'failed') {
    console.log(`  ${type}  ${run.label}  (${overview.done}/${overview.total})`);
  }
}

function filesTable(reports: readonly FolderReport[]): string {
  const rows = reports.map(({ finding, profile, results, missing, problems }) => ({
    folder: path.join(finding, profile),
    results: profile ? results.length : '–',
    'not stored': missing,
    problems: problems.length,
  }));
  return tableBundle(rows, { maxRows: Infinity })['text/plain'] ?? '';
}

function runsTable(recomputed: readonly Recomputed[]): string {
  const rows = recomputed.map(({ stored, label, seconds, text }) => ({
    finding: stored.finding,
    profile: stored.profile,
    run: label,
    'seconds then': stored.provenance.seconds,
    now: seconds ?? '–',
    outcome: text,
  }));
  return tableBundle(rows, { maxRows: Infinity, wrap: 60 })['text/plain'] ?? '';
}

const program = kitCommand(
  'npm run verify-data --',
  'Checks every file in data/ and trains a sample of the cheap runs again.',
)
  .addOption(findingsOption('results'))
  .option('--sample <n>', 'how many runs are trained again', wholeNumber(0), 6)
  .option('--longest <s>', 'only runs that took at most so many seconds', wholeNumber(1), 15)
  .option('--seed <n>', 'draws the same sample again (default: another each time)', wholeNumber(0))
  .option('--data <folder>', 'the folder to check (default: KIT_DATA or data/)', folder)
  .option('--jobs <n>', 'worker processes (default: KIT_JOBS, or one per core)', wholeNumber(1))
  .action(main);

void runCommand(program);
