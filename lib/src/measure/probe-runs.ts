import { type Attribute, attributes } from '../datasets/biographies/attributes';
import { mean, type MeanInterval, meanInterval } from '../stats';

/** Shares by place (rows) and attribute (columns), between 0 and 1; null where nothing was asked. */
export type ShareTable = readonly (readonly (number | null)[])[];

/** What of a run of the finding p-probing its table, claims and figures need. */
export interface ProbeRunLike {
  config: { data: string; model: string; exposures: number; seed: number };
  measurements: {
    recall: { all: number } | null;
    majority: Record<Attribute, number>;
    pProbe: ShareTable;
    control: ShareTable; // without the biographies in which the attribute is the next one
    qProbe: Record<'all' | 'ends', Record<'train' | 'test', Record<Attribute, number>>> | null;
    qa: {
      training: { accuracy: number };
      heldOut: { accuracy: number; byAttribute: Record<Attribute, number> };
    } | null;
  };
}

/** The attributes in the order of the columns of a table. */
export const probedAttributes: readonly Attribute[] = attributes;

/** The attributes of one word, for which a probe, an answer and the paper's tables mean the same. */
export const wholeAttributes: readonly Attribute[] = attributes.filter((a) => a !== 'birthDate');

/** Mean over the attributes of one word. */
export const meanOfWhole = (by: Record<Attribute, number>): number =>
  mean(wholeAttributes.map((attribute) => by[attribute]));

/** Runs of one kind of biographies, by pretrained or random models. */
export function armRuns<T extends ProbeRunLike>(
  runs: readonly T[],
  data: string,
  model = 'pretrained',
): T[] {
  return runs.filter(({ config }) => config.data === data && config.model === model);
}

/** The mean over runs of each cell; null where none has a value. */
export function meanTable(tables: readonly ShareTable[]): (number | null)[][] {
  if (tables.length === 0) return [];
  return tables[0].map((row, place) =>
    row.map((_, a) => {
      const values = tables.flatMap((table) => table[place][a] ?? []);
      return values.length > 0 ? mean(values) : null;
    }),
  );
}

/**
 * Mean over attributes of what probes know at a place, 0 for the first; null without any. With
 * `majority`, less what always naming the most common class gets right.
 */
export function atPlace(
  table: ShareTable,
  place: number,
  of: readonly Attribute[],
  majority?: Record<Attribute, number>,
): number | null {
  const values = of.flatMap((attribute) => {
    const share = table[place][attributes.indexOf(attribute)];
    return share === null ? [] : [share - (majority?.[attribute] ?? 0)];
  });
  return values.length > 0 ? mean(values) : null;
}

/** Mean over the places just before each attribute's own value, when sentences are in order. */
export function onDiagonal(table: ShareTable): number | null {
  const values = table.flatMap((row, place) => row[place] ?? []);
  return values.length > 0 ? mean(values) : null;
}

/**
 * Mean over the places before an attribute's own, when sentences are in order, less the majority. The company city at the company's place is left out: it follows from the company.
 */
export function aheadOfPlace(
  table: ShareTable,
  majority: Record<Attribute, number>,
  of: readonly Attribute[] = attributes,
): number | null {
  const values = of.flatMap((attribute) => {
    const own = attributes.indexOf(attribute);
    const follows = attribute === 'companyCity' ? attributes.indexOf('employer') : -1;
    return table.slice(0, own).flatMap((row, place) => {
      const share = row[own];
      return share === null || place === follows ? [] : [share - majority[attribute]];
    });
  });
  return values.length > 0 ? mean(values) : null;
}

/** One arm of the comparison of probes and questions, over the attributes of one word. */
export interface ProbeAndQa {
  data: string;
  probe: MeanInterval; // P-probe at the first place, over seeds
  qProbe: MeanInterval; // Q-probe of the end tokens only
  qa: MeanInterval; // exact match on held-out people
}

/** The arms whose models were asked questions, too, in the order in which they first appear. */
export function probesAndQa(runs: readonly ProbeRunLike[]): ProbeAndQa[] {
  const asked = runs.filter(({ measurements }) => measurements.qa !== null);
  return [...new Set(asked.map(({ config }) => config.data))].map((data) => {
    const own = asked.filter(({ config }) => config.data === data).map((run) => run.measurements);
    const over = (value: (m: ProbeRunLike['measurements']) => number | null): MeanInterval =>
      meanInterval(own.map(value).filter((x): x is number => x !== null));
    return {
      data,
      probe: over(({ pProbe }) => atPlace(pProbe, 0, wholeAttributes)),
      qProbe: over(({ qProbe }) => (qProbe ? meanOfWhole(qProbe.ends.test) : null)),
      qa: over(({ qa }) => (qa ? meanOfWhole(qa.heldOut.byAttribute) : null)),
    };
  });
}
