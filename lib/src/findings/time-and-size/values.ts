import {
  average,
  both,
  gainOfEnds,
  mostCommon,
  perSeed,
  type Quantity,
  rankOver,
  type Run,
  type Select,
  varied,
  where,
} from '../../experiment';
import type { QuestionConfig } from '../../recipes/questions/config';
import { gatedByLearning } from '../../recipes/questions/rows';
import type { QuestionMeasurements } from '../../recipes/questions/run';

export type ScaleRun = Run<QuestionConfig, QuestionMeasurements>;

/** How people are told of: once, and in many ways. */
export const [SINGLE, AUGMENTED] = ['single', 'multi5+permute'] as const;

/** What is changed, one thing at a time, and where a run stands on it. */
export const axes = {
  time: ({ config }: ScaleRun) => config.exposures,
  size: ({ config }: ScaleRun) => config.dModel,
  people: ({ config }: ScaleRun) => config.nPeople,
  questions: ({ config }: ScaleRun) => (config.training === 'mixed' ? config.questionShare : 0),
} as const;
export type Axis = keyof typeof axes;
const AXES = Object.keys(axes) as Axis[];

/** The share of questions that the paper's Figure 10 ends with. */
export const SHARE = 0.6;

/** Runs that differ along one axis: on all others they stand where most runs do. */
export const along =
  (axis: Axis): Select<ScaleRun> =>
  (runs) => {
    const others = AXES.filter((other) => other !== axis);
    const usual = others.map((other) => new Set(mostCommon(axes[other])(runs)));
    return runs.filter((run) => usual.every((same) => same.has(run)));
  };

export const armOf = (data: string): Select<ScaleRun> =>
  where(({ config }) => config.data === data);

/** The arm along an axis; nothing where the axis has a single place. */
const armAlong = (data: string, axis: Axis): Select<ScaleRun> =>
  both(
    both(along(axis), armOf(data)),
    varied(({ config }) => config.data, axes[axis]),
  );

/** Single biographies with questions among them, over their shares. */
export const mixedShares: Select<ScaleRun> = both(
  along('questions'),
  where((run) => run.config.data === SINGLE && axes.questions(run) > 0),
);

const withShare = (share: number): Select<ScaleRun> =>
  where((run) => axes.questions(run) === share);

/** Single biographies with questions among them, trained for as usual and for longer. */
export const mixedOverTime: Select<ScaleRun> = both(
  both(armOf(SINGLE), withShare(SHARE)),
  along('time'),
);

const asked = ({ measurements: m }: ScaleRun) => m.full ?? m.mixed;

/** Questions about held-out people that are answered right, in percent. */
export const answered = (run: ScaleRun): number => 100 * (asked(run)?.heldOut.accuracy ?? NaN);
/** Of the questions that were trained, between 0 and 1. */
export const learned = (run: ScaleRun): number => asked(run)?.training.accuracy ?? NaN;
/** Always the same answer, in percent. */
export const guessed = ({ measurements: m }: ScaleRun): number => 100 * m.majority.accuracy;

const enters = { answered, learned, recall: ({ measurements: m }: ScaleRun) => m.recall.all };

/** Says nothing certain where a model did not learn what answers presuppose. */
const gated = (of: Quantity<ScaleRun>): Quantity<ScaleRun> =>
  gatedByLearning(of, (run) => [run.measurements.recall.all, learned(run)]);

/** What can be asked of an arm at the end of an axis: the longest training, the largest model. */
export const atEnd = (data: string, axis: Axis): Quantity<ScaleRun> => {
  const last: Select<ScaleRun> = (runs) => {
    const own = armAlong(data, axis)(runs);
    const most = Math.max(...own.map(axes[axis]));
    return own.filter((run) => axes[axis](run) === most);
  };
  return gated(average('%', last, answered, { enters, limits: [0, 100] }));
};

const gainAlong = (found: Select<ScaleRun>, axis: Axis): Quantity<ScaleRun> =>
  gated(gainOfEnds(found, axes[axis], answered, { enters, limits: [-100, 100] }));

/** How much more can be asked at the end of an axis than at its beginning, in the same seed. */
export const gain = (data: string, axis: Axis): Quantity<ScaleRun> =>
  gainAlong(armAlong(data, axis), axis);

/** What a longer training gains single biographies with questions among them. */
export const gainOfMixed: Quantity<ScaleRun> = gainAlong(mixedOverTime, 'time');

/** What mixed training makes askable with this share of questions. */
export const atShare = (share: number): Quantity<ScaleRun> =>
  gated(
    average('%', both(armAlong(SINGLE, 'questions'), withShare(share)), answered, {
      enters,
      limits: [0, 100],
    }),
  );

/** Rank correlation of what can be asked with the share of questions, of those that are mixed in. */
export const shareRank: Quantity<ScaleRun> = gated(
  perSeed('Spearman', mixedShares, (runs) => rankOver(runs, axes.questions, answered), {
    enters,
    limits: [-1, 1],
  }),
);
