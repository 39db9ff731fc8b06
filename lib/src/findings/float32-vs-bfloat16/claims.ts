import { type Claim, derived, meanOf, own, perSeed, type Select } from '../../experiment';
import type { ComparedMode } from './config';
import { atBestRate, atLongest, atSmallestRate, modeOutcomes, type PrecisionRun } from './values';

const DROP = 8.4; // %: Table 1's means, 3.51 against 3.83
const LEAST_DROP = 1; // % of the row that loses least (3.65 to 3.61), by bits per parameter
const LARGEST_DROP = 16.8; // % of the row that loses most (3.83 to 3.19)

const inModes =
  (at: Select<PrecisionRun>, ...modes: ComparedMode[]): Select<PrecisionRun> =>
  (runs) =>
    at(runs).filter(({ config }) => modes.includes(config.mode));

/** The paired differences of a mode to float32 in %, the mean over the models; NaN without any. */
function difference(runs: readonly PrecisionRun[], mode: ComparedMode): number {
  const outcomes = modeOutcomes(runs).filter((outcome) => outcome.mode === mode);
  return meanOf(outcomes, (outcome) => outcome.difference) ?? NaN;
}

const paired = (mode: ComparedMode, at: Select<PrecisionRun>, enters = ['memorizedBits']) =>
  perSeed('%', inModes(at, 'float32', mode), (runs) => difference(runs, mode), { enters });

/** What rounding to nearest costs beyond rounding at random. */
const lostUpdates = (at: Select<PrecisionRun>) =>
  perSeed(
    '% of float32',
    inModes(at, 'float32', 'bf16-storage-stochastic', 'bf16-storage'),
    (runs) => difference(runs, 'bf16-storage') - difference(runs, 'bf16-storage-stochastic'),
    { enters: ['memorizedBits'] },
  );
const LOST = { kind: 'own', reproduced: [-100, -DROP / 2], partly: [-100, 0] } satisfies Partial<
  Claim<PrecisionRun>
>;

export const claims: Record<string, Claim<PrecisionRun>> = {
  'bfloat16-stores-less': {
    is: paired('bf16', atBestRate),
    ...derived('pairs', [-LARGEST_DROP, -LEAST_DROP], [-2 * LARGEST_DROP, 0]),
  },
  'rounding-once-is-cheap': {
    is: paired('rounded-once', atBestRate, ['memorizedBits', 'memorizedBitsRounded']),
    ...own('capacity-by-mode', [-DROP / 4, 0.5], [-DROP / 2, 1]),
  },
  'lost-updates': {
    is: lostUpdates(atSmallestRate),
    figure: 'difference-vs-learning-rate',
    ...LOST,
  },
  'lost-for-good': {
    is: lostUpdates(atLongest),
    figure: 'formats-vs-length',
    ...LOST,
  },
  'random-rounding-keeps-up': {
    is: paired('bf16-storage-stochastic', atSmallestRate),
    ...own('difference-vs-learning-rate', [-DROP / 2, DROP / 2], [-DROP, DROP]),
  },
};
