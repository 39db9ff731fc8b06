import { lineFit, type LineFit, meanInterval, type MeanInterval } from '../stats';

/** What of a run the capacity needs. */
export interface CapacityPoint {
  dModel: number;
  nLayers: number;
  vocabSize: number;
  seed: number;
  params: number;
  memorizedBits: number;
}

/** One model size: the most bits that it memorized, over all dataset sizes. */
export interface ModelCapacity {
  model: string; // 'd=16 L=1 V=128'
  dModel: number;
  nLayers: number;
  vocabSize: number;
  params: number;
  bySeed: { seed: number; bits: number }[];
  bits: MeanInterval; // over seeds
  bitsPerParameter: MeanInterval; // over seeds
}

/** A run as results and findings hold it; bits in the paper's counting. */
export interface CapacityRunLike {
  config: { dModel: number; nLayers: number; vocabSize: number; seed: number };
  measurements: { params: number; memorizedBits: number };
}

/** The name of a model in tables and legends: 'd=16 L=1 V=128'. */
export function modelName(model: CapacityRunLike['config'] | CapacityPoint): string {
  return `d=${model.dModel} L=${model.nLayers} V=${model.vocabSize}`;
}

/**
 * The runs among which sizes are compared: those of the vocabulary that most runs have. A sweep can
 * have others beside them, such as single rows of the paper's table.
 */
export function sizeSweep<R extends { config: { vocabSize: number } }>(runs: readonly R[]): R[] {
  const count = (vocabSize: number): number =>
    runs.filter(({ config }) => config.vocabSize === vocabSize).length;
  const all = [...new Set(runs.map(({ config }) => config.vocabSize))];
  const [chosen] = all.sort((a, b) => count(b) - count(a));
  return runs.filter(({ config }) => config.vocabSize === chosen);
}

/** The runs of models of the paper's Table 1: its vocabulary of 2048. */
export const tableRows = <R extends { config: { vocabSize: number } }>(runs: readonly R[]): R[] =>
  runs.filter(({ config }) => config.vocabSize === 2048);

/** The capacities of the models of a sweep; see `capacities`. */
export function modelCapacities(runs: readonly CapacityRunLike[]): ModelCapacity[] {
  return capacities(
    runs.map(({ config, measurements: { params, memorizedBits } }): CapacityPoint => {
      const { dModel, nLayers, vocabSize, seed } = config;
      return { dModel, nLayers, vocabSize, seed, params, memorizedBits };
    }),
  );
}

/**
 * Capacity of each model: for every seed the maximum of the memorized bits over the dataset sizes,
 * then mean and 95 % interval over seeds. Ordered by the number of parameters.
 * Source: Morris et al. 2025, section 3.
 */
export function capacities(points: CapacityPoint[]): ModelCapacity[] {
  const models = new Map<string, CapacityPoint[]>();
  for (const point of points) {
    const model = modelName(point);
    models.set(model, [...(models.get(model) ?? []), point]);
  }
  return [...models]
    .map(([model, runs]) => {
      const seeds = [...new Set(runs.map((run) => run.seed))].sort((a, b) => a - b);
      const bySeed = seeds.map((seed) => ({
        seed,
        bits: Math.max(...runs.filter((r) => r.seed === seed).map((r) => r.memorizedBits)),
      }));
      const { dModel, nLayers, vocabSize, params } = runs[0];
      const bits = bySeed.map((seed) => seed.bits);
      return {
        model,
        dModel,
        nLayers,
        vocabSize,
        params,
        bySeed,
        bits: meanInterval(bits),
        bitsPerParameter: meanInterval(bits.map((b) => b / params)),
      };
    })
    .sort((a, b) => a.params - b.params);
}

/**
 * Bits per parameter as the paper's headline number has it: the slope of the least-squares line of
 * capacity over parameters, one point per model and seed. Null with fewer than two model sizes.
 */
export function capacityFit(models: ModelCapacity[]): LineFit | null {
  if (new Set(models.map((model) => model.params)).size < 2) return null;
  const points = models.flatMap(({ params, bySeed }) =>
    bySeed.map(({ bits }) => ({ params, bits })),
  );
  return lineFit(
    points.map((p) => p.params),
    points.map((p) => p.bits),
  );
}
