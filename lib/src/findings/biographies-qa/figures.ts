import { attributeName, attributes } from '../../datasets';
import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { percentInterval } from '../../stats';
import { ownFigures } from './own-figures';
import {
  type ArmAccuracy,
  armAccuracies,
  armsOf,
  comparedRuns,
  inPercent,
  majorityAccuracy,
  methods,
  type QaMethod,
  type QaRun,
  wholeRuns,
} from './values';

type Spec = plot.FigureSpec<QaRun, PaperTables>;

const looks: Record<QaMethod, { name: string; color: string }> = {
  full: { name: 'full finetuning', color: plot.palette[0] },
  lora: { name: 'LoRA', color: plot.palette[4] },
  mixed: { name: 'mixed training', color: plot.palette[1] },
};
const ALWAYS_THE_SAME = 'always the same answer';

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
      x: [...attributes.map(attributeName), 'all six'].map((name) => name.replace(' ', '<br>')),
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

const FEW_ARMS = 4; // more need the whole width, and the legend is below

const gapOf = (runs: readonly QaRun[]): number => (armsOf(runs).length <= FEW_ARMS ? 0.5 : 0.2);

const barsLayout = (runs: readonly QaRun[]): Partial<plot.Layout> => {
  const layout = { barmode: 'group', bargap: gapOf(runs) } as const;
  if (armsOf(runs).length <= FEW_ARMS) return layout;
  return { ...layout, height: 520, legend: plot.legendBelow(-0.34) };
};

/** How far from the middle of its group a bar stands, of so many in a group. */
const barOffset = (index: number, bars: number, gap: number): number =>
  ((index - (bars - 1) / 2) * (1 - gap)) / bars;

/** Every seed at its place, in percent. */
const seedsAt = (x: number, { each }: ArmAccuracy) => each.map((share) => ({ x, y: 100 * share }));

const asPoint = (x: number, { heldOut }: ArmAccuracy): plot.Point => ({ x, ...inPercent(heldOut) });

/** With intervals and dots over seeds, the paper's numbers beside them, and the majority baseline. */
const accuracyBars: Spec = {
  title: 'Questions about held-out people answered right',
  of: comparedRuns,
  panels(runs, { allenZhuQa }) {
    const arms = armsOf(runs);
    const few = arms.length <= FEW_ARMS;
    const ours = (method: QaMethod): plot.Drawing => {
      const { name, color } = looks[method];
      const at = armAccuracies(runs, method).map((arm) => asPoint(arms.indexOf(arm.data), arm));
      return plot.bars(at, { name: `ours, ${name}`, color }, { errorWidth: few ? 5 : 2 });
    };
    const theirs = (column: 'finetune' | 'mixed', of: string[], name: string, color?: string) => {
      const rows = allenZhuQa.filter((row) => of.includes(row.pretraining_data));
      const at = rows.map((row) => ({ x: arms.indexOf(row.pretraining_data), y: row[column] }));
      return plot.barsFromPaper(at, { name, color });
    };
    const mixed = armAccuracies(runs, 'mixed').map(({ data }) => data);
    const ends: [number, number] = [-0.5, arms.length - 0.5];
    const majority = 100 * majorityAccuracy(runs).accuracy;
    const bars: [QaMethod | null, plot.Drawing][] = [
      ['full', ours('full')],
      ['lora', ours('lora')],
      [null, theirs('finetune', arms, 'paper, finetuned')],
      ['mixed', ours('mixed')],
      [null, theirs('mixed', mixed, 'paper, mixed training', looks.mixed.color)],
    ];
    const drawn = bars.filter(([, { traces }]) => traces.length > 0);
    const seeds = drawn.flatMap(([method], i) => {
      const offset = barOffset(i, drawn.length, gapOf(runs));
      const found = method ? armAccuracies(runs, method) : [];
      return found.flatMap((arm) => seedsAt(arms.indexOf(arm.data) + offset, arm));
    });
    return [
      {
        x: plot.fixed('biographies in pretraining', {
          range: [ends[0] - 0.05, ends[1] + 0.05],
          showgrid: false,
          tickvals: arms.map((_, i) => i),
          tickangle: 0,
          tickfont: { size: few ? 13 : 12 },
          ticktext: arms.map((arm) => plot.plainText(arm).replaceAll('+', '<br>+')),
        }),
        y: plot.fixed('exact match (%)', { range: [0, 104] }),
        marks: [
          ...drawn.map(([, bar]) => bar),
          plot.dots(seeds, { color: plot.ink }),
          plot.rule(majority, ALWAYS_THE_SAME, {}, ends),
        ],
      },
    ];
  },
  layout: barsLayout,
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

/** A stored curve of an arm in percent: mean over seeds with its interval. */
function armCurve(arm: Arm, training: string, curve: string, look: object = {}): plot.Drawing {
  const own = arm.rows.filter(({ config }) => config.training === training);
  const at = plot.curvePoints(own, curve, (share) => 100 * share, percentInterval);
  return plot.course(at, arm, { hover: '%{x:.0f}<br>%{y:.1f} %', ...look });
}

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
  of: wholeRuns,
  panels(runs) {
    const compared = comparedRuns(runs);
    const all = armAccuracies(runs, 'full');
    const marks = shownArms(compared).flatMap((arm) => {
      const own = all.filter(({ data }) => data === arm.key);
      const at = own.map((found) => asPoint(found.exposures, found));
      const mixed = armCurve(arm, 'mixed', 'mixedHeldOut', DASHED);
      return [
        armCurve(arm, 'finetune', 'recall'),
        ...(mixed.x.length > 0 ? [mixed] : []),
        plot.dots(
          own.flatMap((found) => seedsAt(found.exposures, found)),
          arm,
        ),
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
  'accuracy-vs-exposures': accuracyVsExposures,
  'training-vs-held-out': trainingVsHeldOut,
  ...ownFigures,
};
