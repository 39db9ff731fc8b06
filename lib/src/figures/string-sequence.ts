import {
  epochsShown,
  geometricInterval,
  meanInterval,
  sequenceRuns,
  type StringRunLike,
} from '../measure';
import { gray, ink, orderedColors, palette } from '../plot/colors';
import type { Axis, Figure, Shape, Trace } from '../plot/figure';
import { type Panel, panelFigure } from '../plot/panels';
import { byKey, requireRuns } from './runs';
import { themed } from '../plot/theme';
import { linearScale, logScale } from '../plot/ticks';
import { curve, heights, ourSeries, type Point } from '../plot/traces';

/** A run in which several strings were shown one after the other. */
export interface SequenceRun extends StringRunLike {
  measurements: StringRunLike['measurements'] & {
    sequence: { momentsPerExposure: number; accuracy: number[][] } | null;
  };
}

function sequences(runs: readonly SequenceRun[], figure: string): [number, SequenceRun[]][] {
  const shown = sequenceRuns(runs).filter(({ measurements }) => measurements.sequence);
  requireRuns(shown, figure);
  return [...byKey(shown, ({ config }) => config.alphabet)].sort(([a], [b]) => a - b);
}

/** How exposures are called on an axis: 1, 2, ... and a string that comes back '1 again'. */
function exposureNames(run: SequenceRun): string[] {
  const { exposures } = run.measurements;
  return exposures.map(({ string }, i) =>
    exposures.findIndex((other) => other.string === string) < i
      ? `${string + 1} again`
      : String(string + 1),
  );
}

/**
 * Epochs to memorize the first string, the second, and so on, one line an alphabet; the first again
 * stands apart from the line. Geometric means and 95 % intervals over seeds, on a log axis. Throws
 * when there are no runs.
 * Source: Speicher et al. 2024, sequential exposure.
 */
export function sequenceEpochs(runs: readonly SequenceRun[]): Figure {
  const alphabets = sequences(runs, 'Epochs for one string after the other');
  const names = exposureNames(alphabets[0][1][0]);
  const points = alphabets.map(([, same], alphabet) =>
    names.map((_, i): Point => {
      const epochs = same.map(({ measurements }) => epochsShown(measurements.exposures[i]));
      return { x: i + 1 + apart(alphabet, alphabets.length), ...geometricInterval(epochs) };
    }),
  );
  const data = alphabets.flatMap(([letters], i): Trace[] => {
    const style = { name: `${letters} letters`, color: palette[i], index: i };
    const hover = { hovertemplate: '%{y:.0f} epochs' };
    const isNew = (_: Point, at: number): boolean => !names[at].endsWith('again');
    const again = points[i].filter((point, at) => !isNew(point, at));
    return [
      { ...ourSeries(points[i].filter(isNew), { ...style, lines: true }), ...hover },
      { ...ourSeries(again, style), ...hover, showlegend: false },
    ];
  });
  return themed(data, {
    title: 'Epochs for one string after the other',
    xTitle: 'string, in the order shown',
    yTitle: 'epochs to memorize',
    xaxis: {
      ...linearScale([0.5, names.length + 0.5]),
      range: [0.5, names.length + 0.5],
      tickmode: 'array',
      tickvals: names.map((_, i) => i + 1),
      ticktext: names,
    },
    yaxis: logScale(heights(points.flat())),
  });
}

/** A little to the left or right, so that intervals of two alphabets do not cover each other. */
const apart = (index: number, count: number): number => 0.12 * (index - (count - 1) / 2);

/** Accuracy of every string at every moment, mean over seeds. */
function meanAccuracy(runs: readonly SequenceRun[]): { moments: number; accuracy: number[][] } {
  const all = runs.flatMap(({ measurements: { sequence } }) => sequence ?? []);
  const [{ momentsPerExposure, accuracy }] = all;
  return {
    moments: momentsPerExposure,
    accuracy: accuracy.map((of, string) =>
      of.map((_, i) => meanInterval(all.map((one) => one.accuracy[string][i])).mean),
    ),
  };
}

/** The axis on which every exposure has the same width, with its name in the middle. */
function exposureAxis(names: string[]): Axis {
  return {
    type: 'linear',
    range: [0, names.length],
    tickmode: 'array',
    tickvals: names.map((_, i) => i + 0.5),
    ticktext: names,
    ticks: '',
    showgrid: false,
  };
}

/** Where one exposure ends and the next begins. */
function borders(names: string[], color: string): Shape[] {
  return names.slice(1).map((_, i) => ({
    type: 'line',
    x0: i + 1,
    x1: i + 1,
    y0: 0,
    y1: 1,
    yref: 'domain',
    line: { color, width: 1 },
  }));
}

const accuracyScale: [number, string][] = [
  [0, '#ffffff'],
  [0.25, '#cfe1f2'],
  [0.5, '#7fb3d9'],
  [0.75, '#2f79b5'],
  [1, '#08306b'],
];

/**
 * What is known of every string while one after the other is shown: a row a string, time to the
 * right, each exposure as wide as any other. Means over seeds; one panel an alphabet.
 * Throws when there are no runs. Source: Speicher et al. 2024, sequential exposure.
 */
export function sequenceHeatmap(runs: readonly SequenceRun[]): Figure {
  const alphabets = sequences(runs, 'What is known of every string');
  const panels = alphabets.map(([letters, same], i): Panel => {
    const { moments, accuracy } = meanAccuracy(same);
    const names = exposureNames(same[0]);
    // The first moment of an exposure is the last of the one before it: it has no cell. Cells are
    // centered on their x, so that the edges of an exposure are whole numbers.
    const cells = accuracy[0].map((_, at) => at).filter((at) => at % moments > 0);
    const x = cells.map((at) => Math.floor(at / moments) + ((at % moments) - 0.5) / (moments - 1));
    return {
      title: `${letters} letters`,
      yTitle: 'string',
      xTitle: i === alphabets.length - 1 ? 'string being shown' : undefined,
      data: [
        {
          type: 'heatmap',
          x,
          y: accuracy.map((_, string) => String(string + 1)),
          z: accuracy.map((of) => cells.map((at) => of[at])),
          colorscale: accuracyScale,
          zmin: 0,
          zmax: 1,
          showscale: i === 0,
          colorbar: { title: { text: 'accuracy', side: 'top' }, len: 0.6, thickness: 14 },
          hovertemplate: 'string %{y}: accuracy %{z:.2f}<extra></extra>',
        },
      ],
      xaxis: exposureAxis(names),
      yaxis: { type: 'category', autorange: 'reversed', ticks: '', showgrid: false },
      shapes: borders(names, gray),
    };
  });
  return panelFigure(panels, {
    title: 'What is known of every string',
    columns: 1,
    gap: { y: 0.14 },
    layout: { height: 240 + 210 * (panels.length - 1), showlegend: false },
  });
}

/**
 * The same as lines: accuracy of every string through the sequence. Means over seeds; one panel an
 * alphabet, chance dotted. Throws when there are no runs.
 */
export function sequenceAccuracy(runs: readonly SequenceRun[]): Figure {
  const alphabets = sequences(runs, 'Accuracy through the sequence');
  const panels = alphabets.map(([letters, same], i): Panel => {
    const { moments, accuracy } = meanAccuracy(same);
    const names = exposureNames(same[0]);
    const x = accuracy[0].map((_, at) => Math.floor(at / moments) + (at % moments) / (moments - 1));
    const colors = orderedColors(accuracy.length);
    return {
      title: `${letters} letters`,
      yTitle: 'accuracy',
      xTitle: i === alphabets.length - 1 ? 'string being shown' : undefined,
      data: [
        ...accuracy.map((of, string) => ({
          ...curve(x, of, `string ${string + 1}`, { color: colors[string] }),
          hovertemplate: '%{y:.2f}',
        })),
        {
          ...curve([0, names.length], [1 / letters, 1 / letters], 'chance', {
            color: ink,
            dash: 'dot',
            width: 1.2,
          }),
          hoverinfo: 'skip',
        },
      ],
      xaxis: exposureAxis(names),
      yaxis: { ...linearScale([0, 1]), range: [0, 1.03] },
      shapes: borders(names, '#bbbbbb'),
    };
  });
  return panelFigure(panels, {
    title: 'Accuracy of every string through the sequence',
    columns: 1,
    gap: { y: 0.14 },
    layout: { height: 300 + 230 * (panels.length - 1) },
  });
}
