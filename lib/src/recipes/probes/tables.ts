import { type Attribute, attributes, type Biography, forEachAttribute } from '../../datasets';
import { clusteredInterval, shareOf } from '../../stats';

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

/** Whether a probe is right: of the probe at a place for an attribute, about a biography (row). */
export type IsRight = (place: number, attribute: number, row: number) => boolean;

type Keep = (biography: Biography, place: number, attribute: Attribute) => boolean;

export const everywhere: Keep = () => true;
/** Without the biographies in which a probe need only know what the model is about to say. */
export const notNext: Keep = ({ order }, place, attribute) => order[place] !== attribute;

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** The share of right choices at every place; null where no biography is kept. */
export function probeTable(
  biographies: readonly Biography[],
  isRight: IsRight,
  keep: Keep = everywhere,
): ProbeTable {
  return attributes.map((_, place) =>
    attributes.map((attribute, a) => {
      const right = biographies.flatMap((biography, row) =>
        keep(biography, place, attribute) ? [isRight(place, a, row)] : [],
      );
      return right.length > 0 ? shareOf(right) : null;
    }),
  );
}

/**
 * The mean over some attributes at the first place, with its interval: the biographies of one person
 * depend on each other, people do not.
 */
export function firstPlace(
  biographies: readonly Biography[],
  isRight: IsRight,
  keep: Keep = everywhere,
  of: readonly Attribute[] = attributes,
): Share {
  const people = new Map<number, number[]>();
  biographies.forEach((biography, row) => {
    const values = people.get(biography.person) ?? [];
    for (const attribute of of) {
      if (!keep(biography, 0, attribute)) continue;
      values.push(Number(isRight(0, attributes.indexOf(attribute), row)));
    }
    people.set(biography.person, values);
  });
  const { mean, low, high } = clusteredInterval([...people.values()]);
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
