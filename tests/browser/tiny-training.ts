import type { bitsPerParameter } from 'memorization-kit/findings';

/** Steps of a training that is compared between backends. */
export const STEPS = 20;

/** What a training without TensorFlow yields. */
export interface Tiny {
  losses: number[]; // nats a token, before each step
  mode: string; // of the engine
}

/** Trains the tiny model of notebook 01 for a few steps on the tfjs backend that is chosen. */
export async function trainTiny(finding: typeof bitsPerParameter): Promise<Tiny> {
  const losses: number[] = [];
  const config = finding.config({ dModel: 8, datasetScale: 0.6, steps: STEPS });
  const { engine } = await finding.run(config, {
    device: 'auto',
    signal: new AbortController().signal,
    checkpoints: null,
    onProgress: ({ loss }) => losses.push(loss!),
  });
  return { losses, mode: engine.mode };
}
