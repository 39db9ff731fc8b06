import type { Curve } from '../experiment';
import type { TrainOptions } from '../training';

/** Evenly spaced steps from 0 to the last. */
export function curveSteps(steps: number, points: number): number[] {
  const all = Array.from({ length: points + 1 }, (_, i) => Math.round((i * steps) / points));
  return [...new Set(all)];
}

/** What is measured along a training, as `train` asks for it, and the curves that come of it. */
export interface Tracked {
  measure: NonNullable<TrainOptions['measure']>;
  curves: Record<string, Curve>; // complete when the training is done
}

/** What is measured, by the name of its curve. */
export type TrackedNumbers = Record<string, { yLabel: string; take(): number }>;

/** @param axis after which steps, and what stands for a step on the curves' x axis */
export function track(
  axis: { at: number[]; xLabel: string; x?(step: number): number },
  numbers: TrackedNumbers,
): Tracked {
  const { at, xLabel, x = (step) => step } = axis;
  const all = Object.entries(numbers).map(([name, { yLabel, take }]) => {
    const curve: Curve = { x: at.map(x), y: [], xLabel, yLabel };
    return { name, take, curve };
  });
  return {
    measure: {
      at,
      size: all.length,
      take: () => all.map(({ take }) => take()),
      onTaken: (_, values) => all.forEach(({ curve }, i) => curve.y.push(values[i])),
    },
    curves: Object.fromEntries(all.map(({ name, curve }) => [name, curve])),
  };
}
