import { type Attribute, attributes } from '../../datasets';
import { average, percentIn, type Quantity, type Select, where } from '../../experiment';
import { followsPath, percentOf, shareIn, termsOf } from '../../recipes/biographies/shares';
import { gatedByLearning } from '../../recipes/questions/rows';
import { comparedWhere, withHidden } from './compared';
import type { QaConfig } from './run';
import { arms, FULLNAME, ofArm, PERMUTED, type QaRun, rightBy } from './values';

/*
 * What this kit adds to the paper's comparison: a test of what values are tied to, words hidden in
 * pretraining, and fewer people asked.
 */

type Q = Quantity<QaRun>;

export const swapTested: Select<QaRun> = comparedWhere(({ measurements }) => !!measurements.swap);

/** In the fixed order, the attributes that have two others before them. */
export const LATER: readonly Attribute[] = attributes.slice(2);

const nameFollows = (of: readonly Attribute[]) => termsOf(of, followsPath('name'));

/** With another's name in a biography, how often the next value is that person's; or more than less. */
export const nameFollowed = (arm: string, of: readonly Attribute[], less?: string): Q =>
  shareIn(swapTested, arms(arm, less), nameFollows(of));
export const laterFollowed = percentOf(nameFollows(LATER));

const HELD_OUT = 'full.heldOut.accuracy';
const ENTERS = [HELD_OUT, 'full.training.accuracy', 'recall.all'];
const heldOut = rightBy('full');

/**
 * Held-out accuracy of an arm with half of these words hidden in pretraining, less that with whole
 * biographies in the same seed. Models that did not learn their values and questions gate it.
 */
export function hidingGains(hidden: QaConfig['hidden'], data: string = FULLNAME): Q {
  const hid = where<QaRun>(({ config: c }) => c.hidden === hidden && c.hiddenShare === 0.5);
  const whole = where<QaRun>(({ config }) => config.hiddenShare === 0);
  const finetuned = where<QaRun>(({ measurements }) => !!measurements.full);
  const paired: Select<QaRun> = (runs) => {
    const arm = ofArm(data)(finetuned(withHidden(runs)));
    const seeds = new Set(hid(arm).map(({ config }) => config.seed));
    return arm.filter(({ config }) => seeds.has(config.seed));
  };
  return gatedByLearning(
    percentIn(paired, [hid, whole], heldOut, { enters: ENTERS }),
    ({ measurements: m }) => [m.recall.all, m.full!.training.accuracy],
  );
}

/** Held-out accuracy with all people asked less that with the fewest, of the same pretrained models. */
export const askingMoreGains: Q = average(
  'points',
  comparedWhere(({ config, measurements: m }) => config.data === PERMUTED && !!m.full?.fewer),
  (run) => heldOut(run) - 100 * run.measurements.full!.fewer![0].heldOut.accuracy,
  { enters: [HELD_OUT, 'full.fewer[0].heldOut.accuracy'] },
);

/** The runs that were asked who has these values. */
export const inverseRuns: Select<QaRun> = comparedWhere(
  ({ measurements }) => !!measurements.inverse,
);

/** Of how many held-out people the whole name is said, given their values, in percent. */
export const whoIsIt: Q = average(
  '%',
  inverseRuns,
  ({ measurements }) => 100 * measurements.inverse!.heldOut.full,
  { enters: ['inverse.heldOut.full'], limits: [0, 100] },
);
