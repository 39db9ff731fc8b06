import {
  type ArmAccuracy,
  armAccuracies,
  comparedRuns,
  majorityAccuracy,
  type QaMethod,
  type QaRunLike,
} from '../measure';
import { ink, palette } from '../plot/colors';
import type { Figure, Legend, Trace } from '../plot/figure';
import { plainText } from '../plot/plain-text';
import { requireRuns } from './runs';
import { themed } from '../plot/theme';
import { errorBars, type Point, referenceLine } from '../plot/traces';

/** What these figures need of a result of the finding biographies-qa. */
export interface QaRun extends QaRunLike {
  curves?: Record<string, { x: number[]; y: number[] }>;
}

/** A row of Figure 3 of Allen-Zhu & Li 2023, in percent. */
export interface PaperQaAccuracy {
  pretraining_data: string;
  finetune: number;
  mixed: number;
}

const attributeNames: Record<string, string> = {
  birthDate: 'birth date',
  birthCity: 'birth city',
  university: 'university',
  major: 'major',
  employer: 'employer',
  companyCity: 'company city',
};

/** The name of an attribute as readers write it. */
export const attributeName = (attribute: string): string =>
  attributeNames[attribute] ?? plainText(attribute);

const methodNames: Record<QaMethod, string> = {
  full: 'full finetuning',
  lora: 'LoRA',
  mixed: 'mixed training',
};

/** From single to multi5+permute: the order of the paper's table, unknown arms at the end. */
function inOrder(arms: readonly ArmAccuracy[], paper: readonly PaperQaAccuracy[]): ArmAccuracy[] {
  const place = (data: string): number => {
    const found = paper.findIndex((row) => row.pretraining_data === data);
    return found < 0 ? paper.length : found;
  };
  return [...arms].sort((a, b) => place(a.data) - place(b.data));
}

// From white to dark blue, so that the numbers can be read on it.
const shades: [number, string][] = [
  [0, '#ffffff'],
  [0.5, '#9ecae1'],
  [1, '#2878b5'],
];

/**
 * Accuracy on held-out people by arm and attribute, in percent, as a heat map with its numbers; the
 * last row is the majority baseline. A row of every arm and way of training.
 * Throws when there are no runs. Source: Allen-Zhu & Li 2023, Figure 3.
 */
export function qaByArmAndAttribute(
  runs: readonly QaRun[],
  paper: readonly PaperQaAccuracy[],
): Figure {
  requireRuns(runs, 'QA accuracy by arm and attribute');
  const compared = comparedRuns(runs);
  const majority = majorityAccuracy(compared);
  const attributes = Object.keys(majority.byAttribute);
  const rows = (['full', 'lora', 'mixed'] as const).flatMap((method) =>
    inOrder(armAccuracies(compared, method), paper).map((arm) => ({
      name: `${plainText(arm.data)}, ${methodNames[method]}`,
      values: [...attributes.map((a) => arm.byAttribute[a]), arm.heldOut.mean],
    })),
  );
  rows.push({
    name: 'always the same answer',
    values: [...attributes.map((a) => majority.byAttribute[a]), majority.accuracy],
  });
  const z = rows.map(({ values }) => values.map((share) => Number((100 * share).toFixed(1))));
  const heat: Trace = {
    type: 'heatmap',
    x: [...attributes.map(attributeName), 'all six'].map((name) => name.replace(' ', '<br>')),
    y: rows.map(({ name }) => name),
    z,
    text: z.map((row) => row.map((value) => value.toFixed(value < 10 ? 1 : 0))),
    texttemplate: '%{text}',
    textfont: { size: 14, color: ink },
    colorscale: shades,
    zmin: 0,
    zmax: 100,
    showscale: false,
    hovertemplate: '%{y}<br>%{x}: %{z} %',
  };
  return themed(
    [heat],
    {
      title: 'Questions about held-out people answered right (%)',
      xTitle: 'attribute asked for',
      yTitle: '',
      xaxis: { showgrid: false, ticks: '', type: 'category' },
      yaxis: { showgrid: false, ticks: '', autorange: 'reversed', type: 'category' },
    },
    { height: 150 + 34 * rows.length },
  );
}

const methodColors: Record<QaMethod, string> = {
  full: palette[0],
  lora: palette[4],
  mixed: palette[1],
};

/**
 * Accuracy on held-out people by arm, as bars with 95 % intervals over people, the paper's numbers as
 * hollow bars beside them, and the majority baseline. Throws when there are no runs.
 */
export function qaAccuracyBars(runs: readonly QaRun[], paper: readonly PaperQaAccuracy[]): Figure {
  requireRuns(runs, 'QA accuracy');
  const compared = comparedRuns(runs);
  const ours = inOrder(
    (['full', 'lora', 'mixed'] as const).flatMap((method) => armAccuracies(compared, method)),
    paper,
  );
  const arms = [...new Set(ours.map(({ data }) => data))];
  const of = (method: QaMethod): ArmAccuracy[] => ours.filter((arm) => arm.method === method);
  const bars = [
    ourBars(of('full'), arms, 'full'),
    ourBars(of('lora'), arms, 'lora'),
    paperBars(paper, arms, 'finetune', arms),
    ourBars(of('mixed'), arms, 'mixed'),
    paperBars(
      paper,
      arms,
      'mixed',
      of('mixed').map(({ data }) => data),
    ),
  ].filter(({ x }) => x && x.length > 0);
  const ends = [-0.5, arms.length - 0.5];
  const majority = 100 * majorityAccuracy(compared).accuracy;
  return themed(
    [...bars, referenceLine(ends, [majority, majority], 'always the same answer')],
    {
      title: 'Questions about held-out people answered right',
      xTitle: 'biographies in pretraining',
      yTitle: 'exact match (%)',
      xaxis: {
        range: [ends[0] - 0.05, ends[1] + 0.05],
        showgrid: false,
        tickvals: arms.map((_, i) => i),
        tickangle: 0,
        tickfont: { size: arms.length <= FEW_ARMS ? 13 : 12 },
        ticktext: arms.map((arm) => plainText(arm).replaceAll('+', '<br>+')),
      },
      yaxis: { range: [0, 104] },
    },
    arms.length <= FEW_ARMS
      ? { barmode: 'group', bargap: 0.5 }
      : { barmode: 'group', bargap: 0.2, height: 520, legend: legendBelow },
  );
}

const FEW_ARMS = 4;

/** Where there are many arms, they need the whole width. */
const legendBelow: Legend = {
  orientation: 'h',
  x: 0,
  xanchor: 'left',
  y: -0.34,
  yanchor: 'top',
  font: { size: 13 },
};

/** Bars at the places of their arms. */
function ourBars(of: readonly ArmAccuracy[], arms: readonly string[], method: QaMethod): Trace {
  const points = of.map(({ data, heldOut: { mean, low, high } }): Point => {
    return { x: arms.indexOf(data), mean: 100 * mean, low: 100 * low, high: 100 * high };
  });
  return {
    type: 'bar',
    name: `ours, ${methodNames[method]}`,
    x: points.map(({ x }) => x),
    y: points.map((point) => point.mean),
    error_y: { ...errorBars(points, ink), width: arms.length <= FEW_ARMS ? 5 : 2 },
    marker: { color: methodColors[method] },
    hovertemplate: '%{y:.1f} %',
  };
}

function paperBars(
  paper: readonly PaperQaAccuracy[],
  arms: readonly string[],
  column: 'finetune' | 'mixed',
  shown: readonly string[],
): Trace {
  const rows = paper.filter((row) => shown.includes(row.pretraining_data));
  return {
    type: 'bar',
    name: column === 'mixed' ? 'paper, mixed training' : 'paper, finetuned',
    x: rows.map((row) => arms.indexOf(row.pretraining_data)),
    y: rows.map((row) => row[column]),
    marker: {
      color: '#ffffff',
      line: { color: column === 'mixed' ? palette[1] : ink, width: 1.5 },
    },
    hovertemplate: '%{y:.1f} %',
  };
}
