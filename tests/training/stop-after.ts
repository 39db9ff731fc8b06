import type { TrainOptions } from 'memorization-kit/training';

/** Stops a training after so many updates; 0 = before the first. */
export function stopAfter(updates: number): Pick<TrainOptions, 'signal' | 'onStep'> {
  const stop = new AbortController();
  if (updates === 0) stop.abort();
  return { signal: stop.signal, onStep: ({ step }) => step === updates && stop.abort() };
}
