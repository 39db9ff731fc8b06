import {
  meanOf,
  NO_VALUE,
  perSeed,
  type Quantity,
  ratioPerSeed,
  type Value,
} from '../../experiment';
import { recallAtPrefix, recallDifference } from '../../recipes/strings/contexts';
import { againOverNew } from '../../recipes/strings/sequences';
import { contextRuns, highEntropy, sequenceRuns, type StringRun } from './values';

type Runs = readonly StringRun[];

const computed = { enters: [] };

/** Accuracy in contexts over the largest alphabet. */
const recall = (unit: string, pretrained: boolean, value: (run: StringRun) => number | null) =>
  perSeed(
    unit,
    (runs: Runs) => highEntropy(contextRuns(runs, pretrained)),
    (runs) => meanOf(runs, value),
    computed,
  );

const half = (kind: 'redrawn' | 'other letters') =>
  recall(
    'accuracy',
    false,
    ({ measurements }) => measurements.context?.accuracy[kind].at(-1) ?? null,
  );

/** What the claims leave out: savings, and what a model from scratch lacks. */
const quantities: Record<string, Quantity<StringRun>> = {
  'The first string shown again: its epochs / those of the new strings before and after it':
    ratioPerSeed(
      'ratio; below 1 = savings',
      sequenceRuns,
      (runs) => meanOf(runs, againOverNew),
      computed,
    ),
  'Recall with the last 2 log_l n letters genuine, pretrained on local text': recall(
    'accuracy',
    true,
    (run) => recallAtPrefix(run, 'redrawn'),
  ),
  'The same from scratch': recall('accuracy', false, (run) => recallAtPrefix(run, 'redrawn')),
  'From scratch, the last half of the string genuine': half('redrawn'),
  'The same, with other letters in the first half': half('other letters'),
  'Recall at 2 log_l n, same distribution minus a skewed one over the same letters': perSeed(
    'accuracy, pretrained',
    (runs: Runs) => contextRuns(runs, true),
    (runs) => meanOf(runs, (run) => recallDifference(run, 'redrawn', 'skewed')),
    computed,
  ),
  'Strings that were not memorized within the limit of epochs': perSeed(
    'number a seed',
    (runs: Runs) => [...runs],
    (runs) =>
      runs
        .flatMap(({ measurements }) => measurements.exposures)
        .filter(({ epochs }) => epochs === null).length,
    computed,
  ),
};

/** A number about what the paper does not say, or what does not hold for small models. */
export interface Remark {
  what: string;
  unit: string;
  value: Value;
}

export const remarks = (runs: Runs): Remark[] =>
  Object.entries(quantities).map(([what, { unit, of, value }]) => {
    const chosen = of(runs);
    return { what, unit, value: chosen.length > 0 ? value(chosen) : NO_VALUE };
  });
