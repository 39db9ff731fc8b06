import { randomStream } from '../../engine';
import { type ContextKind, contextKinds, replacedContext } from '../../datasets';
import { TrainingInterrupted } from '../../training';
import type { RunContext } from '../old-finding';
import type { Learner } from './learner';
import { type RandomStringsConfig, stringOptionsOf } from './config';

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
 * @param context `steps`: how long the training was that was interrupted then
 */
export async function recallInContexts(
  learner: Learner,
  config: RandomStringsConfig,
  string: Int32Array,
  {
    signal,
    checkpointFile,
    steps,
  }: Pick<RunContext, 'signal' | 'checkpointFile'> & { steps: number },
): Promise<ContextMeasurements> {
  const options = stringOptionsOf(config);
  const lengths = prefixLengths(config.length);
  const first = Math.floor(config.length / 2);
  const count = Math.min(POSITIONS, config.length - first);
  const positions = Array.from(
    { length: count },
    (_, i) => first + Math.round((i * (config.length - 1 - first)) / (count - 1)),
  );
  const share = (kind: ContextKind, prefix: number): number => {
    const asked = positions.flatMap((position) => Array.from({ length: DRAWS }, () => position));
    const stream = randomStream(config.seed, `context/${kind}`, prefix);
    const contexts = asked.map((position) =>
      replacedContext(string, { position, prefix }, kind, options, stream),
    );
    const recited = learner.recite(contexts);
    const right = asked.reduce((sum, position, i) => sum + recited[i].correct[position], 0);
    return fourDecimals(right / asked.length);
  };
  const accuracy = {} as Record<ContextKind, number[]>;
  for (const kind of contextKinds) {
    accuracy[kind] = [];
    for (const prefix of lengths) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new TrainingInterrupted(steps, checkpointFile);
      accuracy[kind].push(share(kind, prefix));
    }
  }
  const [own] = learner.recite([string]);
  const genuine = positions.reduce((sum, position) => sum + own.correct[position], 0) / count;
  return { prefixLengths: lengths, accuracy, genuine: fourDecimals(genuine) };
}

const fourDecimals = (value: number): number => Number(value.toFixed(4));
