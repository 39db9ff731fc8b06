import { requireInteger } from '../../base';
import { permutation, randomStream } from '../../engine/random';

/**
 * Splits people at random into disjoint groups with the given shares: indices in rising order.
 * What the shares leave of 1 is in no group. Throws when a share is not above 0, the shares are more
 * than 1 together, or a group would be empty.
 */
export function splitPeople(
  nPeople: number,
  shares: readonly number[],
  seed: number,
): Int32Array[] {
  requireInteger('nPeople', nPeople, 1);
  const total = shares.reduce((a, b) => a + b, 0);
  if (shares.some((share) => !(share > 0)) || total > 1 + 1e-9) {
    throw new RangeError(
      `Shares must be above 0 and at most 1 together, not ${shares.join(', ')}.`,
    );
  }
  const order = permutation(nPeople, randomStream(seed, 'split-people'));
  let sum = 0;
  return shares.map((share) => {
    const start = Math.round(sum * nPeople);
    const end = Math.round((sum += share) * nPeople);
    if (end === start) {
      throw new RangeError(`A share of ${share} of ${nPeople} people is nobody.`);
    }
    return order.slice(start, end).sort();
  });
}
