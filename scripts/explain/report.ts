import type { Claim, Run } from 'memorization-kit/experiment';
import { tableBundle } from 'memorization-kit/notebook';
import {
  type AnyResult,
  claimProse,
  duration,
  missingText,
  plannedRuns,
  readResults,
  resultPath,
} from 'memorization-kit/results';
import path from 'node:path';
import { judgedText } from '../results/bands.js';
import { commitsOf, distinct, oursText, type ShownFinding } from '../results/shown.js';
import { fullName } from './find-claim.js';
import { labelled, wrapped } from './text.js';

export interface Explained extends ShownFinding {
  id: string; // of the claim
  dataDir: string;
  verifies: boolean; // whether there is `npm run verify-data`
}

/** Everything about a number, down to the command that trains one of its runs again. */
export function explanation(asked: Explained): string {
  const { finding, profile, results, id } = asked;
  const row = asked.rows.find((each) => each.id === id);
  if (!row) throw new RangeError(`${finding.name} has no claim "${id}".`);
  const claim = finding.claims[id];
  const { text, formula, differs } = claimProse(finding.name)[id];
  const behind = claim.is.of(results) as AnyResult[];
  const note = row.note ? ` (${row.note})` : '';
  const seeds = row.n === 1 ? '1 seed' : `${row.n} seeds`;
  const facts: [string, string][] = [
    ['paper', `${row.paper} (${row.source})`],
    ['ours', row.n > 0 ? `${oursText(row)}, ${seeds}, profile ${profile}${note}` : 'no data'],
    ['verdict', row.verdict],
    ['bands', `${judgedText(claim, profile)}. ${row.why}`],
    ['formula', formula],
    ...(row.outcome === 'partly' || row.outcome === 'not'
      ? ([['differs', differs]] as [string, string][])
      : []),
    ['notebook', `notebooks/${finding.notebook}.ipynb`],
    ['figure', `figures/${row.figure}.png`],
  ];
  return [
    fullName({ finding: finding.name, id }),
    wrapped(text),
    '',
    labelled(facts),
    '',
    ...missingRuns(asked),
    behind.length > 0 ? runsBehind(asked, claim, behind, row.n > 0) : withoutRuns(asked),
  ].join('\n');
}

/** Which runs of the profile are not stored, where some are. */
function missingRuns({ finding, profile, dataDir, missing }: Explained): string[] {
  if (missing === 0) return [];
  const runs = readResults(finding, profile, dataDir).missing;
  const [text, command] = missingText(finding, profile, dataDir, runs).split('\n');
  return [wrapped(text), '', command, ''];
}

function withoutRuns({ profile, results }: Explained): string {
  const stored = results.length > 0 ? `None of the ${results.length} stored runs` : 'No stored run';
  return wrapped(
    `${stored} of the profile ${profile} is one that this claim is about. Another --profile may have some.`,
  );
}

function runsBehind(
  asked: Explained,
  claim: Claim<Run>,
  behind: AnyResult[],
  enough: boolean,
): string {
  const { finding, profile, results, dataDir, verifies } = asked;
  const cheapest = behind.reduce((a, b) =>
    finding.cost(b.config) < finding.cost(a.config) ? b : a,
  );
  const again = path.join('reproduced', 'check');
  const file = (folder: string): string => fromHere(resultPath(folder, cheapest));
  const seconds = behind.reduce((sum, { provenance }) => sum + provenance.seconds, 0);
  return [
    wrapped(
      `${enough ? 'Computed from' : 'It needs more than'} ${behind.length} of the ` +
        `${results.length} stored runs of the profile, in ` +
        `${path.dirname(file(dataDir))} (${duration(seconds)} of training, ${madeWith(behind)}):`,
    ),
    '',
    tableBundle(runRows(claim, behind), { maxRows: Infinity, digits: 6 })['text/plain'],
    '',
    labelled([['the same in all', sameInAll(behind)]]),
    '',
    `To train the cheapest of them again (${duration(cheapest.provenance.seconds)} when it was made` +
      `${cheapest.provenance.gpu ? ` with ${cheapest.provenance.gpu}` : ''}):`,
    '',
    `  npm run train -- --finding ${finding.name} --profile ${profile} ` +
      `--index ${indexOf(asked, cheapest)} --data ${again}`,
    '',
    'and to compare:',
    '',
    `  git diff --no-index ${file(dataDir)} ${file(again)}`,
    '',
    wrapped(
      'On the same kind of machine with the same versions nothing but the provenance (time, date, ' +
        'commit) and the checksum differs. Elsewhere digits differ, and the claim is to hold.',
    ),
    ...(verifies
      ? ['', wrapped('"npm run verify-data" checks all files, and trains some again.')]
      : []),
  ].join('\n');
}

const fromHere = (file: string): string => {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
};

function madeWith(behind: AnyResult[]): string {
  const devices = distinct(behind, ({ provenance: p }) => p.gpu ?? p.cpu);
  const tensorflow = distinct(behind, ({ provenance }) => provenance.tensorflow);
  return `${devices.join(' and ')}, TensorFlow ${tensorflow.join(', ')}, ${commitsOf(behind)}`;
}

/** The keys of the configuration in which runs differ; all of them for a single run. */
function differingKeys(behind: readonly AnyResult[]): string[] {
  const keys = [...new Set(behind.flatMap(({ config }) => Object.keys(config)))];
  return keys.filter((key) => new Set(behind.map(({ config }) => config[key])).size > 1);
}

/** A value of a configuration; numbers to six digits. */
const shortText = (value: unknown): string =>
  String(typeof value === 'number' ? Number(value.toPrecision(6)) : value);

/** One row a run: its file, in what it differs from the others, what enters, and its seconds. */
function runRows(claim: Claim<Run>, behind: readonly AnyResult[]): Record<string, unknown>[] {
  const keys = differingKeys(behind);
  return behind.map((result) => ({
    file: `${result.hash}.json`,
    ...Object.fromEntries(keys.map((key) => [key, shortText(result.config[key])])),
    ...claim.is.entry(result),
    seconds: result.provenance.seconds.toFixed(1),
  }));
}

function sameInAll(behind: readonly AnyResult[]): string {
  const differing = differingKeys(behind);
  return Object.entries(behind[0].config)
    .filter(([key]) => !differing.includes(key))
    .map(([key, value]) => `${key} ${value === '' ? "''" : shortText(value)}`)
    .join(', ');
}

/** The number by which `npm run train` knows a run. */
function indexOf({ finding, profile }: Explained, { hash }: AnyResult): number {
  const run = plannedRuns(finding, profile).find((planned) => planned.hash === hash);
  if (!run) throw new Error(`The run ${hash} is not one of the profile ${profile}.`);
  return run.index;
}
