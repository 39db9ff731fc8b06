/** What of a run on random strings its comparison with others needs. */
export interface StringRunLike {
  config: {
    experiment: string;
    alphabet: number; // letters
    entropyBits: number; // of a letter; 0 = uniform
    length: number;
    nStrings: number;
    pretrainSteps: number;
    seed: number;
  };
  measurements: {
    /** In the order in which the strings were shown; epochs to no mistake, null = never. */
    exposures: { string: number; epochs: number | null; shown: number }[];
  };
}

/** Entropy of a letter in bits. */
export function letterEntropy({
  alphabet,
  entropyBits,
}: Pick<StringRunLike['config'], 'alphabet' | 'entropyBits'>): number {
  return entropyBits || Math.log2(alphabet);
}

const memorizing = (run: StringRunLike): boolean => run.config.experiment === 'memorize';
const uniform = (run: StringRunLike): boolean => run.config.entropyBits === 0;

const largestAlphabet = (runs: readonly StringRunLike[]): number =>
  Math.max(...runs.map(({ config }) => config.alphabet));

/** The length at which there are the most alphabets. */
function comparedLength(runs: readonly StringRunLike[]): number | null {
  const alphabets = new Map<number, Set<number>>();
  for (const { config } of runs.filter((run) => memorizing(run) && uniform(run))) {
    const known = alphabets.get(config.length) ?? new Set();
    alphabets.set(config.length, known.add(config.alphabet));
  }
  const [most] = [...alphabets].sort(([, a], [, b]) => b.size - a.size);
  return most?.[0] ?? null;
}

/** Uniform strings over different alphabets, all of the length at which there are the most. */
export function alphabetRuns<R extends StringRunLike>(runs: readonly R[]): R[] {
  const length = comparedLength(runs);
  return runs.filter((run) => memorizing(run) && uniform(run) && run.config.length === length);
}

/** Strings of one length over the largest alphabet, of different entropies. */
export function entropyRuns<R extends StringRunLike>(runs: readonly R[]): R[] {
  const length = comparedLength(runs);
  const letters = largestAlphabet(runs);
  return runs.filter(
    (run) => memorizing(run) && run.config.length === length && run.config.alphabet === letters,
  );
}

/** Uniform strings of different lengths over one alphabet, by default the largest. */
export function lengthRuns<R extends StringRunLike>(
  runs: readonly R[],
  letters = largestAlphabet(runs),
): R[] {
  return runs.filter((run) => memorizing(run) && uniform(run) && run.config.alphabet === letters);
}

export function sequenceRuns<R extends StringRunLike>(runs: readonly R[]): R[] {
  return runs.filter(({ config }) => config.experiment === 'sequence');
}

/** The runs at the least and at the largest of `x`. */
export function runsAtEnds<R extends { config: unknown }>(
  runs: readonly R[],
  x: (config: R['config']) => number,
): R[] {
  const values = runs.map(({ config }) => x(config));
  const ends = [Math.min(...values), Math.max(...values)];
  return runs.filter(({ config }) => ends.includes(x(config)));
}

/** Strings recited in replaced contexts, by models pretrained on local text or by ones that were not. */
export function contextRuns<R extends StringRunLike>(runs: readonly R[], pretrained: boolean): R[] {
  return runs.filter(
    ({ config }) => config.experiment === 'context' && config.pretrainSteps > 0 === pretrained,
  );
}

/**
 * Epochs until a string was memorized. One that never was counts with the epochs that it was shown,
 * which is too few.
 */
export function epochsShown({ epochs, shown }: { epochs: number | null; shown: number }): number {
  return epochs ?? shown;
}
