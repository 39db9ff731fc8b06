import {
  type CapacityRunLike,
  type LineFit,
  meanInterval,
  modelCapacities,
  modelName,
  sizeSweep,
} from '../measure';
import { gray, orderedColors, palette } from './colors';
import type { Figure, Trace } from './figure';
import { byKey, requireRuns } from './runs';
import { themed } from './theme';
import { linearScale, logScale, shortNumber } from './ticks';
import {
  curve,
  diagonal,
  hasInterval,
  heights,
  legendOnly,
  ourSeries,
  paperPoints,
  type Point,
  referenceLine,
} from './traces';

/** What these figures need of a result of the finding bits-per-parameter. */
export interface CapacityRun extends CapacityRunLike {
  /** Bits in the paper's counting, which counts the first token of a sequence too. */
  measurements: { params: number; datasetBits: number; memorizedBits: number };
  curves?: Record<string, { x: number[]; y: number[] }>;
}

/** A row of Table 1 of Morris et al. 2025, capacities in bits. */
export interface PaperCapacity {
  params: number;
  capacity_fp32: number;
  capacity_bf16: number;
}

const PAPER_SLOPE = 3.64; // bits per parameter, least squares over Table 1's bfloat16 rows
const PAPER_HEADLINE = 3.6;

/** Memorized bits of one model's runs at each size of the dataset: mean and interval over seeds. */
function overDatasets(runs: readonly CapacityRun[]): Point[] {
  return [...byKey(runs, (run) => run.measurements.datasetBits)]
    .map(([x, same]) => ({
      x,
      ...meanInterval(same.map((run) => run.measurements.memorizedBits)),
    }))
    .sort((a, b) => a.x - b.x);
}

/**
 * Figure 1: memorized bits against the size of the dataset, both in bits, one line a model size.
 * The lines follow the diagonal (all is memorized) up to the model's capacity and are flat from
 * there. Throws when there are no runs. Source: Morris et al. 2025, section 3.
 */
export function memorizedVsDataset(all: readonly CapacityRun[]): Figure {
  requireRuns(all, 'Memorized bits against dataset size');
  const runs = sizeSweep(all);
  const models = modelCapacities(runs).reverse(); // in the order in which the lines end
  const colors = orderedColors(models.length).reverse();
  const sizes = runs.map((run) => run.measurements.datasetBits);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const byModel = byKey(runs, (run) => modelName(run.config));
  const points = models.map(({ model }) => overDatasets(byModel.get(model) ?? []));
  const lines = models.map(({ params }, i) => ({
    ...ourSeries(points[i], {
      name: `${shortNumber(params)} parameters`,
      color: colors[i],
      index: models.length - 1 - i,
      lines: true,
    }),
    hovertemplate: '%{x:,.0f} bits of data<br>%{y:,.0f} bits memorized',
  }));
  const plateaus = models.map(({ bits }, i): Trace => ({
    ...referenceLine([bits.mean, high * 1.12], [bits.mean, bits.mean], '', {
      color: colors[i],
      dash: 'dot',
      width: 1.2,
    }),
    showlegend: false,
  }));
  const y = heights(points.flat());
  return themed(
    [
      diagonal(low, high, 'everything memorized'),
      legendOnly('capacity', { color: gray, dash: 'dot', width: 1.2 }),
      ...plateaus,
      ...lines,
    ],
    {
      title: 'Memorized bits and the size of the dataset',
      xTitle: 'entropy of the dataset (bits)',
      yTitle: 'memorized (bits)',
      xaxis: logScale(sizes),
      yaxis: logScale([...y, 1.6 * Math.max(...y)]), // shows the diagonal leaving the lines
    },
  );
}

/**
 * Figure 2: capacity against the number of parameters, with our least-squares line, the paper's
 * slope of 3.64 bits per parameter and the rows of its Table 1. `fit` is null where there are too
 * few sizes for a line. Throws when there are no runs.
 */
export function capacityVsParameters(
  runs: readonly CapacityRun[],
  table1: readonly PaperCapacity[],
  fit: LineFit | null,
): Figure {
  requireRuns(runs, 'Capacity against parameters');
  const models = modelCapacities(runs);
  const ours = models.map(({ params, bits }): Point => ({ x: params, ...bits }));
  const params = [...ours.map((p) => p.x), ...table1.map((row) => row.params)];
  const ends = [Math.min(...params), Math.max(...params)];
  const data: Trace[] = [
    referenceLine(
      ends,
      ends.map((p) => PAPER_SLOPE * p),
      `${PAPER_SLOPE} bits/param (paper)`,
    ),
  ];
  if (fit) data.push(fitLine(fit, ours));
  data.push(...paperRows(table1, 'bits'), {
    ...ourSeries(ours, { name: oursName(ours), color: palette[0] }),
    hovertemplate: '%{x:,.0f} parameters<br>%{y:,.0f} bits',
  });
  const bits = [
    ...heights(ours),
    ...table1.flatMap((row) => [row.capacity_fp32, row.capacity_bf16]),
  ];
  return themed(data, {
    title: 'Capacity and the number of parameters',
    xTitle: 'parameters',
    yTitle: 'capacity (bits)',
    xaxis: logScale(params),
    yaxis: logScale(bits),
  });
}

const oursName = (points: readonly Point[]): string =>
  hasInterval(points) ? 'ours (95 % interval)' : 'ours';

/** The least-squares line over the range of our own sizes; a curve on log axes. */
function fitLine(fit: LineFit, ours: readonly Point[]): Trace {
  const low = Math.log(Math.min(...ours.map((p) => p.x)) * 0.85);
  const high = Math.log(Math.max(...ours.map((p) => p.x)) * 1.18);
  const x = Array.from({ length: 41 }, (_, i) => Math.exp(low + ((high - low) * i) / 40));
  const y = x.map((p) => {
    const bits = fit.slope * p + fit.intercept;
    return bits > 0 ? bits : null;
  });
  const name = `${fit.slope.toFixed(2)} bits/param (our fit)`;
  return { ...curve(x, y, name, { color: palette[1] }), hoverinfo: 'skip' };
}

/** Table 1's float32 and bfloat16 rows. */
function paperRows(table1: readonly PaperCapacity[], unit: 'bits' | 'bits/parameter'): Trace[] {
  if (table1.length === 0) return [];
  const points = (column: 'capacity_fp32' | 'capacity_bf16') =>
    table1.map((row) => ({
      x: row.params,
      y: row[column] / (unit === 'bits' ? 1 : row.params),
    }));
  return [
    paperPoints(points('capacity_fp32'), 'paper, float32', 'diamond-open'),
    paperPoints(points('capacity_bf16'), 'paper, bfloat16', 'square-open'),
  ];
}

/**
 * Bits per parameter of each model size, mean and 95 % interval over seeds, with the paper's 3.6
 * and, if given, the rows of its Table 1. Throws when there are no runs.
 */
export function bitsPerParameterBySize(
  runs: readonly CapacityRun[],
  table1: readonly PaperCapacity[] = [],
): Figure {
  requireRuns(runs, 'Bits per parameter by size');
  const ours = modelCapacities(runs).map(({ params, bitsPerParameter }): Point => ({
    x: params,
    ...bitsPerParameter,
  }));
  const params = [...ours.map((p) => p.x), ...table1.map((row) => row.params)];
  const xaxis = logScale(params);
  const ends = (xaxis.range ?? [0, 1]).map((power) => 10 ** power);
  const paper = paperRows(table1, 'bits/parameter');
  const shown = [
    ...heights(ours),
    ...paper.flatMap((trace) => trace.y as number[]),
    PAPER_HEADLINE,
  ];
  return themed(
    [
      referenceLine(ends, [PAPER_HEADLINE, PAPER_HEADLINE], `${PAPER_HEADLINE} bits/param (paper)`),
      ...paper,
      {
        ...ourSeries(ours, { name: oursName(ours), color: palette[0] }),
        hovertemplate: '%{x:,.0f} parameters<br>%{y:.2f} bits/parameter',
      },
    ],
    {
      title: 'Bits per parameter over model sizes',
      xTitle: 'parameters',
      yTitle: 'capacity (bits/parameter)',
      xaxis,
      yaxis: linearScale(shown),
    },
  );
}
