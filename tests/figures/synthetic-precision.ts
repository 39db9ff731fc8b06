import type { PrecisionRun } from 'memorization-kit/figures';

/** What each mode stores, as a share of float32's, at the best and at lower learning rates. */
const shares: Record<string, [best: number, lower: number]> = {
  float32: [1, 1],
  'bf16-products': [0.98, 0.98],
  'bf16-storage-stochastic': [0.97, 0.97],
  'bf16-storage': [0.96, 0.7],
  'bf16-stochastic': [0.96, 0.96],
  bf16: [0.95, 0.8],
};

/** Made-up runs: seeds differ by 1 %, by the same in every mode. */
export function syntheticPrecisionRuns({ seeds = [1, 2, 3] } = {}): PrecisionRun[] {
  const at = (dModel: number, learningRate: number): PrecisionRun[] =>
    seeds.flatMap((seed) =>
      Object.keys(shares).map((mode) => syntheticRun(dModel, learningRate, seed, mode)),
    );
  return [...at(8, 0.04), ...at(8, 0.01), ...at(8, 0.0025), ...at(12, 0.04)];
}

function syntheticRun(
  dModel: number,
  learningRate: number,
  seed: number,
  mode: string,
): PrecisionRun {
  const params = 159 * dModel + 12 * dModel ** 2;
  const best = learningRate === 0.04;
  const float32 = params * (best ? 2.5 : 1.5) * (1 + 0.01 * (seed - 2));
  const memorizedBits = float32 * shares[mode][best ? 0 : 1];
  const unchangedShare = mode.startsWith('bf16') && mode !== 'bf16-products' ? 0.5 : 0;
  return {
    config: { mode, dModel, nLayers: 1, vocabSize: 128, learningRate, seed },
    measurements: {
      params,
      memorizedBits,
      memorizedBitsRounded: memorizedBits * 0.99,
      unchangedShare,
      stuckGains: 0,
    },
    curves: {
      memorized: { x: [0, 50, 100], y: [0, memorizedBits / 2, memorizedBits] },
      unchanged: { x: [25, 75], y: [unchangedShare, unchangedShare] },
    },
  };
}
