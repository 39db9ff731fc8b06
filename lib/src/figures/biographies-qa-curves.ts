import { armAccuracies, comparedRuns, meanInterval, type QaMethod } from '../measure';
import type { QaRun } from './biographies-qa';
import { gray, palette, symbols } from '../plot/colors';
import type { Figure, Trace } from '../plot/figure';
import { byKey, requireRuns } from './runs';
import { themed } from '../plot/theme';
import { linearScale } from '../plot/ticks';
import { band, curve, errorBars, hasInterval, legendOnly, type Point } from '../plot/traces';

/** The arms of the figures over time: all nine would be a thicket. */
const SHOWN = ['single', 'multi5', 'multi5+permute'];

function shownArms(runs: readonly QaRun[]): string[] {
  const arms = [...new Set(runs.map(({ config }) => config.data))];
  const shown = SHOWN.filter((arm) => arms.includes(arm));
  return shown.length > 0 ? shown : arms.slice(0, SHOWN.length);
}

const colorOf = (arms: readonly string[], arm: string): string =>
  palette[arms.indexOf(arm) % palette.length];

/** A curve of several seeds in percent: mean and interval at the places that all of them have. */
function overSeeds(runs: readonly QaRun[], name: string): Point[] {
  const points = runs.flatMap((run) => {
    const { x, y } = run.curves?.[name] ?? { x: [], y: [] };
    return x.map((at, i) => ({ at, y: 100 * y[i] }));
  });
  return [...byKey(points, ({ at }) => at)]
    .filter(([, same]) => same.length === runs.length)
    .map(([x, same]) => ({ x, ...meanInterval(same.map(({ y }) => y)) }))
    .sort((a, b) => a.x - b.x);
}

function seedCurve(points: readonly Point[], name: string, color: string, dash?: 'dash'): Trace[] {
  const x = points.map((point) => point.x);
  const y = points.map((point) => point.mean);
  const line = { ...curve(x, y, name, { color, dash }), hovertemplate: '%{x:.0f}<br>%{y:.1f} %' };
  return hasInterval(points) ? [band(points, color), line] : [line];
}

/** The runs by finetuning of one arm, with the most exposures that the arm has. */
const ofArm = (runs: readonly QaRun[], arm: string, training: string): QaRun[] =>
  runs.filter(({ config }) => config.data === arm && config.training === training);

/**
 * What is known by heart and what can be asked, against the number of biographies shown of a person:
 * recall along pretraining as lines, accuracy on held-out people after finetuning as markers, one for
 * every number of exposures that the sweep has (95 % intervals over people), and of mixed training
 * as a dashed line. Throws when there are no runs.
 */
export function accuracyVsExposures(runs: readonly QaRun[]): Figure {
  requireRuns(runs, 'Accuracy against exposures');
  const arms = shownArms(runs);
  const compared = comparedRuns(runs);
  const data: Trace[] = [];
  arms.forEach((arm, i) => {
    const color = colorOf(arms, arm);
    data.push(...seedCurve(overSeeds(ofArm(compared, arm, 'finetune'), 'recall'), arm, color));
    const mixed = overSeeds(ofArm(compared, arm, 'mixed'), 'mixedHeldOut');
    const dashed = seedCurve(mixed, arm, color, 'dash');
    if (mixed.length > 0) data.push(...dashed.map((t) => ({ ...t, showlegend: false })));
    data.push({ ...askedMarkers(runs, arm, 'full', color, i), showlegend: false });
  });
  const keys: Trace[] = [
    legendOnly('recalled (pretraining)', { color: gray, dash: 'solid', width: 2 }),
    {
      ...askedMarkers([], '', 'full', gray, 0),
      name: 'asked (after finetuning)',
      x: [null],
      y: [null],
    },
  ];
  const hasMixed = compared.some(({ config }) => config.training === 'mixed');
  if (hasMixed) keys.push(legendOnly('asked (mixed training)', { color: gray }));
  const exposures = Math.max(...runs.map(({ config }) => config.exposures));
  return themed([...data, ...keys], {
    title: 'What is recalled, and what can be asked',
    xTitle: 'biographies shown of each person',
    yTitle: 'values or answers right (%)',
    xaxis: { ...linearScale([0, exposures]), range: [0, 1.04 * exposures] },
    yaxis: { range: [-3, 104] },
  });
}

function askedMarkers(
  runs: readonly QaRun[],
  arm: string,
  method: QaMethod,
  color: string,
  index: number,
): Trace {
  const points = armAccuracies(runs, method)
    .filter(({ data }) => data === arm)
    .sort((a, b) => a.exposures - b.exposures)
    .map(({ exposures, heldOut: { mean, low, high } }): Point => {
      return { x: exposures, mean: 100 * mean, low: 100 * low, high: 100 * high };
    });
  return {
    type: 'scatter',
    mode: 'markers',
    name: arm,
    x: points.map(({ x }) => x),
    y: points.map(({ mean }) => mean),
    error_y: errorBars(points, color),
    marker: { color, symbol: symbols[index % symbols.length], size: 11 },
    cliponaxis: false,
    hovertemplate: '%{x:.0f} exposures<br>%{y:.1f} %',
  };
}

/**
 * Exact match during full finetuning on the people whose questions are trained (solid) and on the
 * held-out ones (dashed), by arm. Bands are 95 % intervals over seeds. Throws when there are no runs.
 */
export function trainingVsHeldOut(runs: readonly QaRun[]): Figure {
  requireRuns(runs, 'Training against held-out people');
  const compared = comparedRuns(runs);
  const arms = shownArms(compared);
  const data = arms.flatMap((arm) => {
    const same = ofArm(compared, arm, 'finetune');
    const color = colorOf(arms, arm);
    const dashed = seedCurve(overSeeds(same, 'fullHeldOut'), arm, color, 'dash');
    return [
      ...seedCurve(overSeeds(same, 'fullTraining'), arm, color),
      ...dashed.map((trace) => ({ ...trace, showlegend: false })),
    ];
  });
  const steps = data.flatMap(({ x = [] }) => x.map(Number));
  return themed(
    [
      ...data,
      legendOnly('people trained on', { color: gray, dash: 'solid', width: 2 }),
      legendOnly('held-out people', { color: gray }),
    ],
    {
      title: 'Answers about people trained on and about the others',
      xTitle: 'finetuning step',
      yTitle: 'exact match (%)',
      xaxis: linearScale([0, ...steps]),
      yaxis: { range: [-3, 104] },
    },
  );
}
