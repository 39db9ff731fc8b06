import { randomStream } from '../../engine';
import { type ContextKind, contextKinds, replacedContext } from '../../datasets';
import { mean } from '../../stats';
import type { Stages } from '../stages';
import type { StringConfig } from './config';
import type { Learner } from './learner';

/** How well a memorized string is recited when only its last letters are genuine. */
export interface ContextMeasurements {
  prefixLengths: number[]; // how many letters before the one to be told are genuine
  accuracy: Record<ContextKind, number[]>; // for each prefix length
  genuine: number; // accuracy on the same letters with nothing replaced
}

const DRAWS = 3; // contexts for each position, prefix length and kind
const POSITIONS = 32; // letters that are asked for, evenly spaced over the second half

/** 0, 1, 2, ... then by growing steps, up to half of the string. */
export function prefixLengths(length: number): number[] {
  const most = Math.floor(length / 2);
  const lengths = [0, 1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128, 256, 512];
  return lengths.filter((prefix) => prefix <= most);
}

/**
 * Asks for letters of the second half of the string, so that every prefix length is measured on the
 * same letters and in contexts of the same length. Rejects with TrainingInterrupted.
 */
export async function recallInContexts(
  learner: Learner,
  config: StringConfig,
  string: Int32Array,
  stages: Stages,
): Promise<ContextMeasurements> {
  const lengths = prefixLengths(config.length);
  const first = Math.floor(config.length / 2);
  const count = Math.min(POSITIONS, config.length - first);
  const positions = Array.from(
    { length: count },
    (_, i) => first + Math.round((i * (config.length - 1 - first)) / (count - 1)),
  );
  const asked = positions.flatMap((position) => Array<number>(DRAWS).fill(position));
  const share = (kind: ContextKind, prefix: number): number => {
    const stream = randomStream(config.seed, `context/${kind}`, prefix);
    const contexts = asked.map((position) =>
      replacedContext(string, { position, prefix }, kind, config, stream),
    );
    const recited = learner.recite(contexts);
    return fourDecimals(mean(asked.map((position, i) => recited[i].correct[position])));
  };
  const accuracy = {} as Record<ContextKind, number[]>;
  for (const kind of contextKinds) {
    accuracy[kind] = [];
    for (const prefix of lengths) {
      await stages.pause();
      accuracy[kind].push(share(kind, prefix));
    }
  }
  const [own] = learner.recite([string]);
  const genuine = fourDecimals(mean(positions.map((position) => own.correct[position])));
  return { prefixLengths: lengths, accuracy, genuine };
}

const fourDecimals = (value: number): number => Number(value.toFixed(4));

/** What the numbers below need of a run, one that recited in replaced contexts. */
interface ContextRun {
  config: { alphabet: number; length: number };
  measurements: { context: ContextMeasurements | null };
}

const contextOf = ({ measurements }: ContextRun): ContextMeasurements => measurements.context!;

/**
 * How many of the last letters tell the place in a random string of n letters over l: 2 log_l n,
 * from where on no two places are expected to share them. Source: Speicher et al. 2024.
 */
export const identifyingPrefix = ({ alphabet, length }: ContextRun['config']): number =>
  (2 * Math.log(length)) / Math.log(alphabet);

/** What the letters in place of the genuine ones are, as figures say it. */
export const contextNames: Record<ContextKind, string> = {
  redrawn: 'same distribution',
  skewed: 'same letters, skewed',
  'other letters': 'other letters',
  constant: 'one letter repeated',
};

/** What a run recalled, by the kind of context and the length of the genuine prefix. */
export function recallsOf(run: ContextRun) {
  const { prefixLengths, accuracy } = contextOf(run);
  return contextKinds.flatMap((kind) =>
    prefixLengths.map((prefix, i) => ({ kind, prefix, share: accuracy[kind][i] })),
  );
}

/** Accuracy with the identifying prefix genuine and the rest replaced; null where none is as long. */
export function recallAtPrefix(run: ContextRun, kind: ContextKind): number | null {
  const wanted = Math.ceil(identifyingPrefix(run.config));
  const found = recallsOf(run).find((recall) => recall.kind === kind && recall.prefix >= wanted);
  return found?.share ?? null;
}

/** How much better one kind of context is than another, with the identifying prefix genuine. */
export function recallDifference(
  run: ContextRun,
  like: ContextKind,
  unlike: ContextKind,
): number | null {
  const [a, b] = [recallAtPrefix(run, like), recallAtPrefix(run, unlike)];
  return a === null || b === null ? null : a - b;
}

/**
 * The prefix length at which the accuracy reaches `level`, between the lengths measured on a
 * straight line; null when it does not.
 * @param lengths rising
 */
export function prefixReaching(
  lengths: readonly number[],
  accuracies: readonly number[],
  level: number,
): number | null {
  const at = accuracies.findIndex((accuracy) => accuracy >= level);
  if (at <= 0) return at < 0 ? null : lengths[0];
  const share = (level - accuracies[at - 1]) / (accuracies[at] - accuracies[at - 1]);
  return lengths[at - 1] + share * (lengths[at] - lengths[at - 1]);
}

/** Genuine letters for 80 % recall, in units of what identifies a place. */
export function sufficientPrefix(run: ContextRun): number {
  const { prefixLengths, accuracy } = contextOf(run);
  const reached = prefixReaching(prefixLengths, accuracy.redrawn, 0.8);
  return (reached ?? prefixLengths[prefixLengths.length - 1]) / identifyingPrefix(run.config);
}
