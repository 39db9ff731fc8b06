import {
  modeOutcomes,
  type ModeSummary,
  modeSummaries,
} from '../findings/float32-vs-bfloat16/paired';
import { type ComparedMode, modeLabel } from '../findings/float32-vs-bfloat16/modes';
import type { MeanInterval } from '../measure';
import { ink } from '../plot/colors';
import type { Axis, Figure, Trace } from '../plot/figure';
import { looks, modesOf, type PrecisionRun, precisionRunsOfOneModel } from './precision-runs';
import { themed } from '../plot/theme';
import { linearScale, logScale, shortNumber } from '../plot/ticks';
import { errorBars, hasInterval, heights, type Point, referenceLine } from '../plot/traces';

const PAPER_DROP = -8.4; // %, Table 1's means: 3.51 against 3.83 bits per parameter

/** One line a mode over the learning rates, a little apart so that the intervals can be read. */
function overRates(
  summaries: readonly ModeSummary[],
  modes: readonly ComparedMode[],
  value: (summary: ModeSummary) => MeanInterval,
): { traces: Trace[]; points: Point[] } {
  const all: Point[] = [];
  const traces = modes.map((mode, i): Trace => {
    const { color, dash, symbol } = looks[mode];
    const points = summaries
      .filter((summary) => summary.mode === mode)
      .map((summary) => ({
        x: summary.learningRate * 1.035 ** (i - (modes.length - 1) / 2),
        ...value(summary),
      }))
      .sort((a, b) => a.x - b.x);
    all.push(...points);
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: modeLabel(mode),
      x: points.map((p) => p.x),
      y: points.map((p) => p.mean),
      ...(hasInterval(points) ? { error_y: errorBars(points, color) } : {}),
      line: { color, width: 2, dash },
      marker: { color, symbol, size: 9 },
      hovertemplate: '%{y:.3g} %',
    };
  });
  return { traces, points: all };
}

/** Only the learning rates themselves are labeled: points beside them belong to them. */
function rateAxis(summaries: readonly ModeSummary[]): Axis {
  const rates = [...new Set(summaries.map(({ learningRate }) => learningRate))];
  const apart = [Math.min(...rates) / 1.15, Math.max(...rates) * 1.15];
  return { ...logScale(apart), tickvals: rates, ticktext: rates.map(String) };
}

/**
 * Figure 3: the paired difference to float32 against the learning rate, a line a mode, mean and 95 %
 * interval over seeds; one model. Throws without runs.
 */
export function differenceVsLearningRate(
  runs: readonly PrecisionRun[],
  options: { dModel?: number } = {},
): Figure {
  const chosen = precisionRunsOfOneModel(runs, options.dModel);
  const summaries = modeSummaries(modeOutcomes(chosen));
  const modes = modesOf(summaries).filter((mode) => mode !== 'float32');
  const { traces, points } = overRates(summaries, modes, (summary) => summary.difference);
  const xaxis = rateAxis(summaries);
  const ends = (xaxis.range ?? [0, 1]).map((power) => 10 ** power);
  return themed(
    [
      referenceLine(ends, [0, 0], 'float32', { color: ink, dash: 'solid', width: 1.2 }),
      referenceLine(ends, [PAPER_DROP, PAPER_DROP], `paper, all bf16 (${signed(PAPER_DROP)} %)`),
      ...traces,
    ],
    {
      title: `What the format costs, ${shortNumber(chosen[0].measurements.params)} parameters`,
      xTitle: 'learning rate (peak)',
      yTitle: 'difference to float32 (%)',
      xaxis,
      yaxis: linearScale([...points.flatMap((p) => [p.mean, p.low, p.high]), 1, PAPER_DROP], false),
    },
  );
}

const signed = (value: number): string => String(value).replace('-', '−');

/**
 * Figure 4: the share of the weights that a step leaves unchanged (mean of the steps after warm-up)
 * against the learning rate, a line a mode; one model. Throws without runs.
 */
export function unchangedWeights(
  runs: readonly PrecisionRun[],
  options: { dModel?: number } = {},
): Figure {
  const chosen = precisionRunsOfOneModel(runs, options.dModel);
  const summaries = modeSummaries(modeOutcomes(chosen));
  const modes = modesOf(summaries).filter((mode) => mode !== 'rounded-once');
  const percent = ({ mean, low, high, n }: MeanInterval): MeanInterval => ({
    mean: 100 * mean,
    low: 100 * low,
    high: 100 * high,
    n,
  });
  const { traces, points } = overRates(summaries, modes, (summary) =>
    percent(summary.unchangedShare),
  );
  return themed(traces, {
    title: `Weights that a step leaves as they are, ${shortNumber(chosen[0].measurements.params)} parameters`,
    xTitle: 'learning rate (peak)',
    yTitle: 'weights unchanged by a step (%)',
    xaxis: rateAxis(summaries),
    yaxis: { ...linearScale([0, 100, ...heights(points)]), range: [-3, 103], dtick: 20 },
  });
}
