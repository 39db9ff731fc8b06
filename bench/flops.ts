import { type BenchCase, tokensPerStep } from './cases';

/**
 * Floating-point operations of the matrix products of one training step, two for each multiply-add:
 * forward once and backward twice, of causal attention only what a position may see. LayerNorm, GELU,
 * softmax and the optimizer are not counted, so that shares of the peak are on the low side.
 */
export function flopsPerStep(benchCase: BenchCase): number {
  const { seqLength, dModel: d, nLayers, vocabSize } = benchCase.model;
  const layer = 12 * d * d + d * (seqLength + 1); // qkv, proj, MLP; scores and their sums of values
  const multiplyAdds = nLayers * layer + vocabSize * d;
  return 3 * 2 * multiplyAdds * tokensPerStep(benchCase);
}
