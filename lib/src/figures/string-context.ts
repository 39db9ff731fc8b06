import { contextRuns, identifyingPrefix, meanInterval, type StringRunLike } from '../measure';
import { gray, palette } from '../plot/colors';
import type { Axis, Figure, Trace } from '../plot/figure';
import { type Panel, panelFigure } from '../plot/panels';
import { plainText } from '../plot/plain-text';
import { byKey, requireRuns } from './runs';
import { linearScale } from '../plot/ticks';
import { legendOnly, ourSeries, type Point } from '../plot/traces';

/** A run in which a memorized string was recited in replaced contexts. */
export interface ContextRun extends StringRunLike {
  measurements: StringRunLike['measurements'] & {
    context: { prefixLengths: number[]; accuracy: Record<string, number[]> } | null;
  };
}

/** What a legend says of the kinds of context. */
const kindNames: Record<string, string> = {
  redrawn: 'same distribution',
  skewed: 'same letters, skewed',
  'other letters': 'other letters',
  constant: 'one letter repeated',
};

/** Prefix lengths from 0 on an axis that gives each doubling the same room. */
const place = (prefix: number): number => Math.log2(prefix + 1);

function prefixAxis(lengths: number[]): Axis {
  const ticks = [0, 1, 2, 3, 4, 6, 8, 16, 32, 64, 128, 256, 512].filter(
    (tick) => tick <= Math.max(...lengths),
  );
  return {
    type: 'linear',
    range: [-0.2, place(Math.max(...lengths)) + 0.2],
    tickmode: 'array',
    tickvals: ticks.map(place),
    ticktext: ticks.map(String),
  };
}

/**
 * Accuracy against the number of letters before the asked one that are genuine, for each kind of
 * context in place of the others; one panel a way of training. Means and 95 % intervals over seeds;
 * the vertical line is 2 log_l n. Throws when there are no runs. Source: Speicher et al. 2024.
 */
export function recallInContext(runs: readonly ContextRun[]): Figure {
  const measured = runs.filter(({ measurements }) => measurements.context);
  requireRuns(measured, 'Recall in replaced contexts');
  const groups = [true, false].flatMap((pretrained) =>
    [...byKey(contextRuns(measured, pretrained), ({ config }) => config.alphabet)]
      .sort(([a], [b]) => b - a)
      .map(([letters, same]) => ({ pretrained, letters, same })),
  );
  const alphabets = new Set(groups.map(({ letters }) => letters));
  const panels = groups.map(({ pretrained, letters, same }, i): Panel => {
    const { config } = same[0];
    const mark = place(identifyingPrefix(letters, config.length));
    const training = pretrained ? 'Pretrained on local text' : 'From scratch';
    return {
      title: alphabets.size > 1 ? `${training}, ${letters} letters` : training,
      yTitle: i === 0 ? 'accuracy' : undefined,
      xTitle: 'genuine letters before',
      data: [...kindLines(same), legendOnly('2 log<sub>l</sub> n letters', { color: gray })],
      xaxis: prefixAxis(same[0].measurements.context?.prefixLengths ?? [1]),
      yaxis: { ...linearScale([0, 1]), range: [0, 1.05] },
      shapes: [
        {
          type: 'line',
          x0: mark,
          x1: mark,
          y0: 0,
          y1: 1,
          yref: 'domain',
          line: { color: gray, dash: 'dash', width: 1.6 },
        },
      ],
    };
  });
  return panelFigure(panels, {
    title: 'How much of the context is needed',
    columns: panels.length,
    gap: { x: 0.07 },
    layout: {
      height: 430,
      legend: {
        orientation: 'h',
        x: 0,
        xanchor: 'left',
        y: -0.19,
        yanchor: 'top',
        font: { size: 13 },
      },
    },
  });
}

/** Mean and interval of shares, which are within 0..1. */
function shareInterval(shares: number[]): Omit<Point, 'x'> {
  const { mean, low, high } = meanInterval(shares);
  return { mean, low: Math.max(0, low), high: Math.min(1, high) };
}

function kindLines(runs: readonly ContextRun[]): Trace[] {
  const contexts = runs.flatMap(({ measurements: { context } }) => context ?? []);
  const [{ prefixLengths, accuracy }] = contexts;
  return Object.keys(accuracy).map((kind, i): Trace => {
    const points = prefixLengths.map((prefix, at): Point => ({
      x: place(prefix),
      ...shareInterval(contexts.map((context) => context.accuracy[kind][at])),
    }));
    const name = kindNames[kind] ?? plainText(kind);
    const style = { name, color: palette[i], index: i, lines: true };
    return {
      ...ourSeries(points, style),
      hovertemplate: `${name}: %{y:.2f}`,
    };
  });
}
