import { attributes } from '../../datasets';
import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { inLines } from '../../recipes/biographies/by-attribute';
import { accuracyBars, ALWAYS_THE_SAME, furtherBars, looks } from './bars';
import { comparedRuns, wholeRuns } from './compared';
import { ownFigures } from './own-figures';
import { type ArmAccuracy, armAccuracies, majorityAccuracy, methods, type QaRun } from './values';

type Spec = plot.FigureSpec<QaRun, PaperTables>;

const byAllMethods = (runs: readonly QaRun[]): ArmAccuracy[] =>
  methods.flatMap((method) => armAccuracies(runs, method));

/** A row of every arm and way of training; the last one is the majority baseline. */
const byArmAndAttribute: Spec = {
  title: 'Questions about held-out people answered right (%)',
  of: comparedRuns,
  panels(runs) {
    const majority = majorityAccuracy(runs);
    const rows = byAllMethods(runs).map(({ data, method, byAttribute, heldOut }) => ({
      name: `${plot.plainText(data)}, ${looks[method].name}`,
      shares: [...attributes.map((a) => byAttribute[a]), heldOut.mean],
    }));
    const shares = [...attributes.map((a) => majority.byAttribute[a]), majority.accuracy];
    rows.push({ name: ALWAYS_THE_SAME, shares });
    const z = rows.map((row) => row.shares.map((share) => Number((100 * share).toFixed(1))));
    const heat = plot.heatMap({
      x: [...attributes.map(inLines), 'all<br>six'],
      y: rows.map(({ name }) => name),
      z,
      text: z.map((row) => row.map((value) => value.toFixed(value < 10 ? 1 : 0))),
      colors: { scale: plot.whiteTo('#2878b5'), range: [0, 100] },
      hover: '%{y}<br>%{x}: %{z} %',
    });
    return [{ x: plot.names('attribute asked for'), y: plot.namesDown(''), marks: [heat] }];
  },
  layout: (runs) => ({ height: 184 + 34 * byAllMethods(runs).length }),
};

/** The arms of the figures over time: all nine would be a thicket. */
const SHOWN = ['single', 'multi5', 'multi5+permute'];

type Arm = plot.Group<QaRun, string>;

function shownArms(runs: readonly QaRun[]): Arm[] {
  const shown = runs.filter(({ config }) => SHOWN.includes(config.data));
  return plot.series(shown.length > 0 ? shown : runs, ({ config }) => config.data, {
    name: plot.plainText,
  });
}

const DASHED = { line: { dash: 'dash' }, more: { showlegend: false } } as const;

/** A stored curve of an arm: mean over seeds with its interval. */
const armCurve = (arm: Arm, training: string, curve: string, look: object = {}): plot.Drawing =>
  plot.courseOfShares(
    arm.rows.filter(({ config }) => config.training === training),
    curve,
    arm,
    look,
  );

/** What can be asked after finetuning, of each number of exposures. */
const asked = (
  at: plot.Point[],
  { name, color, index }: Arm,
  more: Partial<plot.Trace>,
): plot.Drawing =>
  plot.raw([
    {
      type: 'scatter',
      mode: 'markers',
      name,
      x: at.map(({ x }) => x),
      y: at.map(({ mean }) => mean),
      error_y: plot.errorBars(at, color),
      marker: { color, symbol: plot.symbols[index], size: 11 },
      cliponaxis: false,
      hovertemplate: '%{x:.0f} exposures<br>%{y:.1f} %',
      ...more,
    },
  ]);

/**
 * Recall along pretraining as lines, accuracy on held-out people after finetuning as markers (95 %
 * intervals over seeds), and of mixed training as a dashed line.
 */
const accuracyVsExposures: Spec = {
  title: 'What is recalled, and what can be asked',
  of(runs) {
    const shown = shownArms(comparedRuns(runs)).map(({ key }) => key);
    return wholeRuns(runs).filter(({ config }) => shown.includes(config.data));
  },
  panels(runs) {
    const compared = comparedRuns(runs);
    const all = armAccuracies(runs, 'full');
    const marks = shownArms(compared).flatMap((arm) => {
      const own = all.filter(({ data }) => data === arm.key);
      const at = own.map(({ exposures: x, heldOut: { mean, low, high } }) => {
        return { x, mean: 100 * mean, low: 100 * low, high: 100 * high };
      });
      const seeds = own.flatMap(({ exposures: x, each }) =>
        each.map((share) => ({ x, y: 100 * share })),
      );
      const mixed = armCurve(arm, 'mixed', 'mixedHeldOut', DASHED);
      return [
        armCurve(arm, 'finetune', 'recall'),
        ...(mixed.x.length > 0 ? [mixed] : []),
        plot.dots(seeds, arm),
        asked(at, arm, { showlegend: false }),
      ];
    });
    const exposures = Math.max(...runs.map(({ config }) => config.exposures));
    const key = { key: '', rows: [], name: 'asked (after finetuning)', color: plot.gray, index: 0 };
    const hasMixed = compared.some(({ config }) => config.training === 'mixed');
    return [
      {
        x: plot.linear('biographies shown of each person', { range: [0, 1.04 * exposures] }),
        y: plot.percent('values or answers right (%)'),
        marks: [
          plot.showing([exposures]),
          ...marks,
          plot.legend('recalled (pretraining)', { color: plot.gray, dash: 'solid', width: 2 }),
          asked([], key, { x: [null], y: [null] }),
          ...(hasMixed ? [plot.legend('asked (mixed training)', { color: plot.gray })] : []),
        ],
      },
    ];
  },
};

/** Exact match during full finetuning on the people who are trained and on the held-out ones. */
const trainingVsHeldOut: Spec = {
  title: 'Answers about people trained on and about the others',
  of: comparedRuns,
  panels: (runs) => [
    {
      x: plot.linear('finetuning step'),
      y: plot.percent('exact match (%)'),
      marks: [
        ...shownArms(runs).flatMap((arm) => [
          armCurve(arm, 'finetune', 'fullTraining'),
          armCurve(arm, 'finetune', 'fullHeldOut', DASHED),
        ]),
        plot.legend('people trained on', { color: plot.gray, dash: 'solid', width: 2 }),
        plot.legend('held-out people', { color: plot.gray }),
      ],
    },
  ],
};

export const figures: Record<string, Spec> = {
  'qa-accuracy-by-arm-and-attribute': byArmAndAttribute,
  'qa-accuracy': accuracyBars,
  'further-augmentations': furtherBars,
  'accuracy-vs-exposures': accuracyVsExposures,
  'training-vs-held-out': trainingVsHeldOut,
  ...ownFigures,
};
