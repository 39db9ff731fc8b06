import { average, averageRatio, perSeed, type Quantity, valuesOf } from '../../experiment';
import { recallAtPrefix, recallDifference } from '../../recipes/strings/contexts';
import { againOverNew } from '../../recipes/strings/sequences';
import { contextRuns, highEntropy, sequenceRuns, type StringRun, usualRuns } from './values';

type Runs = readonly StringRun[];

/** Accuracy in contexts over the largest alphabet, pretrained or from scratch. */
const recall = (pretrained: boolean, value: (run: StringRun) => number | null | undefined) =>
  average('accuracy', (runs: Runs) => highEntropy(contextRuns(runs, pretrained)), value);

const redrawn = (run: StringRun) => recallAtPrefix(run, 'redrawn');
const half = (kind: 'redrawn' | 'other letters') => (run: StringRun) =>
  run.measurements.context?.accuracy[kind].at(-1);
const strings = (runs: Runs) => runs.flatMap(({ measurements }) => measurements.exposures);

/** What the claims leave out: savings, and what a model from scratch lacks. */
const quantities: Record<string, Quantity<StringRun>> = {
  'The first string shown again: its epochs / those of the new strings before and after it':
    averageRatio('ratio; below 1 = savings', sequenceRuns, againOverNew),
  'Recall with the last 2 log_l n letters genuine, pretrained on local text': recall(true, redrawn),
  'The same from scratch': recall(false, redrawn),
  'From scratch, the last half of the string genuine': recall(false, half('redrawn')),
  'The same, with other letters in the first half': recall(false, half('other letters')),
  'Recall at 2 log_l n, same distribution minus a skewed one over the same letters': average(
    'accuracy, pretrained',
    (runs: Runs) => contextRuns(runs, true),
    (run) => recallDifference(run, 'redrawn', 'skewed'),
  ),
  'Strings that were not memorized within the limit of epochs': perSeed(
    'number a seed',
    usualRuns,
    (runs) => strings(runs).filter(({ epochs }) => epochs === null).length,
  ),
};

/** Numbers about what the paper does not say, or what does not hold for small models. */
export const remarks = (runs: Runs) => valuesOf(quantities, runs);
