import { readPredictions } from '../held-out/file.js';
import { escapeMarkdown, markdownTable } from './markdown.js';

const digits = (value: number): string => value.toPrecision(3);
const commit = (of: string | null): string => (of ?? '–').slice(0, 12);

/** The held-out runs beside what was said of them before; nothing where none is predicted. */
export function heldOutSection(): string[] {
  const predictions = readPredictions();
  if (predictions.length === 0) return [];
  const rows = predictions.map((one) => {
    const { value, low, high } = one.predicted;
    const within = one.measured !== null && one.measured >= low && one.measured <= high;
    return [
      escapeMarkdown(one.what),
      `${escapeMarkdown(one.law)} (${one.fitted} runs)`,
      `${digits(value)} [${digits(low)}, ${digits(high)}]`,
      one.measured === null ? '–' : digits(one.measured),
      one.measured === null ? '–' : within ? 'yes' : 'no',
      `${commit(one.predictedBy)}, ${commit(one.measuredBy)}`,
    ];
  });
  const head = ['what', 'law', 'predicted', 'measured', 'within', 'commits: predicted, measured'];
  return [
    '## Predicted, then trained',
    'Runs that no sweep has, with seeds that no sweep has. What each would measure was written down, and ' +
      'committed, before it was trained (`npm run held-out -- --predict`, then `npm run held-out`): a law ' +
      'fitted to the stored runs, and the interval in which 95 % of such runs fall if they scatter about it ' +
      'as those do.',
    markdownTable(head, rows),
  ];
}
