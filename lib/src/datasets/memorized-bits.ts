import type { RandomDataset } from './random-sequences';

/**
 * Two ways to count the bits of a sequence of S tokens of which the first is not predicted.
 * `paper`: all S tokens, as if the first were known as well as the others are on average; the paper's
 * table over S shows that it counts so. `scored`: the S - 1 tokens that the model predicts.
 * The first is S / (S - 1) times the second.
 */
export type Counting = 'paper' | 'scored';

const countedTokens = ({ nSequences, seqLength }: RandomDataset, counting: Counting): number =>
  nSequences * (counting === 'paper' ? seqLength : seqLength - 1);

/** Entropy of the dataset in bits: counted tokens x log2 V. Source: Morris et al. 2025, section 3. */
export const datasetBits = (dataset: RandomDataset, counting: Counting): number =>
  countedTokens(dataset, counting) * Math.log2(dataset.vocabSize);

/**
 * Memorized bits: the dataset's entropy minus its code length under the model. Negative for a model
 * that is worse than uniform guessing. Source: Morris et al. 2025, section 3.
 * @param meanNll mean negative log-likelihood of a predicted token, in nats
 */
export function memorizedBits(meanNll: number, dataset: RandomDataset, counting: Counting): number {
  const codeLength = (countedTokens(dataset, counting) * meanNll) / Math.LN2;
  return datasetBits(dataset, counting) - codeLength;
}

const BITS_PER_PARAMETER = 3.6; // the paper's capacity

/** How many sequences hold `scale` times what a model of P parameters is expected to store. */
export function sequencesForScale(
  scale: number,
  nParameters: number,
  { seqLength, vocabSize }: Omit<RandomDataset, 'nSequences'>,
): number {
  const bits = scale * BITS_PER_PARAMETER * nParameters;
  return Math.max(1, Math.round(bits / (seqLength * Math.log2(vocabSize))));
}

/** The scale that a number of sequences has, in three digits: the inverse of `sequencesForScale`. */
export const scaleOfSequences = (dataset: RandomDataset, nParameters: number): number =>
  Number((datasetBits(dataset, 'paper') / (BITS_PER_PARAMETER * nParameters)).toPrecision(3));
