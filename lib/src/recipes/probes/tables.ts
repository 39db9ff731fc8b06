import { byKey } from '../../base';
import { type Attribute, attributes, type Biography, forEachAttribute } from '../../datasets';
import { clusteredInterval, shareOf } from '../../stats';
import type { PProbed } from './p-probe';

type Probed = Pick<PProbed, 'tested' | 'right'>;

/** What share of the test biographies a probe gets right; rows: the six places, columns: attributes. */
export type ProbeTable = (number | null)[][];

/** The attributes of one word, for which a probe, an answer and the paper's tables mean the same. */
export const wholeAttributes: readonly Attribute[] = attributes.filter((a) => a !== 'birthDate');

/** A share and its 95 % interval over people; the ends are null where there is none. */
export interface Share {
  share: number;
  low: number | null;
  high: number | null;
}

type Keep = (biography: Biography, place: number, attribute: Attribute) => boolean;

const everywhere: Keep = () => true;
/** Without the biographies in which a probe need only know what the model is about to say. */
export const notNext: Keep = ({ order }, place, attribute) => order[place] !== attribute;

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** The share of right choices at every place; null where no biography is kept. */
export const probeTable = ({ tested, right }: Probed, keep: Keep = everywhere): ProbeTable =>
  attributes.map((_, place) =>
    attributes.map((attribute, a) => {
      const kept = right[place][a].filter((_, row) => keep(tested[row], place, attribute));
      return kept.length > 0 ? shareOf(kept) : null;
    }),
  );

/**
 * The mean over the attributes of one word at the first place, with its interval: the biographies of
 * one person depend on each other, people do not.
 */
export function firstPlace({ tested, right: [first] }: Probed, keep: Keep = everywhere): Share {
  const people = byKey([...tested.keys()], (row) => tested[row].person);
  const found = [...people.values()].map((rows) =>
    rows.flatMap((row) =>
      wholeAttributes
        .filter((attribute) => keep(tested[row], 0, attribute))
        .map((attribute) => Number(first[attributes.indexOf(attribute)][row])),
    ),
  );
  const { mean, low, high } = clusteredInterval(found);
  return { share: mean, low: finite(low), high: finite(high) };
}

/**
 * What one gets right about the test people by always naming the most common class among the
 * training people. `classes`: [people][attributes].
 */
export function majorityShares(
  classes: readonly (readonly number[])[],
  train: Int32Array,
  test: Int32Array,
): Record<Attribute, number> {
  return forEachAttribute((attribute) => {
    const a = attributes.indexOf(attribute);
    const counts = new Map<number, number>();
    for (const i of train) counts.set(classes[i][a], (counts.get(classes[i][a]) ?? 0) + 1);
    const [[most]] = [...counts].sort(([x, n], [y, m]) => m - n || x - y);
    return test.filter((i) => classes[i][a] === most).length / test.length;
  });
}
