import { atBestRate, modeOutcomes, modeSummaries } from '../findings/float32-vs-bfloat16/paired';
import { type ComparedMode, modeLabel } from '../findings/float32-vs-bfloat16/modes';
import { meanInterval } from '../measure';
import { gray, ink, palette } from '../plot/colors';
import type { Figure, Line, Trace } from '../plot/figure';
import { modesOf, type PrecisionRun } from './precision-runs';
import { byKey, requireRuns } from './runs';
import { themed } from '../plot/theme';
import { linearScale, shortNumber } from '../plot/ticks';
import { heights, ourSeries, referenceLine } from '../plot/traces';

const meanOf = (values: readonly number[]): number => meanInterval([...values]).mean;

/** What the figures need of a row of Table 1 of Morris et al. 2025: bits per parameter. */
export interface PaperPair {
  fp32_bpp: number;
  bf16_bpp: number;
}

/** The label of a mode in short lines, to stand below an axis. */
function wrappedLabel(mode: ComparedMode): string {
  return modeLabel(mode)
    .replaceAll(' ', '<br>')
    .replace('at<br>the<br>', 'at the<br>')
    .replace('all<br>', 'all ');
}

/**
 * Figure 1: bits per parameter of each mode at the learning rate at which float32 stores most; mean
 * and 95 % interval over seeds, one marker a size, and the means of Table 1. Throws without runs.
 */
export function capacityByMode(
  runs: readonly PrecisionRun[],
  table1: readonly PaperPair[] = [],
): Figure {
  requireRuns(runs, 'Capacity by number format');
  const summaries = modeSummaries(atBestRate(modeOutcomes(runs)));
  const modes = modesOf(summaries);
  const sizes = [...byKey(summaries, ({ params }) => params)].sort(([a], [b]) => a - b);
  const series = sizes.map(([params, ofSize], i): Trace => {
    const shift = 0.24 * (i - (sizes.length - 1) / 2) * Math.min(1, 3 / sizes.length);
    const points = ofSize.map((summary) => ({
      x: modes.indexOf(summary.mode) + shift,
      ...summary.bitsPerParameter,
    }));
    return {
      ...ourSeries(points, {
        name: `${shortNumber(params)} parameters`,
        color: palette[i % palette.length],
        index: i,
      }),
      hovertemplate: '%{y:.3f} bits/parameter',
    };
  });
  const ends = [-0.5, modes.length - 0.5];
  const level = (column: keyof PaperPair, format: string, line: Line): Trace[] => {
    if (table1.length === 0) return [];
    const bits = meanOf(table1.map((row) => row[column]));
    return [referenceLine(ends, [bits, bits], `paper, ${format} (${bits.toFixed(2)})`, line)];
  };
  const levels = [
    ...level('fp32_bpp', 'float32', { color: ink }),
    ...level('bf16_bpp', 'bfloat16', { dash: 'dot' }),
  ];
  const shown = [
    ...heights(summaries.map((summary) => ({ x: 0, ...summary.bitsPerParameter }))),
    ...levels.flatMap((trace) => trace.y as number[]),
  ];
  return themed([...levels, ...series], {
    title: 'Capacity by number format',
    xTitle: '',
    yTitle: 'memorized (bits/parameter)',
    xaxis: {
      type: 'linear',
      range: [ends[0], ends[1]],
      tickmode: 'array',
      tickvals: modes.map((_, i) => i),
      ticktext: modes.map(wrappedLabel),
      tickfont: { size: 11 },
      tickangle: 0,
    },
    yaxis: linearScale(shown, false),
  });
}

/**
 * Figure 2: pairs of float32 and bfloat16, a line a pair: the rows of Table 1 and our seeds (all
 * bf16, rounded to nearest, at the learning rate at which float32 stores most). Throws without runs.
 */
export function capacityPairs(runs: readonly PrecisionRun[], table1: readonly PaperPair[]): Figure {
  requireRuns(runs, 'Pairs of float32 and bfloat16');
  const outcomes = atBestRate(modeOutcomes(runs));
  const sizes = [...byKey(outcomes, ({ params }) => params)].sort(([a], [b]) => a - b);
  const paper: Trace = {
    ...pairLines(
      table1.map((row) => [row.fp32_bpp, row.bf16_bpp]),
      'paper, a row of Table 1',
      { color: gray, width: 1.2 },
    ),
    marker: { color: ink, symbol: 'diamond-open', size: 8, line: { color: ink, width: 1.2 } },
  };
  const ours = sizes.map(([params, ofSize], i) => {
    const find = (mode: ComparedMode, seed: number) =>
      ofSize.find((outcome) => outcome.mode === mode && outcome.seed === seed)?.bitsPerParameter;
    const pairs = [...new Set(ofSize.map(({ seed }) => seed))]
      .map((seed) => [find('float32', seed), find('bf16', seed)])
      .filter((pair): pair is [number, number] => !pair.includes(undefined));
    const color = palette[i % palette.length];
    return {
      ...pairLines(pairs, `ours, ${shortNumber(params)} parameters`, { color, width: 2 }),
      marker: { color, symbol: ['circle', 'square', 'triangle-up'][i % 3], size: 9 },
    };
  });
  const data = [...(table1.length > 0 ? [paper] : []), ...ours];
  return themed(data, {
    title: 'The same model in float32 and in bfloat16',
    xTitle: '',
    yTitle: 'memorized (bits/parameter)',
    xaxis: {
      type: 'linear',
      range: [-0.35, 1.35],
      tickmode: 'array',
      tickvals: [0, 1],
      ticktext: ['float32', 'all bfloat16'],
    },
    yaxis: linearScale(
      data.flatMap((trace) => trace.y as (number | null)[]),
      false,
    ),
  });
}

/** Line segments from x = 0 to x = 1, with a gap after each. */
function pairLines(pairs: readonly (readonly number[])[], name: string, line: Line): Trace {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: pairs.flatMap(() => [0, 1, null]),
    y: pairs.flatMap(([from, to]) => [from, to, null]),
    line,
    hovertemplate: '%{y:.3f} bits/parameter',
  };
}
