import {
  both,
  inTheMiddle,
  mostCommon,
  type Run,
  type Select,
  varied,
  where,
} from '../../experiment';
import { aboveChance, epochsShown } from '../../recipes/strings/sequences';
import { type StringConfig, stringFields } from '../../recipes/strings/config';
import type { StringMeasurements } from '../../recipes/strings/summary';

export type StringRun = Run<StringConfig, StringMeasurements>;
type Runs = readonly StringRun[];
export type OfRun = (run: StringRun) => number;

export const lettersOf: OfRun = ({ config }) => config.alphabet;
export const lengthOf: OfRun = ({ config }) => config.length;

/** Entropy of a letter in bits. */
export const letterEntropy: OfRun = ({ config: { alphabet, entropyBits } }) =>
  entropyBits || Math.log2(alphabet);

/** Epochs until the first string was memorized. */
export const epochsOf: OfRun = ({ measurements }) => epochsShown(measurements.exposures[0]);

/** How far accuracy while guessing is above chance, on a scale on which knowing all is 1. */
export const guessedAboveChance: OfRun = ({ config, measurements: { phases } }) =>
  aboveChance(phases.guessing.accuracy, 1 / config.alphabet);

/** The rank correlation of a letter's place and the epoch from which it was right. */
export const placeOrder = ({ measurements }: StringRun): number | null =>
  measurements.placeCorrelation;

const largest = (runs: Runs): number => Math.max(...runs.map(lettersOf));

const vocabularyOf: OfRun = ({ config }) => config.vocabSize;
const epochsAtMost: OfRun = ({ config }) => config.epochs;

/** The runs over the largest alphabet. */
export const highEntropy = (runs: Runs): StringRun[] =>
  runs.filter((run) => lettersOf(run) === largest(runs));

const ofExperiment = (experiment: string): Select<StringRun> =>
  where(({ config }) => config.experiment === experiment);
const { value: USUAL_LAGS } = stringFields.textLags;

/** Without the runs that vary the model, the length of training, or the local text. */
export const usualRuns: Select<StringRun> = both(
  both(mostCommon(vocabularyOf), mostCommon(epochsAtMost)),
  where(({ config }) => config.positions === 'rotary' && config.textLags === USUAL_LAGS),
);

export const memorizeRuns = both(usualRuns, ofExperiment('memorize'));
export const sequenceRuns = both(usualRuns, ofExperiment('sequence'));
export const recitedRuns = both(usualRuns, ofExperiment('context'));

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

/** Strings of the usual length, uniform, of models told of places in both ways; none without both. */
export const positionRuns: Select<StringRun> = (runs) => {
  const [like] = alphabetRuns(runs).map(({ config }) => config);
  if (!like) return [];
  const keys = ['experiment', 'entropyBits', 'length', 'vocabSize', 'epochs'] as const;
  const alike = runs.filter(({ config }) => keys.every((key) => config[key] === like[key]));
  return varied(
    () => 'all',
    ({ config }: StringRun) => config.positions,
  )(alike);
};

/** Strings over the most letters that were recited after any local text. */
export const localTextRuns: Select<StringRun> = (runs) => {
  const pretrained = ofExperiment('context')(runs).filter(({ config }) => config.pretrainSteps > 0);
  return highEntropy(mostCommon(({ config }: StringRun) => config.pretrainSteps)(pretrained));
};

export const lagsOf: OfRun = ({ config }) => config.textLags;
