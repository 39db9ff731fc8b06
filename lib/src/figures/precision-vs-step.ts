import { bestRates, modeOutcomes } from '../findings/float32-vs-bfloat16/paired';
import { comparedModes, modeLabel } from '../findings/float32-vs-bfloat16/modes';
import { meanInterval } from '../measure';
import type { Figure, Trace } from '../plot/figure';
import { looks, type PrecisionRun, precisionRunsOfOneModel } from './precision-runs';
import { byKey } from './runs';
import { themed } from '../plot/theme';
import { linearScale, shortNumber } from '../plot/ticks';
import { curve } from '../plot/traces';

/** Which runs the figure shows: of one model, at one of its learning rates. */
export interface StepChoice {
  dModel?: number; // see `precisionRunsOfOneModel`
  rate?: 'best' | 'smallest'; // best, the default: at which float32 stores most
}

/** The runs of the figure. Throws when there are none. */
export function bitsVsStepRuns<T extends PrecisionRun>(
  runs: readonly T[],
  { dModel, rate = 'best' }: StepChoice = {},
): T[] {
  const chosen = precisionRunsOfOneModel(runs, dModel);
  const rates = chosen.map(({ config }) => config.learningRate);
  const best = [...bestRates(modeOutcomes(chosen)).values()].at(0);
  const shown = rate === 'smallest' ? Math.min(...rates) : (best ?? Math.max(...rates));
  return chosen.filter(({ config }) => config.learningRate === shown);
}

/**
 * Figure 5: memorized bits against the training step, a curve a mode, mean over seeds. It has no bands:
 * seeds differ by more than modes do, but by the same in every mode, as the paired differences show.
 * Throws when there are no runs or when they lack the curve.
 */
export function bitsVsStepByMode(runs: readonly PrecisionRun[], choice: StepChoice = {}): Figure {
  const { traces, ending, lastStep } = curvesByMode(bitsVsStepRuns(runs, choice), 'memorized', 1);
  return themed(traces, {
    title: `Bits memorized at ${ending}`,
    xTitle: 'training step',
    yTitle: 'memorized (bits)',
    xaxis: { ...linearScale([0, lastStep]), range: [0, lastStep * 1.02] },
    yaxis: linearScale([0, ...traces.flatMap(({ y = [] }) => y as number[])]),
  });
}

/**
 * Figure 6: the share of the weights that a step leaves unchanged against the training step, a curve
 * a mode, mean over seeds. Throws when there are no runs or when they lack the curve.
 */
export function unchangedVsStep(runs: readonly PrecisionRun[], choice: StepChoice = {}): Figure {
  const { traces, ending, lastStep } = curvesByMode(bitsVsStepRuns(runs, choice), 'unchanged', 100);
  return themed(traces, {
    title: `Weights left as they are at ${ending}`,
    xTitle: 'training step',
    yTitle: 'weights unchanged by a step (%)',
    xaxis: { ...linearScale([0, lastStep]), range: [0, lastStep * 1.02] },
    yaxis: { ...linearScale([0, 100]), range: [-3, 103], dtick: 20 },
  });
}

/** A curve a mode of runs of one model and rate, and what their title ends with. */
function curvesByMode(
  runs: readonly PrecisionRun[],
  name: 'memorized' | 'unchanged',
  scale: number,
): { traces: Trace[]; ending: string; lastStep: number } {
  const byMode = byKey(runs, ({ config }) => config.mode);
  const traces = comparedModes.flatMap((mode): Trace[] => {
    const same = byMode.get(mode);
    if (!same) return [];
    const points = meanCurve(same, name);
    const { color, dash } = looks[mode];
    return [
      {
        ...curve(
          points.map((p) => p.x),
          points.map((p) => scale * p.mean),
          modeLabel(mode),
          { color, dash },
        ),
        hovertemplate: 'step %{x:,.0f}<br>%{y:,.3~r}',
      },
    ];
  });
  const { config, measurements } = runs[0];
  const ending = `learning rate ${config.learningRate}, ${shortNumber(measurements.params)} parameters`;
  const lastStep = Math.max(...traces.flatMap(({ x = [] }) => x as number[]));
  return { traces, ending, lastStep };
}

/** Mean curve of runs that differ in their seed, at the steps that all of them have. */
function meanCurve(
  runs: readonly PrecisionRun[],
  name: 'memorized' | 'unchanged',
): { x: number; mean: number }[] {
  const points = runs.flatMap(({ curves }) => {
    const found = curves?.[name];
    if (!found) throw new Error(`The figure needs runs with a curve "${name}".`);
    return found.x.map((step, i) => ({ step, value: found.y[i] }));
  });
  return [...byKey(points, ({ step }) => step)]
    .filter(([, same]) => same.length === runs.length)
    .map(([x, same]) => ({ x, mean: meanInterval(same.map(({ value }) => value)).mean }))
    .sort((a, b) => a.x - b.x);
}
