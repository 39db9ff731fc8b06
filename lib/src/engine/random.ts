import seedrandom = require('seedrandom');
import { forbidInCapture } from './capture-state';

/**
 * A named stream of random numbers. What it yields depends on the seed, the name and the index
 * alone, so that no draw anywhere shifts the draws elsewhere, and a resumed run needs no state.
 */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform whole number in [0, n). */
  integer(n: number): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Uniform 32-bit signed integer. */
  bits(): number;
}

/** The stream `name` of a run with this `seed`; `index` is a step or an epoch where one is needed. */
export function randomStream(seed: number, name: string, index = 0): RandomStream {
  forbidInCapture(
    `The random stream "${name}" was opened`,
    'Draw outside and pass the numbers in as an input of the step.',
  );
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`seed must be a whole number, not ${seed}.`);
  const next = seedrandom(`memorization-kit/${seed}/${name}/${index}`);
  let spare: number | null = null;
  const uniform = (): number => next.double();
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      let u: number, v: number, s: number;
      do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        s = u * u + v * v;
      } while (s >= 1 || s === 0);
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    },
    bits: () => next.int32(),
  };
}

/** A random order of 0..n-1 (Fisher–Yates). */
export function permutation(n: number, stream: RandomStream): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
