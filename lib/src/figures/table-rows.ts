import { tableRows } from '../measure';
import type { CapacityRun, PaperCapacity } from './bits-per-parameter';
import { orderedColors } from './colors';
import type { Figure, Trace } from './figure';
import { requireRuns } from './runs';
import { themed } from './theme';
import { linearScale, logScale } from './ticks';
import { curve, referenceLine } from './traces';

interface DeepRow extends PaperCapacity {
  layers: number;
  d_model: number;
}

/**
 * Bits per parameter against the training step for models of the paper's Table 1, each with its
 * float32 row (dashed), which the paper came to in up to a million steps. The distance is how far
 * from it a run stopped. Throws when there are no such runs.
 */
export function tableRowsVsStep(runs: readonly CapacityRun[], table1: readonly DeepRow[]): Figure {
  const chosen = tableRows(runs).filter((run) => run.curves?.memorized);
  requireRuns(chosen, "The models of the paper's Table 1 against the step");
  const lengthOf = (run: CapacityRun): number => Math.max(...(run.curves?.memorized.x ?? [0]));
  const all = [...chosen].sort(
    (a, b) => a.config.nLayers - b.config.nLayers || lengthOf(a) - lengthOf(b),
  );
  const depths = [...new Set(all.map(({ config }) => config.nLayers))];
  const colors = orderedColors(depths.length);
  const last = Math.max(...all.map(lengthOf));
  const shown: number[] = [0];
  const lines = all.map((run): Trace => {
    const { x, y } = run.curves?.memorized ?? { x: [], y: [] };
    const points = x.map((step, i) => ({ step, y: y[i] / run.measurements.params }));
    const drawn = points.filter(({ step }) => step >= 1); // the axis is logarithmic
    shown.push(...drawn.map((point) => point.y));
    const { dModel, nLayers } = run.config;
    return {
      ...curve(
        drawn.map((point) => point.step),
        drawn.map((point) => Math.max(0, point.y)),
        `d = ${dModel}, L = ${nLayers}, ${lengthOf(run).toLocaleString('en-US')} steps`,
        { color: colors[depths.indexOf(nLayers)] },
      ),
      hovertemplate: 'step %{x:,.0f}<br>%{y:.2f} bits/parameter',
    };
  });
  const rows = depths.flatMap((nLayers, i) => {
    const { dModel } = all.find(({ config }) => config.nLayers === nLayers)!.config;
    const row = table1.find(({ layers, d_model }) => layers === nLayers && d_model === dModel);
    if (!row) return [];
    const paper = row.capacity_fp32 / row.params;
    shown.push(paper);
    return [
      referenceLine([1, last], [paper, paper], `L = ${nLayers}, paper`, { color: colors[i] }),
    ];
  });
  return themed([...rows, ...lines], {
    title: "The smallest models of the paper's Table 1",
    xTitle: 'training step',
    yTitle: 'memorized (bits/parameter)',
    xaxis: logScale([1, last]),
    yaxis: linearScale(shown),
  });
}
