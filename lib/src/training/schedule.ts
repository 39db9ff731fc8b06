import { requireShare } from '../engine';

/** Learning rate of each step: 0 for the first update, steps - 1 for the last. */
export type Schedule = (step: number) => number;

export interface ScheduleOptions {
  shape: 'cosine' | 'linear' | 'constant';
  peak: number; // learning rate after the warm-up
  steps: number; // updates in all
  warmup: number; // updates over which the rate climbs from peak / warmup to peak
  final: number; // rate at the last update, as a share of the peak; unused when constant
}

/**
 * Linear warm-up, then the given shape.
 * Throws a RangeError when the warm-up is longer than the training or a number is out of range.
 */
export function schedule({ shape, peak, steps, warmup, final }: ScheduleOptions): Schedule {
  if (!(peak > 0)) throw new RangeError(`The peak learning rate must be above 0, not ${peak}.`);
  if (warmup < 0 || warmup > steps) {
    throw new RangeError(`A warm-up of ${warmup} steps does not fit into ${steps} steps.`);
  }
  requireShare('final', final);
  return (step) => {
    if (step < warmup) return (peak * (step + 1)) / warmup;
    if (shape === 'constant') return peak;
    const progress = (step - warmup) / Math.max(1, steps - 1 - warmup);
    const left = shape === 'linear' ? 1 - progress : 0.5 * (1 + Math.cos(Math.PI * progress));
    return peak * (final + (1 - final) * left);
  };
}
