import { randomStrings, type RandomStringsConfig } from 'memorization-kit/findings';
import type { Run } from 'memorization-kit/experiment';
import type { StringMeasurements } from 'memorization-kit/findings';

export type StringRun = Run<RandomStringsConfig, StringMeasurements>;
type Overrides = Partial<RandomStringsConfig>;

const MOMENTS = 3;

/** A made-up run: the epochs that it took for each showing of a string. */
export function madeUp(overrides: Overrides, epochs: number[]): StringRun {
  const config = randomStrings.config(overrides);
  const { alphabet, experiment, nStrings } = config;
  const order = nStrings === 1 ? [0] : [...Array(nStrings - 1).keys(), 0, nStrings - 1];
  const chance = 1 / alphabet;
  const phase = { entropy: 0, loss: 0, freshLoss: 0 };
  const accuracy = Array.from({ length: nStrings }, (_, string) =>
    order.flatMap((shown) => [
      shown === string ? 0.5 : chance,
      chance,
      shown === string ? 1 : chance,
    ]),
  );
  const rising = (at2: number, at4: number): number[] => [chance, at2, at4, at4, 1];
  const curve = { x: [0, 1, epochs[0]], y: [0.1, 0.2, 1] };
  const names = ['accuracy', 'loss', 'mass', 'divergence', 'freshAccuracy', 'freshLoss'];
  return {
    config,
    measurements: {
      params: 1,
      exposures: epochs.map((n, i) => ({ string: order[i], epochs: n, epochsTo95: n, shown: n })),
      phases: {
        guessing: { ...phase, epoch: 9, accuracy: chance, mass: 0.99, divergence: 0.05 },
        end: { ...phase, epoch: 99, accuracy: 1, mass: 1, divergence: 2 },
        freshAccuracy: chance,
      },
      placeCorrelation: 0,
      sequence: experiment === 'sequence' ? { momentsPerExposure: MOMENTS, accuracy } : null,
      context:
        experiment === 'context'
          ? {
              prefixLengths: [0, 2, 4, 8, 64],
              accuracy: {
                redrawn: rising(0.5, 0.9),
                skewed: rising(0.4, 0.8),
                'other letters': rising(0.4, 0.7),
                constant: rising(0.3, 0.5 + 0.01 * config.seed),
              },
              genuine: 1,
            }
          : null,
    },
    curves: Object.fromEntries(names.map((name) => [name, curve])),
  };
}

export const seeds = [1, 2, 3];

/** Runs that behave as the paper says. */
export const asInThePaper: StringRun[] = seeds.flatMap((seed) => [
  ...[2, 4, 7, 13, 26].map((alphabet) =>
    madeUp({ alphabet, seed }, [200 / Math.log2(alphabet) + 10 * seed]),
  ),
  madeUp({ entropyBits: 1, seed }, [180 + seed]),
  ...[16, 32].map((length) => madeUp({ length, seed }, [length + seed])),
  madeUp({ alphabet: 2, length: 16, seed }, [60 + seed]),
  ...[7, 26].map((alphabet) =>
    madeUp(
      { experiment: 'sequence', alphabet, nStrings: 4, seed },
      [90, 50, 40, 40, 40].map((n) => n + seed), // strings 1, 2, 3, 1 again, 4
    ),
  ),
  madeUp({ experiment: 'context', pretrainSteps: 9, seed }, [20]),
  madeUp({ experiment: 'context', pretrainSteps: 9, alphabet: 4, seed }, [20]),
  madeUp({ experiment: 'context', seed }, [20]),
]);
