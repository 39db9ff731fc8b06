import { attributes } from '../../datasets';
import type { PaperTables } from '../../experiment';
import {
  bars,
  barsFromPaper,
  course,
  curvePoints,
  type Drawing,
  errorBars,
  type FigureSpec,
  fixed,
  gray,
  type Group,
  heatMap,
  type Layout,
  legend,
  legendBelow,
  linear,
  names,
  namesDown,
  palette,
  percent,
  plainText,
  type Point,
  raw,
  rule,
  series,
  showing,
  symbols,
  type Trace,
  whiteTo,
} from '../../plot';
import { percentInterval } from '../../stats';
import { attributeName } from '../../recipes/biographies/attribute-name';
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
} from './values';

type Spec = FigureSpec<QaRun, PaperTables>;

const looks: Record<QaMethod, { name: string; color: string }> = {
  full: { name: 'full finetuning', color: palette[0] },
  lora: { name: 'LoRA', color: palette[4] },
  mixed: { name: 'mixed training', color: palette[1] },
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
      name: `${plainText(data)}, ${looks[method].name}`,
      shares: [...attributes.map((a) => byAttribute[a]), heldOut.mean],
    }));
    const shares = [...attributes.map((a) => majority.byAttribute[a]), majority.accuracy];
    rows.push({ name: ALWAYS_THE_SAME, shares });
    const z = rows.map((row) => row.shares.map((share) => Number((100 * share).toFixed(1))));
    const heat = heatMap({
      x: [...attributes.map(attributeName), 'all six'].map((name) => name.replace(' ', '<br>')),
      y: rows.map(({ name }) => name),
      z,
      text: z.map((row) => row.map((value) => value.toFixed(value < 10 ? 1 : 0))),
      colors: { scale: whiteTo('#2878b5'), range: [0, 100] },
      hover: '%{y}<br>%{x}: %{z} %',
    });
    return [{ x: names('attribute asked for'), y: namesDown(''), marks: [heat] }];
  },
  layout: (runs) => ({ height: 184 + 34 * byAllMethods(runs).length }),
};

const FEW_ARMS = 4; // more need the whole width, and the legend is below

const barsLayout = (runs: readonly QaRun[]): Partial<Layout> => {
  if (armsOf(runs).length <= FEW_ARMS) return { barmode: 'group', bargap: 0.5 };
  return { barmode: 'group', bargap: 0.2, height: 520, legend: legendBelow(-0.34) };
};

const asPoint = (x: number, { heldOut }: ArmAccuracy): Point => ({ x, ...inPercent(heldOut) });

/** With 95 % intervals over people, the paper's numbers beside them, and the majority baseline. */
const accuracyBars: Spec = {
  title: 'Questions about held-out people answered right',
  of: comparedRuns,
  panels(runs, { allenZhuQa }) {
    const arms = armsOf(runs);
    const few = arms.length <= FEW_ARMS;
    const ours = (method: QaMethod): Drawing => {
      const { name, color } = looks[method];
      const at = armAccuracies(runs, method).map((arm) => asPoint(arms.indexOf(arm.data), arm));
      return bars(at, { name: `ours, ${name}`, color }, { errorWidth: few ? 5 : 2 });
    };
    const theirs = (column: 'finetune' | 'mixed', of: string[], name: string, color?: string) => {
      const rows = allenZhuQa.filter((row) => of.includes(row.pretraining_data));
      const at = rows.map((row) => ({ x: arms.indexOf(row.pretraining_data), y: row[column] }));
      return barsFromPaper(at, { name, color });
    };
    const mixed = armAccuracies(runs, 'mixed').map(({ data }) => data);
    const ends: [number, number] = [-0.5, arms.length - 0.5];
    const majority = 100 * majorityAccuracy(runs).accuracy;
    return [
      {
        x: fixed('biographies in pretraining', {
          range: [ends[0] - 0.05, ends[1] + 0.05],
          showgrid: false,
          tickvals: arms.map((_, i) => i),
          tickangle: 0,
          tickfont: { size: few ? 13 : 12 },
          ticktext: arms.map((arm) => plainText(arm).replaceAll('+', '<br>+')),
        }),
        y: fixed('exact match (%)', { range: [0, 104] }),
        marks: [
          ours('full'),
          ours('lora'),
          theirs('finetune', arms, 'paper, finetuned'),
          ours('mixed'),
          theirs('mixed', mixed, 'paper, mixed training', looks.mixed.color),
          rule(majority, ALWAYS_THE_SAME, {}, ends),
        ],
      },
    ];
  },
  layout: barsLayout,
};

/** The arms of the figures over time: all nine would be a thicket. */
const SHOWN = ['single', 'multi5', 'multi5+permute'];

type Arm = Group<QaRun, string>;

function shownArms(runs: readonly QaRun[]): Arm[] {
  const shown = runs.filter(({ config }) => SHOWN.includes(config.data));
  return series(shown.length > 0 ? shown : runs, ({ config }) => config.data, { name: plainText });
}

const DASHED = { line: { dash: 'dash' }, more: { showlegend: false } } as const;

/** A stored curve of an arm in percent: mean over seeds with its interval. */
function armCurve(arm: Arm, training: string, curve: string, look: object = {}): Drawing {
  const own = arm.rows.filter(({ config }) => config.training === training);
  const at = curvePoints(own, curve, (share) => 100 * share, percentInterval);
  return course(at, arm, { hover: '%{x:.0f}<br>%{y:.1f} %', ...look });
}

/** What can be asked after finetuning, of each number of exposures. */
const asked = (at: Point[], { name, color, index }: Arm, more: Partial<Trace>): Drawing =>
  raw([
    {
      type: 'scatter',
      mode: 'markers',
      name,
      x: at.map(({ x }) => x),
      y: at.map(({ mean }) => mean),
      error_y: errorBars(at, color),
      marker: { color, symbol: symbols[index], size: 11 },
      cliponaxis: false,
      hovertemplate: '%{x:.0f} exposures<br>%{y:.1f} %',
      ...more,
    },
  ]);

/**
 * Recall along pretraining as lines, accuracy on held-out people after finetuning as markers (95 %
 * intervals over people), and of mixed training as a dashed line.
 */
const accuracyVsExposures: Spec = {
  title: 'What is recalled, and what can be asked',
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
        asked(at, arm, { showlegend: false }),
      ];
    });
    const exposures = Math.max(...runs.map(({ config }) => config.exposures));
    const key = { key: '', rows: [], name: 'asked (after finetuning)', color: gray, index: 0 };
    const hasMixed = compared.some(({ config }) => config.training === 'mixed');
    return [
      {
        x: linear('biographies shown of each person', { range: [0, 1.04 * exposures] }),
        y: percent('values or answers right (%)'),
        marks: [
          showing([exposures]),
          ...marks,
          legend('recalled (pretraining)', { color: gray, dash: 'solid', width: 2 }),
          asked([], key, { x: [null], y: [null] }),
          ...(hasMixed ? [legend('asked (mixed training)', { color: gray })] : []),
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
      x: linear('finetuning step'),
      y: percent('exact match (%)'),
      marks: [
        ...shownArms(runs).flatMap((arm) => [
          armCurve(arm, 'finetune', 'fullTraining'),
          armCurve(arm, 'finetune', 'fullHeldOut', DASHED),
        ]),
        legend('people trained on', { color: gray, dash: 'solid', width: 2 }),
        legend('held-out people', { color: gray }),
      ],
    },
  ],
};

export const figures: Record<string, Spec> = {
  'qa-accuracy-by-arm-and-attribute': byArmAndAttribute,
  'qa-accuracy': accuracyBars,
  'accuracy-vs-exposures': accuracyVsExposures,
  'training-vs-held-out': trainingVsHeldOut,
};
