import { contextRuns, sequenceRuns } from '../../measure';
import type { ContextKind } from '../../datasets';
import { overSeeds, ratioOverSeeds } from '../claim-values';
import type { ClaimValue } from '../old-finding';
import {
  againOverNew,
  highEntropy,
  meanOf,
  recallDifference,
  recallAtPrefix,
  type StringRun,
} from './quantities';

/** A number about what the paper does not say, or what does not hold for small models. */
export interface Remark {
  what: string;
  unit: string;
  value: ClaimValue;
}

/** What the claims leave out: savings, and what a model from scratch lacks. */
export function remarks(runs: readonly StringRun[]): Remark[] {
  const recall =
    (pretrained: boolean) =>
    (ofSeed: StringRun[]): number | null =>
      meanOf(highEntropy(contextRuns(ofSeed, pretrained)), (run) => recallAtPrefix(run, 'redrawn'));
  const half =
    (kind: ContextKind) =>
    (ofSeed: StringRun[]): number | null =>
      meanOf(highEntropy(contextRuns(ofSeed, false)), ({ measurements: { context } }) =>
        context ? context.accuracy[kind][context.accuracy[kind].length - 1] : null,
      );
  return [
    {
      what: 'The first string shown again: its epochs / those of the new strings before and after it',
      unit: 'ratio; below 1 = savings',
      value: ratioOverSeeds(runs, (ofSeed) => meanOf(sequenceRuns(ofSeed), againOverNew)),
    },
    {
      what: 'Recall with the last 2 log_l n letters genuine, pretrained on local text',
      unit: 'accuracy',
      value: overSeeds(runs, recall(true)),
    },
    {
      what: 'The same from scratch',
      unit: 'accuracy',
      value: overSeeds(runs, recall(false)),
    },
    {
      what: 'From scratch, the last half of the string genuine',
      unit: 'accuracy',
      value: overSeeds(runs, half('redrawn')),
    },
    {
      what: 'The same, with other letters in the first half',
      unit: 'accuracy',
      value: overSeeds(runs, half('other letters')),
    },
    {
      what: 'Recall at 2 log_l n, same distribution minus a skewed one over the same letters',
      unit: 'accuracy, pretrained',
      value: overSeeds(runs, (ofSeed) => recallDifference(ofSeed, 'redrawn', 'skewed')),
    },
    {
      what: 'Strings that were not memorized within the limit of epochs',
      unit: 'number a seed',
      value: overSeeds(
        runs,
        (ofSeed) =>
          ofSeed
            .flatMap(({ measurements }) => measurements.exposures)
            .filter(({ epochs }) => epochs === null).length,
      ),
    },
  ];
}
