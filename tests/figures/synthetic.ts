import type { CapacityRun } from 'memorization-kit/figures';

export const capacityPerParameter = 2.5;

/** Made-up runs that follow memorized = min(capacity, dataset) exactly, apart from the seeds. */
export function syntheticRuns({ seeds = [1, 2, 3], widths = [8, 16, 32] } = {}): CapacityRun[] {
  return widths.flatMap((dModel) =>
    [0.3, 0.6, 1.2, 2.4].flatMap((scale) => seeds.map((seed) => syntheticRun(dModel, scale, seed))),
  );
}

function syntheticRun(dModel: number, scale: number, seed: number): CapacityRun {
  const params = 100 * dModel;
  const datasetBits = Math.round(scale * 3.6 * params);
  const capacity = capacityPerParameter * params * (1 + 0.01 * (seed - 2));
  const memorizedBits = Math.min(capacity, datasetBits);
  const x = [0, 50, 100];
  return {
    config: { dModel, nLayers: 1, vocabSize: 128, seed },
    measurements: { params, datasetBits, memorizedBits },
    curves: { memorized: { x, y: [0, memorizedBits / 2, memorizedBits] } },
  };
}
