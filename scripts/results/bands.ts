import type { ProfileName } from 'memorization-kit/engine';
import { bandsOf, type Claim, verdictsOf } from 'memorization-kit/experiment';

/** A range in words: 'from 0.9 to 1', 'at least 1.25'. */
export function rangeText([low, high]: readonly [number, number]): string {
  const [from, to] = [low, high].map((end) => String(Number(end.toPrecision(4))));
  if (high === Infinity) return low === -Infinity ? 'anything' : `at least ${from}`;
  return low === -Infinity ? `at most ${to}` : `from ${from} to ${to}`;
}

/** What counts as what: 'reproduced from 0.9 to 1, partly from 0.75 to 1'. */
export function judgedText(claim: Omit<Claim<unknown>, 'is'>, profile: ProfileName): string {
  const { reproduced, partly } = bandsOf(claim, profile);
  const [whole, some] = verdictsOf(claim.kind);
  const least = `${whole} ${rangeText(reproduced)}`;
  return claim.kind === 'gate' ? least : `${least}, ${some} ${rangeText(partly)}`;
}
