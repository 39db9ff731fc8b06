import { byKey } from '../../base';
import { type Attribute, attributes } from '../../datasets';
import {
  meanOf,
  overall,
  perSeed,
  type Quantity,
  rankOverArms,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { mean, type MeanInterval, meanInterval } from '../../measure';
import type { QProbeUpdate } from '../../recipes/probes/q-probe';
import { type ProbeTable, type Share, wholeAttributes } from '../../recipes/probes/tables';
import type { ProbingConfig } from './config';
import type { ProbingMeasurements } from './run';

export type ProbingRun = Run<ProbingConfig, ProbingMeasurements>;

export const SINGLE = 'single';
export const AUGMENTED = 'multi5+permute';

/** Runs of one kind of biographies, by pretrained or random models. */
export const armRuns = <R extends ProbingRun>(
  runs: readonly R[],
  data: string,
  model: ProbingConfig['model'] = 'pretrained',
): R[] => runs.filter(({ config }) => config.data === data && config.model === model);

/** Models that were pretrained on the biographies of one of the two arms that are contrasted. */
export const contrasted: Select<ProbingRun> = (runs) =>
  [SINGLE, AUGMENTED].flatMap((data) => armRuns(runs, data));

export const qProbed: Select<ProbingRun> = (runs) =>
  contrasted(runs).filter(({ measurements }) => measurements.qProbe !== null);

/** The runs whose models were asked questions, too. */
export const asked = where<ProbingRun>(({ measurements }) => measurements.qa !== null);

/** A cell of a table of probes: the numbers of the place and of the attribute, from 0. */
export type Cell = [place: number, attribute: number];

const numberOf = (attribute: Attribute): number => attributes.indexOf(attribute);

/** At one place, for some attributes. */
export const atPlace = (place: number, of: readonly Attribute[] = wholeAttributes): Cell[] =>
  of.map((attribute) => [place, numberOf(attribute)]);

/** Just before each attribute's own value, when sentences are in order. */
export const diagonal: Cell[] = attributes.map((_, i) => [i, i]);

/**
 * Before an attribute's own place, when sentences are in order. The company city at the company's
 * place is left out: it follows from the company.
 */
export const ahead: Cell[] = attributes
  .flatMap((_, own) => Array.from({ length: own }, (_, place): Cell => [place, own]))
  .filter(([place, a]) => place !== numberOf('employer') || a !== numberOf('companyCity'));

/** Mean of cells in percent, without those where nothing was asked; null without any. */
export function percentIn(
  table: ProbeTable,
  cells: readonly Cell[],
  majority?: Record<Attribute, number>,
): number | null {
  const shares = cells.flatMap(([place, a]) => {
    const share = table[place][a];
    return share === null ? [] : [share - (majority?.[attributes[a]] ?? 0)];
  });
  return shares.length > 0 ? 100 * mean(shares) : null;
}

/** The mean of cells, one value a run; in points above the majority with `aboveMajority`. */
export function percentOf(
  of: Select<ProbingRun>,
  which: 'pProbe' | 'control',
  cells: readonly Cell[],
  aboveMajority = false,
): Quantity<ProbingRun> {
  const own = [...new Set(cells.map(([, a]) => `majority.${attributes[a]}`))];
  return perSeed(
    aboveMajority ? 'points' : '%',
    of,
    (runs) =>
      meanOf(runs, ({ measurements: m }) =>
        percentIn(m[which], cells, aboveMajority ? m.majority : undefined),
      ),
    { enters: [...namesOf(which, cells), ...(aboveMajority ? own : [])] },
  );
}

const namesOf = (which: 'pProbe' | 'control', cells: readonly Cell[]): string[] =>
  cells.map(([place, a]) => `${which}[${place}][${a}]`);

/** How much more is known at the last place than at the first. */
export function lastLessFirst(of: Select<ProbingRun>): Quantity<ProbingRun> {
  const [first, last] = [0, attributes.length - 1].map((place) => atPlace(place));
  return perSeed(
    'points',
    of,
    (runs) =>
      meanOf(runs, ({ measurements: { pProbe } }) => {
        const [from, to] = [percentIn(pProbe, first), percentIn(pProbe, last)];
        return from === null || to === null ? null : to - from;
      }),
    { enters: namesOf('pProbe', [...first, ...last]) },
  );
}

/**
 * The same quantity with an interval over people where there is one run, which has none over seeds.
 * `share` has the same attributes as the value, and how far its ends lie from it.
 */
export const overPeople = (
  quantity: Quantity<ProbingRun>,
  share: (measurements: ProbingMeasurements) => Share,
): Quantity<ProbingRun> => ({
  ...quantity,
  value(runs) {
    const found = quantity.value(runs);
    if (runs.length !== 1) return found;
    const { share: mean, low, high } = share(runs[0].measurements);
    if (low === null || high === null) return found;
    const [below, above] = [100 * (mean - low), 100 * (high - mean)];
    const { value } = found;
    return { ...found, low: value - below, high: value + above, note: 'interval over people' };
  },
});

/** Mean over the attributes of one word. */
const meanOfWhole = (by: Record<Attribute, number>): number =>
  mean(wholeAttributes.map((attribute) => by[attribute]));

const percentByName = ({ measurements: { qProbe } }: ProbingRun, update: QProbeUpdate) =>
  qProbe && 100 * meanOfWhole(qProbe[update].test);

/** Q-probes: what multi5+permute knows more than single about the attributes of one word. */
export const qContrast = (update: QProbeUpdate): Quantity<ProbingRun> =>
  perSeed(
    'points',
    qProbed,
    (runs) => {
      const [single, augmented] = [SINGLE, AUGMENTED].map((data) =>
        meanOf(armRuns(runs, data), (run) => percentByName(run, update)),
      );
      return augmented === null || single === null ? null : augmented - single;
    },
    { enters: wholeAttributes.map((attribute) => `qProbe.${update}.test.${attribute}`) },
  );

/** One arm of the comparison of probes and questions: percent over the attributes of one word. */
export interface ProbeAndQa {
  data: string;
  probe: MeanInterval; // P-probe at the first place, over seeds
  qProbe: MeanInterval; // Q-probe of the end tokens only
  qa: MeanInterval; // exact match on held-out people
}

/** The arms of runs that were asked, in the order in which they first appear. */
export const probesAndQa = (runs: readonly ProbingRun[]): ProbeAndQa[] =>
  [...byKey(runs, ({ config }) => config.data)].map(([data, own]) => {
    const over = (value: (run: ProbingRun) => number | null): MeanInterval =>
      meanInterval(own.map(value).filter((found) => found !== null));
    return {
      data,
      probe: over(({ measurements: { pProbe } }) => percentIn(pProbe, atPlace(0))),
      qProbe: over((run) => percentByName(run, 'ends')),
      qa: over(({ measurements: { qa } }) => qa && 100 * meanOfWhole(qa.heldOut.byAttribute)),
    };
  });

/** Whether what is there at the first place can be asked: in which order the arms are. */
export const rankOfArms: Quantity<ProbingRun> = overall(
  '',
  asked,
  (runs) =>
    rankOverArms(
      probesAndQa(runs).map(({ probe, qa }) => ({ x: probe.mean, y: qa.mean, seeds: qa.n })),
    ),
  {
    enters: [
      ...namesOf('pProbe', atPlace(0)),
      ...wholeAttributes.map((attribute) => `qa.heldOut.byAttribute.${attribute}`),
    ],
  },
);
