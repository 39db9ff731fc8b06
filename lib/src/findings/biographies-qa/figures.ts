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
  heatMap,
  legend,
  type Legend,
  linear,
  palette,
  percent,
  plainText,
  type Point,
  points,
  raw,
  referenceLine,
  showing,
  symbols,
  type Trace,
} from '../../plot';
import { attributeName } from '../../recipes/biographies/attribute-name';
import {
  type ArmAccuracy,
  armAccuracies,
  comparedRuns,
  majorityAccuracy,
  methods,
  PAPER,
  type QaMethod,
  type QaRun,
} from './values';

type Spec = FigureSpec<QaRun, PaperTables>;

const methodNames: Record<QaMethod, string> = {
  full: 'full finetuning',
  lora: 'LoRA',
  mixed: 'mixed training',
};
const methodColors: Record<QaMethod, string> = {
  full: palette[0],
  lora: palette[4],
  mixed: palette[1],
};
const ALWAYS_THE_SAME = 'always the same answer';

/** By methods, in the order of the paper's table, unknown arms at the end. */
function armsInOrder(runs: readonly QaRun[], by = methods): ArmAccuracy[] {
  const place = ({ data }: ArmAccuracy): number => {
    const found = Object.keys(PAPER).indexOf(data);
    return found < 0 ? Infinity : found;
  };
  const arms = by.flatMap((method) => armAccuracies(runs, method));
  return arms.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/** From white to dark blue, so that the numbers can be read on it. */
const shades: [number, string][] = [
  [0, '#ffffff'],
  [0.5, '#9ecae1'],
  [1, '#2878b5'],
];

/** A row of every arm and way of training; the last one is the majority baseline. */
const byArmAndAttribute: Spec = {
  title: 'Questions about held-out people answered right (%)',
  of: comparedRuns,
  panels(runs) {
    const majority = majorityAccuracy(runs);
    const rows = methods
      .flatMap((method) => armsInOrder(runs, [method]))
      .map(({ data, method, byAttribute, heldOut }) => ({
        name: `${plainText(data)}, ${methodNames[method]}`,
        values: [...attributes.map((a) => byAttribute[a]), heldOut.mean],
      }));
    rows.push({
      name: ALWAYS_THE_SAME,
      values: [...attributes.map((a) => majority.byAttribute[a]), majority.accuracy],
    });
    const z = rows.map(({ values }) => values.map((share) => Number((100 * share).toFixed(1))));
    const heat = heatMap({
      x: [...attributes.map(attributeName), 'all six'].map((name) => name.replace(' ', '<br>')),
      y: rows.map(({ name }) => name),
      z,
      text: z.map((row) => row.map((value) => value.toFixed(value < 10 ? 1 : 0))),
      colors: { scale: shades, range: [0, 100] },
      hover: '%{y}<br>%{x}: %{z} %',
    });
    const names = { showgrid: false, ticks: '', type: 'category' } as const;
    return [
      {
        x: fixed('attribute asked for', names),
        y: fixed('', { ...names, autorange: 'reversed' }),
        marks: [heat],
      },
    ];
  },
  layout: (runs) => ({ height: 184 + 34 * armsInOrder(runs).length }),
};

const FEW_ARMS = 4; // more need the whole width, and the legend is below

const legendBelow: Legend = {
  orientation: 'h',
  x: 0,
  xanchor: 'left',
  y: -0.34,
  yanchor: 'top',
  font: { size: 13 },
};

const namesOf = (arms: readonly ArmAccuracy[]): string[] => [
  ...new Set(arms.map(({ data }) => data)),
];

const asPoint = (x: number, { heldOut: { mean, low, high } }: ArmAccuracy): Point => ({
  x,
  mean: 100 * mean,
  low: 100 * low,
  high: 100 * high,
});

/** With 95 % intervals over people, the paper's numbers beside them, and the majority baseline. */
const accuracyBars: Spec = {
  title: 'Questions about held-out people answered right',
  of: comparedRuns,
  panels(runs, { allenZhuQa }) {
    const all = armsInOrder(runs);
    const arms = namesOf(all);
    const hover = '%{y:.1f} %';
    const ours = (method: QaMethod) =>
      bars(
        all
          .filter((arm) => arm.method === method)
          .map((arm) => asPoint(arms.indexOf(arm.data), arm)),
        { name: `ours, ${methodNames[method]}`, color: methodColors[method] },
        { hover, errorWidth: arms.length <= FEW_ARMS ? 5 : 2 },
      );
    const theirs = (column: 'finetune' | 'mixed', of: QaMethod[], name: string, color?: string) => {
      const shown = namesOf(all.filter(({ method }) => of.includes(method)));
      const rows = allenZhuQa.filter((row) => shown.includes(row.pretraining_data));
      const at = rows.map((row) => ({ x: arms.indexOf(row.pretraining_data), y: row[column] }));
      return barsFromPaper(at, { name, color }, { hover });
    };
    const ends = [-0.5, arms.length - 0.5];
    const majority = 100 * majorityAccuracy(runs).accuracy;
    return [
      {
        x: fixed('biographies in pretraining', {
          range: [ends[0] - 0.05, ends[1] + 0.05],
          showgrid: false,
          tickvals: arms.map((_, i) => i),
          tickangle: 0,
          tickfont: { size: arms.length <= FEW_ARMS ? 13 : 12 },
          ticktext: arms.map((arm) => plainText(arm).replaceAll('+', '<br>+')),
        }),
        y: fixed('exact match (%)', { range: [0, 104] }),
        marks: [
          ours('full'),
          ours('lora'),
          theirs('finetune', ['full', 'lora', 'mixed'], 'paper, finetuned'),
          ours('mixed'),
          theirs('mixed', ['mixed'], 'paper, mixed training', methodColors.mixed),
          raw([referenceLine(ends, [majority, majority], ALWAYS_THE_SAME)]),
        ],
      },
    ];
  },
  layout: (runs) =>
    namesOf(armsInOrder(runs)).length <= FEW_ARMS
      ? { barmode: 'group', bargap: 0.5 }
      : { barmode: 'group', bargap: 0.2, height: 520, legend: legendBelow },
};

/** The arms of the figures over time: all nine would be a thicket. */
const SHOWN = ['single', 'multi5', 'multi5+permute'];

function shownArms(runs: readonly QaRun[]): { name: string; color: string; index: number }[] {
  const arms = [...new Set(runs.map(({ config }) => config.data))];
  const shown = SHOWN.filter((arm) => arms.includes(arm));
  const named = shown.length > 0 ? shown : arms.slice(0, SHOWN.length);
  return named.map((name, index) => ({ name, index, color: palette[index] }));
}

/** A stored curve of an arm in percent: mean over seeds with its interval. */
function armCurve(
  runs: readonly QaRun[],
  arm: { name: string; color: string },
  { training, curve, dashed }: { training: string; curve: string; dashed?: boolean },
): Drawing {
  const same = runs.filter(({ config: c }) => c.data === arm.name && c.training === training);
  return course(
    curvePoints(same, curve, (share) => 100 * share),
    arm,
    {
      hover: '%{x:.0f}<br>%{y:.1f} %',
      ...(dashed && { line: { dash: 'dash' }, more: { showlegend: false } }),
    },
  );
}

/** What can be asked after finetuning, of each number of exposures. */
function askedMarkers(
  at: Point[],
  arm: { name: string; color: string; index: number },
  more: Partial<Trace>,
): Drawing {
  const { color, index } = arm;
  return points(at, arm, {
    hover: '%{x:.0f} exposures<br>%{y:.1f} %',
    more: {
      error_y: errorBars(at, color),
      line: undefined,
      marker: { color, symbol: symbols[index], size: 11 },
      cliponaxis: false,
      ...more,
    },
  });
}

/**
 * Recall along pretraining as lines, accuracy on held-out people after finetuning as markers (95 %
 * intervals over people), and of mixed training as a dashed line.
 */
const accuracyVsExposures: Spec = {
  title: 'What is recalled, and what can be asked',
  panels(runs) {
    const compared = comparedRuns(runs);
    const hasMixed = compared.some(({ config }) => config.training === 'mixed');
    const asked = armAccuracies(runs, 'full').sort((a, b) => a.exposures - b.exposures);
    const marks = shownArms(runs).flatMap((arm) => {
      const own = asked.filter(({ data }) => data === arm.name);
      const mixed = armCurve(compared, arm, {
        training: 'mixed',
        curve: 'mixedHeldOut',
        dashed: true,
      });
      return [
        armCurve(compared, arm, { training: 'finetune', curve: 'recall' }),
        ...(mixed.x.length > 0 ? [mixed] : []),
        askedMarkers(
          own.map((found) => asPoint(found.exposures, found)),
          arm,
          { showlegend: false },
        ),
      ];
    });
    const exposures = Math.max(...runs.map(({ config }) => config.exposures));
    const key = { name: 'asked (after finetuning)', color: gray, index: 0 };
    return [
      {
        x: linear('biographies shown of each person', { range: [0, 1.04 * exposures] }),
        y: percent('values or answers right (%)'),
        marks: [
          showing([exposures]),
          ...marks,
          legend('recalled (pretraining)', { color: gray, dash: 'solid', width: 2 }),
          askedMarkers([], key, { x: [null], y: [null] }),
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
          armCurve(runs, arm, { training: 'finetune', curve: 'fullTraining' }),
          armCurve(runs, arm, { training: 'finetune', curve: 'fullHeldOut', dashed: true }),
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
