import { both, inTheMiddle, mostCommon, type Run, type Select, where } from '../../experiment';
import { epochsShown } from '../../recipes/strings/sequences';
import type { StringMeasurements } from '../../recipes/strings/summary';
import type { RandomStringsConfig } from './config';

export type StringRun = Run<RandomStringsConfig, StringMeasurements>;
type Runs = readonly StringRun[];
type OfRun = (run: StringRun) => number;

export const lettersOf: OfRun = ({ config }) => config.alphabet;
export const lengthOf: OfRun = ({ config }) => config.length;

/** Entropy of a letter in bits. */
export const letterEntropy: OfRun = ({ config: { alphabet, entropyBits } }) =>
  entropyBits || Math.log2(alphabet);

/** Epochs until the first string was memorized. */
export const epochsOf: OfRun = ({ measurements }) => epochsShown(measurements.exposures[0]);

const largest = (runs: Runs): number => Math.max(...runs.map(lettersOf));

/** The runs over the largest alphabet. */
export const highEntropy = (runs: Runs): StringRun[] =>
  runs.filter((run) => lettersOf(run) === largest(runs));

const ofExperiment = (experiment: string): Select<StringRun> =>
  where(({ config }) => config.experiment === experiment);
export const memorizeRuns = ofExperiment('memorize');
export const sequenceRuns = ofExperiment('sequence');
export const recitedRuns = ofExperiment('context');

const uniform = both(
  memorizeRuns,
  where(({ config }) => config.entropyBits === 0),
);

/** Uniform strings over different alphabets, all of the length that most of them have. */
export const alphabetRuns = both(uniform, mostCommon(lengthOf));

/** Strings of that length over the largest alphabet, of different entropies. */
export function entropyRuns(runs: Runs): StringRun[] {
  const [compared] = alphabetRuns(runs).map(lengthOf);
  const letters = largest(runs);
  return memorizeRuns(runs).filter(
    (run) => lengthOf(run) === compared && lettersOf(run) === letters,
  );
}

/** Uniform strings of different lengths over one alphabet, by default the largest. */
export const lengthRuns = (runs: Runs, letters = largest(runs)): StringRun[] =>
  uniform(runs).filter((run) => lettersOf(run) === letters);

/** Strings recited in replaced contexts, by models pretrained on local text or by ones that were not. */
export const contextRuns = (runs: Runs, pretrained: boolean): StringRun[] =>
  recitedRuns(runs).filter(({ config }) => config.pretrainSteps > 0 === pretrained);

/** Of each alphabet the run in the middle by its epochs: a mean would end where the first one does. */
export const phaseRuns = both(alphabetRuns, inTheMiddle(lettersOf, epochsOf));
