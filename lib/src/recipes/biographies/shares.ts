import type { Attribute } from '../../datasets';
import { average, difference, meanOf, numberAt, percentIn } from '../../experiment';
import type { Quantity, Seeded, Select } from '../../experiment';
import type { SwappedPart } from './swap';

/*
 * Shares of attributes in the measurements of runs, by their paths: what is recalled, probed or asked.
 */

/** Where the share of an attribute is: 'recall.byAttribute.major'. */
export type PathOf = (attribute: Attribute) => string;

/** A share, and what is taken from it, such as what guessing gets. */
export interface Term {
  at: string;
  less?: string;
}

export const termsOf = (of: readonly Attribute[], at: PathOf, less?: PathOf): Term[] =>
  of.map((attribute) => ({ at: at(attribute), less: less?.(attribute) }));

/** Every path in them once: what enters a quantity. */
export const pathsOf = (terms: readonly Term[]): string[] => [
  ...new Set(terms.flatMap(({ at, less }) => (less === undefined ? [at] : [at, less]))),
];

export interface Measured {
  measurements: unknown;
}

/** The mean of shares of a run in percent, without those that it does not have; null without any. */
export const percentOf =
  (terms: readonly Term[]) =>
  ({ measurements }: Measured): number | null => {
    const of = (path: string) => numberAt(measurements, path);
    const share = meanOf(terms, ({ at, less }) =>
      less === undefined ? of(at) : difference(of(at), of(less)),
    );
    return share && 100 * share;
  };

/** The mean of shares, in points where something is taken from them; one value a run. */
export const meanShare = <R extends Seeded & Measured>(
  of: Select<R>,
  terms: Term[],
): Quantity<R> =>
  terms.some(({ less }) => less !== undefined)
    ? average('points', of, percentOf(terms), { enters: pathsOf(terms) })
    : average('%', of, percentOf(terms), { enters: pathsOf(terms), limits: [0, 100] });

/** How much larger the mean of some shares is than that of others in the same run. */
export const shareGap = <R extends Seeded & Measured>(
  of: Select<R>,
  larger: Term[],
  smaller: Term[],
): Quantity<R> => {
  const [one, other] = [percentOf(larger), percentOf(smaller)];
  return average('points', of, (run) => difference(one(run), other(run)), {
    enters: pathsOf([...larger, ...smaller]),
  });
};

/** The mean of shares of one kind of runs, or how much more it is than that of another in the same seed. */
export const shareIn = <R extends Seeded & Measured>(
  from: Select<R>,
  kinds: [kind: Select<R>, less?: Select<R>],
  terms: Term[],
): Quantity<R> => percentIn(from, kinds, percentOf(terms), { enters: pathsOf(terms) });

/** How often, in the swap test of this part, the next value is that of the part's own person. */
export const followsPath =
  (part: SwappedPart): PathOf =>
  (attribute) =>
    `swap.${part}.${attribute}.${part}`;
