import type { Trainable } from '../experiment';
import type { SweepEvent } from '../runner';
import { sweep, type SweepOptions } from './sweep';
import { SweepError, SweepStopped } from './sweep-error';

/** Whether all that is left of a sweep is being trained by other processes. */
function othersDoTheRest({ overview }: SweepEvent): boolean {
  const { total, done, failed, running, waiting } = overview;
  return running === 0 && waiting > 0 && waiting === total - done - failed;
}

/**
 * Trains those runs of a sweep that no other process is training, one at a time, and resolves when
 * none of them is left. Unlike `sweep` it does not wait for the others, and runs that fail are left
 * to whoever needs them, who will be told why. Ends early when `signal` fires.
 * Throws as `sweep` does where nothing can be trained or stored at all.
 */
export async function trainUnclaimed(
  finding: Trainable,
  options: Omit<SweepOptions, 'jobs' | 'onEvent'>,
): Promise<void> {
  const enough = new AbortController();
  const signals = [enough.signal, options.signal].filter((signal) => signal !== undefined);
  try {
    await sweep(finding, {
      ...options,
      jobs: 1,
      signal: AbortSignal.any(signals),
      onEvent: (event) => {
        if (othersDoTheRest(event)) enough.abort();
      },
    });
  } catch (error) {
    if (!(error instanceof SweepStopped || error instanceof SweepError)) throw error;
  }
}
