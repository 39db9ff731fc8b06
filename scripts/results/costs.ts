import { formatNumber } from 'memorization-kit/notebook';
import { duration } from 'memorization-kit/results';
import { escapeMarkdown, markdownTable } from './markdown.js';
import { distinct, runsText, type ShownFinding } from './shown.js';

const head = ['finding', 'profile', 'runs', 'time', 'on', 'parameters', 'shown in training'];

/** What the results of each finding took to make. */
export function costsTable(shown: readonly ShownFinding[]): string {
  const rows = shown.map((each) => {
    const { finding, profile, results } = each;
    const on = distinct(results, ({ provenance: p }) =>
      [p.gpu ?? p.cpu, `${p.threads} ${p.threads === 1 ? 'thread' : 'threads'} a run`].join(', '),
    );
    return [
      `[${finding.notebook.slice(0, 2)}](notebooks/${finding.notebook}.ipynb)`,
      profile,
      runsText(each),
      duration(secondsOf(each)),
      on.map(escapeMarkdown).join('; '),
      rangeOf(results.map(({ measurements }) => paramsOf(measurements))),
      seenText(each) || '–',
    ];
  });
  return markdownTable(head, rows);
}

/** Seconds of all runs, one after the other. */
export const secondsOf = ({ results }: ShownFinding): number =>
  results.reduce((sum, { provenance }) => sum + provenance.seconds, 0);

function paramsOf(measurements: unknown): number {
  const { params } = measurements as { params?: unknown };
  return typeof params === 'number' ? params : NaN;
}

function rangeOf(values: readonly number[]): string {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)].map((value) =>
    formatNumber(value),
  );
  return least === most ? least : `${least} to ${most}`;
}

/** What all runs were shown together, by unit: '12.3 million tokens'. */
export function seenText({ finding, results }: ShownFinding): string {
  const total = new Map<string, number>();
  for (const result of results) {
    for (const [unit, count] of Object.entries(finding.seen?.(result) ?? {})) {
      total.set(unit, (total.get(unit) ?? 0) + count);
    }
  }
  return [...total].map(([unit, count]) => `${countText(count)} ${unit}`).join(', ');
}

function countText(count: number): string {
  if (count >= 1e9) return `${formatNumber(count / 1e9, 3)} billion`;
  return count >= 1e6 ? `${formatNumber(count / 1e6, 3)} million` : formatNumber(count);
}

/** What is to be known about the times: machines were shared, and resumed runs count their end only. */
export function costsNote(shown: readonly ShownFinding[]): string {
  const resumed = shown
    .flatMap(({ results }) => results)
    .filter(({ provenance }) => provenance.resumed).length;
  const atLeast =
    resumed > 0
      ? ` Of ${resumed} runs that went on from a checkpoint only the last part is counted.`
      : '';
  return (
    `Time is the sum over the runs (together ${duration(shown.reduce((sum, each) => sum + secondsOf(each), 0))}), ` +
    'one process each, several at a time where there are several cores. The runs were made with other work ' +
    `on the machine, so that a quiet one is faster.${atLeast} The last column adds up all trainings of all runs: ` +
    'tokens as the model reads them, biographies and questions as rows where rows differ in length; what ' +
    'probes and measurements read is not in it.'
  );
}
