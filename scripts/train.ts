import 'memorization-kit/supported-node';
import * as path from 'node:path';
import {
  defaultModelsDir,
  type DeviceChoice,
  type ProfileName,
  readSettings,
  shownPath,
} from 'memorization-kit/engine';
import { findFinding } from 'memorization-kit/findings';
import {
  modelFolder,
  plannedRuns,
  readResults,
  resourcesText,
  sweep,
} from 'memorization-kit/results';
import { indexVariables, jobIndex, jobsFor, type SweepEvent } from 'memorization-kit/runner';
import { deviceOption, findingName, folder, kitCommand } from './options.js';
import { listedFindings, profileOption, runCommand, wholeNumber } from './options.js';

/*
 * Trains the runs of a finding outside a notebook. With an index it trains exactly one run, which
 * is all that a job of a cluster has to do; without one it trains all that are missing.
 */

function list(name: string, profile: ProfileName, dataDir: string): void {
  const finding = findFinding(name);
  const { missing, problems } = readResults(finding, profile, dataDir);
  const absent = new Set(missing.map((run) => run.hash));
  const damaged = new Set(problems.map(({ file }) => path.basename(file, '.json')));
  for (const { index, hash, label } of plannedRuns(finding, profile)) {
    const state = damaged.has(hash) ? 'damaged' : absent.has(hash) ? 'missing' : 'stored';
    console.log(`${String(index).padStart(4)}  ${state.padEnd(8)}  ${hash}  ${label}`);
  }
  announce(name, profile, dataDir);
  for (const { message } of problems) console.error(message);
}

/** What the runs that are not stored will need, where the finding can tell; before they start. */
function announce(name: string, profile: ProfileName, dataDir: string, index?: number): void {
  const finding = findFinding(name);
  const needed = readResults(finding, profile, dataDir)
    .missing.filter((run) => index === undefined || run.index === index)
    .flatMap(({ config }) => finding.resources?.(config) ?? []);
  if (needed.length === 0) return;
  const largest = needed.reduce((a, b) => (b.flops > a.flops ? b : a));
  console.log(`${needed.length} to train; the longest: ${resourcesText(largest)}`);
  if (needed.length === 1) return;
  const flops = needed.reduce((sum, each) => sum + each.flops, 0);
  const memoryBytes = Math.max(...needed.map((each) => each.memoryBytes));
  console.log(`all one after the other: ${resourcesText({ flops, memoryBytes })}`);
}

const lastLine = new Map<number, number>();

/** One line an event; of the progress of a run one line in ten seconds. */
function report(event: SweepEvent): void {
  const { run, overview } = event;
  if (event.type === 'progress') {
    if (performance.now() - (lastLine.get(run.index) ?? -Infinity) < 10_000) return;
    lastLine.set(run.index, performance.now());
  }
  const left =
    overview.secondsLeft === null ? '' : `, about ${Math.ceil(overview.secondsLeft)} s left`;
  const count = `${overview.done}/${overview.total} done${left}`;
  console.log(`${event.type.padEnd(8)}  ${run.index}  ${run.label}  ${detail(event)}  (${count})`);
}

function detail(event: SweepEvent): string {
  if (event.type === 'progress') {
    const { step, totalSteps, loss, note } = event.progress;
    const shown = loss === undefined ? '' : ` loss ${loss.toPrecision(5)}`;
    return `step ${step}/${totalSteps}${shown}${note ? ` ${note}` : ''}`;
  }
  if (event.type === 'done') return `${event.seconds.toFixed(1)} s`;
  if (event.type === 'failed') return event.reason;
  return '';
}

/** The first signal stops training at a checkpoint, the second ends the process at once. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      console.error('Stopping at a checkpoint; once more to end at once.');
      stop.abort(signal);
    });
  }
  return stop.signal;
}

interface Flags {
  finding: string;
  profile?: ProfileName;
  index?: number;
  list?: boolean;
  device?: DeviceChoice;
  jobs?: number;
  data?: string;
  rerun?: boolean;
  keepModel?: string | true;
}

/** The folder that `--keep-model` means. */
const modelsDir = (keep: Flags['keepModel']): string | undefined =>
  keep === true ? defaultModelsDir() : keep;

/** Where the models of the runs are. */
function announceModels(name: string, profile: ProfileName, folder: string, index?: number): void {
  const finding = findFinding(name);
  for (const { index: i, hash, config, label } of plannedRuns(finding, profile)) {
    if (index !== undefined && i !== index) continue;
    for (const model of finding.models?.names(config) ?? []) {
      const place = modelFolder(folder, { finding: name, profile, hash }, model);
      console.log(`${label}, ${model}: npm run ask -- --model ${shownPath(place)}`);
    }
  }
}

async function main(flags: Flags): Promise<void> {
  const settings = readSettings();
  const {
    finding,
    jobs,
    rerun,
    keepModel,
    profile = settings.profile,
    device = settings.device,
  } = flags;
  const dataDir = flags.data ?? settings.dataDir;
  if (flags.list) return list(finding, profile, dataDir);
  const index = jobIndex(flags.index);
  announce(finding, profile, dataDir, index);
  const { note } = jobsFor(device, jobs);
  if (note) console.log(note);
  const results = await sweep(findFinding(finding), {
    ...{ profile, dataDir, jobs, device, rerun },
    indices: index === undefined ? undefined : [index],
    modelsDir: modelsDir(keepModel),
    signal: stopOnSignals(),
    onEvent: report,
  });
  console.log(`${results.length} results in ${dataDir}`);
  if (keepModel) announceModels(finding, profile, modelsDir(keepModel)!, index);
}

const program = kitCommand(
  'npm run train --',
  'Trains the runs of a finding and stores their results.',
)
  .requiredOption('--finding <name>', `one of: ${listedFindings}`, findingName)
  .addOption(profileOption('KIT_PROFILE or quick'))
  .option(
    '--index <i>',
    `train exactly this run (default: ${indexVariables.join(' or ')} if set; else all)`,
    wholeNumber(0),
  )
  .option('--list', 'list the runs with their numbers and what is stored of them')
  .addOption(deviceOption())
  .option('--jobs <n>', 'worker processes', wholeNumber(1))
  .option('--data <folder>', 'where results are stored (default: KIT_DATA or data)', folder)
  .option('--rerun', 'train again what is stored')
  .option(
    '--keep-model [folder]',
    'keep the trained models, for "npm run ask" and transformers (default: in models/); runs whose ' +
      'models are missing are trained again, stored results stay as they are',
    folder,
  )
  .addHelpText(
    'after',
    `
Examples:
  npm run train -- --finding bits-per-parameter --list
  npm run train -- --finding random-strings --index 3
  npm run train -- --finding biographies-qa --index 1 --keep-model`,
  )
  .action(main);

void runCommand(program);
