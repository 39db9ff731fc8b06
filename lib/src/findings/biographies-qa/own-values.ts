import { type Attribute, attributes } from '../../datasets';
import {
  both,
  meanOf,
  numberAt,
  perSeed,
  type Quantity,
  type Select,
  where,
} from '../../experiment';
import type { SwappedPart } from '../../recipes/biographies/swap';
import { gatedByLearning } from '../../recipes/questions/rows';
import { mean } from '../../stats';
import { comparedRuns, wholeRuns, withHidden } from './compared';
import { FULLNAME, ofArm, PERMUTED, type QaRun } from './values';

/*
 * What this kit adds to the paper's comparison: a test of what values are tied to, words hidden in
 * pretraining, and fewer people asked.
 */

type Q = Quantity<QaRun>;

export const swapTested: Select<QaRun> = where(({ measurements }) => !!measurements.swap);

/** In the fixed order, the attributes that have two others before them. */
export const LATER: readonly Attribute[] = attributes.slice(2);

const swapPath = (swapped: SwappedPart, attribute: Attribute, whose: SwappedPart): string =>
  `swap.${swapped}.${attribute}.${whose}`;

/**
 * How often the next value is the named person's, or the one's whose values come before, in percent:
 * the mean over attributes; null where there is no such value.
 */
export function followed(
  { measurements }: QaRun,
  swapped: SwappedPart,
  whose: SwappedPart,
  of: readonly Attribute[] = attributes,
): number | null {
  const shares = of.map((attribute) => numberAt(measurements, swapPath(swapped, attribute, whose)));
  const known = shares.filter((share) => share !== null);
  return known.length > 0 ? 100 * mean(known) : null;
}

/** With another's name in a biography, how often the next value is that person's; or more than less. */
export const nameFollowed = (
  arm: string,
  of = attributes as readonly Attribute[],
  less?: string,
): Q =>
  ofArm(arm, less, {
    from: (arms) =>
      both(
        both(comparedRuns<QaRun>, swapTested),
        where(({ config }) => arms.includes(config.data)),
      ),
    percent: (own) => meanOf(own, (run) => followed(run, 'name', 'name', of)),
    enters: of.map((attribute) => swapPath('name', attribute, 'name')),
  });

const HELD_OUT = 'full.heldOut.accuracy';
const ENTERS = [HELD_OUT, 'full.training.accuracy', 'recall.all'];
const heldOut = ({ measurements: m }: QaRun): number => 100 * m.full!.heldOut.accuracy;

/**
 * Held-out accuracy of an arm with these words hidden in pretraining, less that with whole biographies
 * in the same seed. Models that did not learn their values and questions gate it.
 */
export function hidingGains(hidden: string, share: number, data: string = FULLNAME): Q {
  const isHidden = ({ config: c }: QaRun) => c.hidden === hidden && c.hiddenShare === share;
  const compared: Select<QaRun> = (runs) => {
    const arm = withHidden(runs).filter(
      ({ config, measurements: m }) => m.full && config.data === data,
    );
    const seeds = new Set(arm.filter(isHidden).map(({ config }) => config.seed));
    const paired = arm.filter(({ config }) => seeds.has(config.seed));
    return paired.filter((run) => isHidden(run) || run.config.hiddenShare === 0);
  };
  const gains = perSeed(
    'points',
    compared,
    (runs) => {
      const [without, whole] = [
        meanOf(runs.filter(isHidden), heldOut),
        meanOf(wholeRuns(runs), heldOut),
      ];
      return without === null || whole === null ? null : without - whole;
    },
    { enters: ENTERS, limits: [-100, 100] },
  );
  return gatedByLearning(gains, ({ measurements: m }) => [m.recall.all, m.full!.training.accuracy]);
}

/** Held-out accuracy with all people asked less that with the fewest, of the same pretrained models. */
export const askingMoreGains: Q = perSeed(
  'points',
  both(
    comparedRuns<QaRun>,
    where(({ config, measurements: m }) => config.data === PERMUTED && !!m.full?.fewer),
  ),
  (runs) =>
    meanOf(runs, (run) => heldOut(run) - 100 * run.measurements.full!.fewer![0].heldOut.accuracy),
  { enters: [HELD_OUT, 'full.fewer[0].heldOut.accuracy'], limits: [-100, 100] },
);

/** The runs that were asked who has these values. */
export const inverseRuns: Select<QaRun> = both(
  comparedRuns<QaRun>,
  where(({ measurements }) => !!measurements.inverse),
);

/** Of how many people the whole name is said, given their values, in percent. */
export const whoIsIt = (who: 'training' | 'heldOut'): Quantity<QaRun> =>
  perSeed(
    '%',
    inverseRuns,
    (runs) => meanOf(runs, (run) => 100 * run.measurements.inverse![who].full),
    {
      enters: [`inverse.${who}.full`],
      limits: [0, 100],
    },
  );
