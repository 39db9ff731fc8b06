import { meanInterval, modelCapacities, modelName } from '../measure';
import type { CapacityRun } from './bits-per-parameter';
import { gray, ink, orderedColors } from './colors';
import type { Annotation, Figure, Trace } from './figure';
import { byKey, requireRuns } from './runs';
import { themed } from './theme';
import { linearScale, shortNumber } from './ticks';
import { band, curve, hasInterval, legendOnly, type Point, referenceLine } from './traces';

/** Above so many times the capacity, a dataset's entropy would squeeze the curves to the bottom. */
const SHOWN_ENTROPY = 2;

/** Memorized bits of runs that differ in their seed, at the steps that all of them have. */
function overSeeds(runs: readonly CapacityRun[]): Point[] {
  const values = byKey(
    runs.flatMap((run) => {
      const { x, y } = run.curves?.memorized ?? { x: [], y: [] };
      return x.map((step, i) => ({ step, bits: y[i] }));
    }),
    (point) => point.step,
  );
  return [...values]
    .filter(([, points]) => points.length === runs.length)
    .map(([x, points]) => ({ x, ...meanInterval(points.map((point) => point.bits)) }))
    .sort((a, b) => a.x - b.x);
}

/**
 * The runs of one model that have a curve: of the model of width `dModel`, else of the one with the
 * most dataset sizes and then the most parameters. Throws when there are none.
 */
export function runsOfOneModel<T extends CapacityRun>(runs: readonly T[], dModel?: number): T[] {
  const withCurve = runs.filter((run) => run.curves?.memorized);
  if (withCurve.length === 0) {
    throw new Error(
      'The figure "Memorized bits against step" needs runs with a curve "memorized".',
    );
  }
  const models = [...byKey(withCurve, (run) => modelName(run.config)).values()];
  if (dModel !== undefined) {
    const found = models.find((ofModel) => ofModel[0].config.dModel === dModel);
    if (found) return found;
    const widths = [...new Set(runs.map((run) => run.config.dModel))].sort((a, b) => a - b);
    throw new RangeError(`No run has dModel ${dModel}. There are: ${widths.join(', ')}.`);
  }
  const datasets = (ofModel: T[]) =>
    new Set(ofModel.map((run) => run.measurements.datasetBits)).size;
  return models.sort(
    (a, b) => datasets(b) - datasets(a) || b[0].measurements.params - a[0].measurements.params,
  )[0];
}

/**
 * Figure 3: bits memorized against the training step for datasets of several sizes, one model.
 * Dashed lines are the entropies of the datasets in their curves' colors; the heavy one is the
 * model's capacity. Bands are 95 % intervals over seeds. Throws when there are no runs or no curves,
 * and when no run has the width asked for.
 */
export function memorizedVsStep(
  runs: readonly CapacityRun[],
  options: { dModel?: number } = {},
): Figure {
  requireRuns(runs, 'Memorized bits against step');
  const chosen = runsOfOneModel(runs, options.dModel);
  const { params, bits: capacity } = modelCapacities(chosen)[0];
  const datasets = [...byKey(chosen, (run) => run.measurements.datasetBits)].sort(
    ([a], [b]) => b - a,
  );
  const colors = orderedColors(datasets.length).reverse();
  const top = SHOWN_ENTROPY * capacity.mean;
  const data: Trace[] = [];
  const offTheTop: number[] = [];
  const steps = Math.max(...chosen.flatMap((run) => run.curves?.memorized.x ?? []));
  const shown: number[] = [capacity.mean];
  datasets.forEach(([entropy, same], i) => {
    const points = overSeeds(same);
    const x = points.map((p) => p.x);
    const name = `${shortNumber(entropy)} bits of data`;
    if (hasInterval(points)) data.push(band(points, colors[i]));
    data.push({
      ...curve(
        x,
        points.map((p) => p.mean),
        name,
        { color: colors[i] },
      ),
      hovertemplate: 'step %{x:,.0f}<br>%{y:,.0f} bits memorized',
    });
    shown.push(...points.map((p) => p.mean));
    if (entropy > top) {
      offTheTop.push(entropy);
      return;
    }
    shown.push(entropy);
    const dashed = referenceLine([0, steps], [entropy, entropy], '', { color: colors[i] });
    data.unshift({ ...dashed, showlegend: false });
  });
  const flat = referenceLine([0, steps], [capacity.mean, capacity.mean], 'capacity', {
    color: ink,
    dash: 'dot',
    width: 2,
  });
  data.push(legendOnly('dataset entropy', { color: gray }), flat);
  return themed(
    data,
    {
      title: `Bits memorized during training, ${shortNumber(params)} parameters`,
      xTitle: 'training step',
      yTitle: 'memorized (bits)',
      xaxis: { ...linearScale([0, steps]), range: [0, steps * 1.02] },
      yaxis: linearScale([...shown, 1.08 * Math.max(...shown)]),
    },
    { annotations: offTheTop.length > 0 ? [topNote(offTheTop)] : [] },
  );
}

/** Says in the upper right corner, above all lines, which entropies the frame does not show. */
function topNote(entropies: readonly number[]): Annotation {
  const bits = [...entropies].reverse().map(shortNumber).join(', ');
  return {
    text: `↑ dataset entropy ${bits}`,
    x: 1,
    xref: 'paper',
    xanchor: 'right',
    y: 1,
    yref: 'paper',
    yanchor: 'top',
    showarrow: false,
    font: { size: 12, color: gray },
    bgcolor: '#ffffff',
  };
}
