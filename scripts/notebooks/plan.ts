import {
  type DeviceChoice,
  type ProfileName,
  projectRoot,
  shownPath,
} from 'memorization-kit/engine';
import { type AnyFinding, findings } from 'memorization-kit/findings';
import { tableBundle } from 'memorization-kit/notebook';
import {
  duration,
  type ExpectedTime,
  expectedTime,
  mostStretch,
  plannedRuns,
  readResults,
  timedRuns,
  trainCommand,
} from 'memorization-kit/results';
import { expectedDevice, type Jobs, jobsFor } from 'memorization-kit/runner';
import path from 'node:path';
import { nameOf } from './files.js';

export interface PlanOptions {
  notebooks: readonly string[];
  profile: ProfileName;
  device: DeviceChoice;
  jobs?: number;
  rerun: boolean;
  dataDir: string; // where this reproduction stores its results
}

/** What a notebook has to train. */
export interface NotebookPlan {
  name: string;
  finding: string | null; // null for a notebook that belongs to none
  runs: number; // 0 for a notebook that belongs to no finding
  stored: number; // of them there already
  training: number;
  expected: ExpectedTime; // of the training
  processors: string[]; // on which the times were taken that are expected
  damaged: string[]; // what is wrong with result files that cannot be read
  trial: string | null; // the command of a run that would tell a time that is not known
}

export interface Plan extends Jobs {
  profile: ProfileName;
  device: 'cpu' | 'gpu';
  dataDir: string;
  notebooks: NotebookPlan[];
}

/** Looks up what is stored and what is missing, and how long that will take; trains nothing. */
export function planOf(options: PlanOptions): Plan {
  const { notebooks, profile, dataDir } = options;
  const { device } = expectedDevice(options.device);
  const { jobs, note, gpus } = jobsFor(options.device, options.jobs);
  const plans = notebooks.map(nameOf).map((name) => {
    const finding = Object.values(findings).find(({ notebook }) => notebook === name);
    return finding ? planOfFinding(finding, options, { device, jobs }) : { ...nothing, name };
  });
  return { profile, device, jobs, note, gpus, dataDir, notebooks: plans };
}

const nothing = {
  finding: null,
  runs: 0,
  stored: 0,
  training: 0,
  expected: { seconds: 0, same: 0, similar: 0, assumed: 0, stretch: 1 },
  processors: [],
  damaged: [],
  trial: null,
};

function planOfFinding(
  finding: AnyFinding,
  { profile, dataDir, rerun }: PlanOptions,
  on: { device: 'cpu' | 'gpu'; jobs: number },
): NotebookPlan {
  const runs = plannedRuns(finding, profile);
  const { results, problems } = readResults(finding, profile, dataDir);
  const stored = new Set(rerun ? [] : results.map(({ hash }) => hash));
  const damaged = new Set(problems.map(({ file }) => path.basename(file, '.json')));
  const training = runs.filter(({ hash }) => !stored.has(hash) && !damaged.has(hash));
  const known = timedRuns(finding, [dataDir, path.join(projectRoot(), 'data')], on.device);
  const expected = expectedTime(finding, training, known, on);
  const [cheapest] = [...training].sort((a, b) => a.cost - b.cost);
  return {
    name: finding.notebook,
    finding: finding.name,
    runs: runs.length,
    stored: stored.size,
    training: training.length,
    expected,
    processors: training.length > 0 ? [...new Set(known.map(({ cpu }) => cpu))] : [],
    damaged: problems.map(({ message }) => message),
    trial:
      expected.seconds === null ? trainCommand(finding.name, profile, dataDir, [cheapest]) : null,
  };
}

/** How the expected time of a notebook is known, or why it is not. */
function basis({ seconds, same, similar, assumed, stretch }: ExpectedTime): string {
  const factor = Math.ceil(Number(stretch.toPrecision(2))).toLocaleString('en-US');
  if (seconds === null) {
    const far = `the cost of the nearest stored run differs by a factor of up to ${factor}`;
    return stretch > mostStretch ? far : 'nothing like it is stored';
  }
  return [
    same > 0 ? 'the same runs' : '',
    similar > 0 ? `runs within a factor of ${factor}` : '',
    assumed > 0 ? 'rough: operations at a typical speed' : '',
  ]
    .filter(Boolean)
    .join('; ');
}

function timeOf(seconds: number | null): string {
  return seconds === null ? 'not known' : seconds === 0 ? '–' : duration(seconds);
}

/** The plan as a table: what is stored, what will be trained, for how long, and how that is known. */
export function planText({ profile, device, jobs, note, dataDir, notebooks }: Plan): string {
  const total = (count: (plan: NotebookPlan) => number) =>
    notebooks.reduce((sum, plan) => sum + count(plan), 0);
  const rows = notebooks.map((plan) => ({
    notebook: plan.name,
    runs: plan.runs,
    stored: plan.stored,
    'to train': plan.training,
    expected: timeOf(plan.expected.seconds),
    'judged by': plan.training > 0 ? basis(plan.expected) : '–',
  }));
  const known = notebooks.every(({ expected }) => expected.seconds !== null);
  if (rows.length > 1) {
    rows.push({
      notebook: 'in all',
      runs: total(({ runs }) => runs),
      stored: total(({ stored }) => stored),
      'to train': total(({ training }) => training),
      expected: timeOf(known ? total(({ expected }) => expected.seconds ?? 0) : null),
      'judged by': '',
    });
  }
  const workers = `${jobs} worker process${jobs === 1 ? '' : 'es'} on the ${device}`;
  const caption = `Profile ${profile}, ${workers}, results in ${shownPath(dataDir)}`;
  const processors = [...new Set(notebooks.flatMap((plan) => plan.processors))];
  const trials = notebooks.flatMap(({ trial }) => trial ?? []);
  return [
    tableBundle(rows, { caption })['text/plain'],
    note ?? '',
    processors.length > 0 ? `Expected is the training alone, as on ${processors.join(', ')}.` : '',
    trials.length > 0 ? 'A time that is not known is told by one run, the smallest first:' : '',
    ...trials.map((command) => `  ${command}`),
    ...notebooks.flatMap(({ damaged }) => damaged),
  ]
    .filter(Boolean)
    .join('\n');
}
