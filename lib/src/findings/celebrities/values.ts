import { attributes } from '../../datasets';
import {
  average,
  mostVaried,
  percentIn,
  perSeed,
  type Quantity,
  rankOver,
  type Run,
  type Select,
  where,
} from '../../experiment';
import { followsPath, pathsOf, percentOf, termsOf } from '../../recipes/biographies/shares';
import type { MinorityConfig } from '../../recipes/minority/config';
import type { MinorityMeasurements } from '../../recipes/minority/run';
import { gatedByLearning } from '../../recipes/questions/rows';

export type CelebrityRun = Run<MinorityConfig, MinorityMeasurements>;
type Q = Quantity<CelebrityRun>;

/** How the paper tells of the minority, and a format that differs from that of the celebrities. */
export const MINORITY = 'single+permute1';
export const FIXED_ORDER = 'single';
const CELEBRITY = 'multi5+permute';

/** In whose company the minority is. */
export const companies = ['alone', 'other text', 'celebrities told once', 'celebrities'] as const;
export type CompanyName = (typeof companies)[number];

export function companyOf({ company, celebrityData }: MinorityConfig): CompanyName {
  if (company === 'nobody') return 'alone';
  if (company === 'other text') return company;
  return celebrityData === CELEBRITY ? company : 'celebrities told once';
}

/** An arm: in whose company, and how the minority is told of. */
export interface Arm {
  company: CompanyName;
  data?: string;
}

export const ofArm = ({ company, data = MINORITY }: Arm): Select<CelebrityRun> =>
  where(({ config: c }) => companyOf(c) === company && c.data === data);

export const ALONE: Arm = { company: 'alone' };
export const CELEBRITIES: Arm = { company: 'celebrities' };

/** The name of an arm: 'fixed order, celebrities'. */
export const armName = (config: MinorityConfig): string =>
  `${config.data === FIXED_ORDER ? 'fixed order, ' : ''}${companyOf(config)}`;

/** The runs with probes, which small sweeps have on people of few values; and those with many values. */
export const probedRuns = where<CelebrityRun>(({ measurements }) => measurements.probe !== null);
const askedRuns: Select<CelebrityRun> = (runs) => {
  const most = Math.max(...runs.map(({ config }) => config.cities));
  return runs.filter(({ config }) => config.cities === most);
};

/** How many celebrities, or as many in whose place there is text; 0 is the minority alone. */
export const numberOf = ({ config: { company, celebrities } }: CelebrityRun): number =>
  company === 'nobody' ? 0 : celebrities;
const isAlone = (run: CelebrityRun): boolean => numberOf(run) === 0;

/** The minority alone, and in company of one size: that which most companies have. */
export const compared: Select<CelebrityRun> = (runs) => {
  const asked = askedRuns(runs);
  const together = asked.filter((run) => !isAlone(run));
  const sameSize = mostVaried<CelebrityRun, number>(
    numberOf,
    ({ config }) => armName(config),
    numberOf,
  );
  return [...asked.filter(isAlone), ...sameSize(together)];
};

/** The paper's two arms over the number of celebrities; 0 is the minority alone. */
export const overNumbers: Select<CelebrityRun> = (runs) =>
  [ALONE, CELEBRITIES].flatMap((arm) => ofArm(arm)(askedRuns(runs)));

/**
 * Questions about the minority answered right, in percent: after those about celebrities where there
 * are any, else after those about the other half of the minority. The same people are asked about.
 */
export const answered = ({ measurements: m }: CelebrityRun): number =>
  100 * (m.celebrities?.minority ?? m.own.heldOut).accuracy;

const ENTERS = ['celebrities.minority.accuracy', 'own.heldOut.accuracy', 'recall.all'];

/** The worst of what answers presuppose: biographies known by heart, and questions that were learned. */
export const leastLearned = ({ measurements: m }: CelebrityRun): number =>
  Math.min(
    ...[m.recall.all, m.own.training.accuracy],
    ...(m.celebrities ? [m.celebrities.recall.all, m.celebrities.training.accuracy] : []),
  );

/** A value that says nothing where a model did not learn what answers presuppose. */
const gated = (of: Q): Q => gatedByLearning(of, (run) => [leastLearned(run)]);

/** What can be asked about the minority in an arm, or how much more than in another. */
export const inArm = (arm: Arm, less?: Arm): Q =>
  gated(percentIn(compared, [ofArm(arm), less && ofArm(less)], answered, { enters: ENTERS }));

/** What a probe finds at the first place, where the attribute is not the next one, in percent. */
export const probed = ({ measurements: { probe } }: CelebrityRun): number | null =>
  probe && 100 * probe.notNext.share;

const follows = termsOf(attributes, followsPath('name'));
/** With another's name in a biography, how often the next value is that person's, in percent. */
export const followed = percentOf(follows);

/** How much more a probe finds of a minority in company, and how much more its values follow names. */
export const foundGain: Q = gated(
  percentIn(probedRuns, [ofArm(CELEBRITIES), ofArm(ALONE)], probed, {
    enters: ['probe.notNext.share', 'recall.all'],
  }),
);
export const followedGain: Q = gated(
  percentIn(compared, [ofArm(CELEBRITIES), ofArm(ALONE)], followed, {
    enters: [...pathsOf(follows), 'recall.all'],
  }),
);

/** Rank correlation of what can be asked with the number of celebrities, none among them. */
export const numbersRank: Q = gated(
  perSeed('Spearman', overNumbers, (runs) => rankOver(runs, numberOf, answered), {
    enters: ENTERS,
  }),
);

/**
 * Questions about the minority answered right after those about celebrities, less after those about as
 * many people of its own; null where as many were not asked about.
 */
function byOthers({ measurements: m }: CelebrityRun): number | null {
  const asMany = m.celebrities?.fewer.find(({ asked }) => asked === m.own.training.people);
  return asMany ? 100 * (asMany.minority.accuracy - m.own.heldOut.accuracy) : null;
}
export const othersGain: Q = gated(
  average('points', (runs) => overNumbers(runs).filter((run) => byOthers(run) !== null), byOthers, {
    enters: ENTERS,
  }),
);
