import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, percentInterval } from '../../stats';
import {
  along,
  answered,
  AUGMENTED,
  axes,
  type Axis,
  guessed,
  mixedOverTime,
  mixedShares,
  SHARE,
  SINGLE,
  type ScaleRun,
} from './values';

type Spec = plot.FigureSpec<ScaleRun, PaperTables>;

const ARMS: string[] = [SINGLE, AUGMENTED];
const hover = '%{x}<br>%{y:.1f} %';

/** Where the paper's own models stand: exposures, width, people. Section 2 and appendix B. */
const PAPER_PLACE = { time: 540, size: 768, people: 100_000 } as const;

/** What the paper has on an axis: of its own setting, or by the share of questions. */
function printed(
  axis: Axis,
  { allenZhuQa, allenZhuMixed }: PaperTables,
): { x: number; y: number }[] {
  const own = allenZhuQa.filter((row) => ARMS.includes(row.pretraining_data));
  if (axis !== 'questions') return own.map(({ finetune: y }) => ({ x: PAPER_PLACE[axis], y }));
  return [
    ...own.map(({ finetune: y }) => ({ x: 0, y })),
    ...allenZhuMixed.map((row) => ({ x: row.question_share, y: row.accuracy })),
  ];
}

const MIXED = `${SINGLE}, ${SHARE} of questions mixed in`;

/** The arms along an axis, and mixed training over time. */
const lines = (axis: Axis, runs: readonly ScaleRun[]): plot.Group<ScaleRun, string>[] => {
  const mixed = axis === 'time' ? mixedOverTime(runs) : [];
  return plot.series(
    [...along(axis)(runs), ...mixed],
    (run) => (mixed.includes(run) ? MIXED : run.config.data),
    { name: plot.plainText, keys: [...ARMS, MIXED] },
  );
};

const panels: Record<Axis, { title: string; x: plot.AxisSpec }> = {
  time: { title: 'longer', x: plot.log('biographies shown of each person') },
  size: { title: 'bigger', x: plot.tickAtEach(plot.log('width of the model')) },
  people: { title: 'more people', x: plot.log('people') },
  questions: {
    title: 'questions mixed in',
    x: plot.linear('share of questions in all tokens', { range: [-0.04, 0.94] }),
  },
};

/** What can be asked along each of the four axes; the paper's points show where it stands. */
const whatCanBeAsked: Spec = {
  title: 'What helps, and what does not',
  columns: 2,
  gap: { x: 0.08, y: 0.2 },
  layout: { width: 900, height: 760, legend: plot.legendBelow(-0.1) },
  panels(runs, tables) {
    const guess = mean(runs.map(guessed));
    return (Object.keys(panels) as Axis[]).map((axis) => ({
      ...panels[axis],
      y: plot.percent('held-out people, exact match (%)'),
      marks: [
        plot.means(lines(axis, runs), axes[axis], answered, {
          average: percentInterval,
          seeds: true,
          hover,
        }),
        plot.fromPaper(printed(axis, tables), 'paper'),
        plot.rule(guess, 'always the same answer'),
      ],
    }));
  },
};

/** Mixed training for longer than the others. */
const longMixed = (runs: readonly ScaleRun[]): ScaleRun[] => {
  const usual = Math.max(...mixedShares(runs).map(axes.time));
  return mixedOverTime(runs).filter((run) => axes.time(run) > usual);
};

const courses = (runs: readonly ScaleRun[], all: readonly ScaleRun[]): plot.Drawing[] =>
  plot
    .series(all, axes.questions, { name: (share) => `share ${share}`, ordered: true })
    .map((group) => ({ ...group, rows: group.rows.filter((run) => runs.includes(run)) }))
    .filter(({ rows }) => rows.length > 0)
    .map((group) =>
      plot.course(
        plot.curvePoints(group.rows, 'mixedHeldOut', (share) => 100 * share, percentInterval),
        group,
        { hover: '%{x:.0f}<br>%{y:.1f} %' },
      ),
    );

/** Answers about held-out people while questions and biographies are trained together. */
const alongMixedTraining: Spec = {
  title: 'Held-out people, while questions are trained among the biographies',
  of: (runs) => [...mixedShares(runs), ...longMixed(runs)],
  columns: 2,
  gap: { x: 0.1 },
  layout: { width: 900, legend: plot.legendBelow(-0.2) },
  panels(runs) {
    const panel = (of: readonly ScaleRun[], title: string): plot.PanelSpec => ({
      title,
      x: plot.linear('biographies shown of each person'),
      y: plot.percent('exact match (%)'),
      marks: courses(of, runs),
    });
    const long = longMixed(runs);
    return [
      panel(mixedShares(runs), 'as long as the others'),
      ...(long.length > 0 ? [panel(long, 'for longer')] : []),
    ];
  },
};

export const figures: Record<string, Spec> = {
  'what-can-be-asked': whatCanBeAsked,
  'along-mixed-training': alongMixedTraining,
};
