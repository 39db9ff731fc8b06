import { storedForm } from 'memorization-kit/base';
import { ENGINE_VERSION, type ProfileName } from 'memorization-kit/engine';
import { bitsPerParameter } from 'memorization-kit/findings';
import { makeResult, plannedRuns, type Provenance, writeResult } from 'memorization-kit/results';

/**
 * Stores made-up results of a sweep of bits-per-parameter in the folder `data`: everything up to
 * about `bits` a parameter is memorized.
 */
export function storeMadeUpResults(
  data: string,
  bits: number,
  profile: ProfileName = 'quick',
): void {
  for (const { config, dataHash } of plannedRuns(bitsPerParameter, profile)) {
    const { dModel, nSequences, seqLength, vocabSize, seed } = config;
    const params = 500 * dModel;
    const datasetBits = nSequences * seqLength * Math.log2(vocabSize);
    const memorizedBits = Math.min(datasetBits, (bits + 0.01 * seed) * params);
    const made = makeResult({
      finding: bitsPerParameter.name,
      version: bitsPerParameter.version,
      profile,
      config: storedForm(bitsPerParameter.fields, config),
      measurements: {
        params,
        datasetBits,
        memorizedBits,
        datasetBitsScored: datasetBits,
        memorizedBitsScored: memorizedBits,
        bitsPerParameter: memorizedBits / params,
        finalLoss: 1,
      },
      curves: { memorized: { x: [0, 1], y: [0, memorizedBits], xLabel: 'step', yLabel: 'bits' } },
      provenance: provenance(dataHash),
    });
    writeResult(data, made);
  }
}

const provenance = (dataHash: string): Provenance => ({
  kit: '0.0.0',
  commit: null,
  engineVersion: ENGINE_VERSION,
  dataHash,
  node: 'v20',
  tensorflow: '0',
  tfjs: '0',
  platform: 'test',
  cpu: 'test',
  device: 'cpu',
  gpu: null,
  engineMode: 'eager',
  threads: 1,
  seconds: 1,
  resumed: false,
  peakMemoryMB: null,
  date: '2000-01-01T00:00:00.000Z',
});
