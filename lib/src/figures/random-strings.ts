import { alphabetRuns, entropyRuns, epochsShown, lengthRuns, letterEntropy } from '../measure';
import { geometricInterval, type StringRunLike } from '../measure';
import { gray, orderedColors, palette } from '../plot/colors';
import type { Axis, Figure, Trace } from '../plot/figure';
import { type Panel, panelFigure } from '../plot/panels';
import { byKey, requireRuns } from './runs';
import { linearScale, logScale } from '../plot/ticks';
import { curve, heights, legendOnly, ourSeries, type Point, referenceLine } from '../plot/traces';

/** What these figures need of a result of the finding random-strings. */
export interface StringRun extends StringRunLike {
  curves?: Record<string, { x: number[]; y: number[] }>;
}

const epochsOfFirst = (run: StringRun): number => epochsShown(run.measurements.exposures[0]);

/**
 * The run in the middle by its epochs. Strings end at different epochs, so that a mean over them
 * would break off where the first one ends.
 */
function typicalRun(runs: readonly StringRun[]): StringRun {
  const sorted = [...runs].sort((a, b) => epochsOfFirst(a) - epochsOfFirst(b));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** Of each alphabet the run that the figure of the phases shows. Throws when there are none. */
export function phaseRuns<R extends StringRun>(runs: readonly R[]): R[] {
  const shown = alphabetRuns(runs).filter(({ curves }) => curves?.accuracy);
  requireRuns(shown, 'The two phases of memorizing a string');
  return [...byKey(shown, ({ config }) => config.alphabet)]
    .sort(([a], [b]) => a - b)
    .map(([, same]) => typicalRun(same) as R);
}

/** Epochs to memorize the first string against `x`: geometric mean and interval over seeds. */
function epochPoints(
  runs: readonly StringRun[],
  x: (config: StringRunLike['config']) => number,
): Point[] {
  return [...byKey(runs, (run) => x(run.config))]
    .map(([at, same]) => ({
      x: at,
      ...geometricInterval(same.map(epochsOfFirst)),
    }))
    .sort((a, b) => a.x - b.x);
}

/** Epoch 0 has no place on a log axis: it is drawn half an epoch before the first. */
const EPOCH_ZERO = 0.5;
const onLogAxis = (epochs: number[]): number[] => epochs.map((epoch) => epoch || EPOCH_ZERO);

/**
 * The two phases: accuracy, probability of the alphabet, KL divergence and loss against the epoch,
 * one line an alphabet: of its seeds the one in the middle. Fresh strings are dashed, the entropy of
 * a letter is dotted. Throws when there are no runs with curves. Source: Speicher et al. 2024, section on dynamics.
 */
export function stringPhases(runs: readonly StringRun[]): Figure {
  const shown = phaseRuns(runs);
  const colors = orderedColors(shown.length).reverse();
  const lines = (name: string, dash?: 'dash'): Trace[] =>
    shown.map(({ config, curves }, i): Trace => {
      const { x, y } = curves?.[name] ?? { x: [], y: [] };
      const style = { color: colors[i], ...(dash && { dash, width: 1.5 }) };
      return {
        ...curve(onLogAxis(x), y, `${config.alphabet} letters`, style),
        ...(dash && { showlegend: false }),
        hovertemplate: 'epoch %{x}<br>%{y:.3g}',
      };
    });
  const epochs = shown.flatMap(({ curves }) => onLogAxis(curves?.accuracy.x ?? []));
  const xaxis = { ...logScale(epochs), ...ticksFrom(epochs) };
  const panel = (title: string, yTitle: string, data: Trace[], yaxis: Axis): Panel => ({
    title,
    yTitle,
    data,
    xaxis,
    yaxis,
  });
  // A step that overshoots, which happens, leaves the frame rather than flattening all curves.
  const values = (traces: Trace[]): number[] =>
    traces.flatMap(({ y }) => [y?.[0], y?.[y.length - 1]] as number[]);
  const divergence = lines('divergence');
  const ends = [EPOCH_ZERO, Math.max(...epochs)];
  const entropies = shown.map(({ config }, i): Trace => {
    const bits = letterEntropy(config);
    const style = { color: colors[i], dash: 'dot' as const, width: 1 };
    return { ...referenceLine(ends, [bits, bits], '', style), showlegend: false };
  });
  const loss = [...entropies, ...lines('loss'), ...lines('freshLoss', 'dash')];
  const share = { ...linearScale([0, 1]), range: [0, 1.03] as [number, number] };
  const bottom = { xTitle: 'epoch' };
  return panelFigure(
    [
      panel(
        'Recollection accuracy',
        'accuracy',
        [
          ...lines('accuracy'),
          ...lines('freshAccuracy', 'dash'),
          legendOnly('fresh strings', { color: gray }),
          legendOnly('entropy of a letter', { color: gray, dash: 'dot', width: 1.2 }),
        ],
        share,
      ),
      panel('Probability of the alphabet', 'probability', lines('mass'), share),
      {
        ...panel('KL to the alphabet', 'KL (bits)', divergence, linearScale(values(divergence))),
        ...bottom,
      },
      { ...panel('Loss', 'bits a letter', loss, linearScale(values(loss))), ...bottom },
    ],
    {
      title: 'Two phases: guessing and memorizing',
      columns: 2,
      gap: { x: 0.16, y: 0.16 },
      layout: { height: 600 },
    },
  );
}

/** Ticks of an epoch axis on which 0 stands at EPOCH_ZERO. */
function ticksFrom(epochs: number[]): Axis {
  const last = Math.max(...epochs);
  const tickvals = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].filter((tick) => tick <= last);
  return {
    tickvals: [EPOCH_ZERO, ...tickvals],
    ticktext: ['0', ...tickvals.map(String)],
    minor: undefined,
  };
}

/**
 * Epochs until a string is recited without a mistake: against the letters of the alphabet, against
 * the entropy of a letter for strings of 26 letters, and against the length. Geometric means and
 * 95 % intervals over seeds. Throws when there are no runs. Source: Speicher et al. 2024.
 */
export function epochsToMemorize(runs: readonly StringRun[]): Figure {
  requireRuns(alphabetRuns(runs), 'Epochs to memorize a string');
  const alphabets = epochPoints(alphabetRuns(runs), (c) => c.alphabet);
  const matched = epochPoints(alphabetRuns(runs), letterEntropy);
  const skewed = epochPoints(entropyRuns(runs), letterEntropy);
  const largest = alphabets[alphabets.length - 1].x;
  const smallest = alphabets[0].x;
  const lengths = epochPoints(lengthRuns(runs), (c) => c.length);
  const lengthsOfFew = epochPoints(lengthRuns(runs, smallest), (c) => c.length);
  const all = [alphabets, skewed, lengths, lengthsOfFew].flat();
  const yaxis = logScale(heights(all)); // the same in all panels
  const at = (values: number[]): Axis => ({
    ...logScale(values),
    tickvals: values,
    ticktext: values.map(String),
    minor: undefined,
  });
  const uniform = 'all letters equally likely';
  const first = { name: uniform, color: palette[0], lines: true };
  const hover = { hovertemplate: '%{x:.3g}: %{y:.0f} epochs' };
  return panelFigure(
    [
      {
        title: 'Size of the alphabet',
        xTitle: 'letters in the alphabet',
        yTitle: 'epochs to memorize',
        data: [{ ...ourSeries(alphabets, first), ...hover }],
        xaxis: at(alphabets.map((p) => p.x)),
        yaxis,
      },
      {
        title: 'Entropy of a letter',
        xTitle: 'entropy (bits)',
        data: [
          { ...ourSeries(matched, first), ...hover, error_y: undefined }, // beside it already
          {
            ...ourSeries(skewed, {
              name: `${largest} letters, skewed`,
              color: palette[1],
              index: 1,
              lines: true,
            }),
            ...hover,
          },
        ],
        xaxis: linearScale(skewed.map((p) => p.x)),
        yaxis,
      },
      {
        title: 'Length of the string',
        xTitle: 'letters in the string',
        data: [
          {
            ...ourSeries(lengths, {
              name: `${largest} letters`,
              color: palette[2],
              index: 2,
              lines: true,
            }),
            ...hover,
          },
          {
            ...ourSeries(lengthsOfFew, {
              name: `${smallest} letters`,
              color: palette[3],
              index: 3,
              lines: true,
            }),
            ...hover,
          },
        ],
        xaxis: at([...new Set([...lengths, ...lengthsOfFew].map((p) => p.x))]),
        yaxis,
      },
    ],
    {
      title: 'How long it takes to memorize a string',
      columns: 3,
      gap: { x: 0.08 },
      layout: { height: 400, legend: below },
    },
  );
}

/** Three panels need the whole width: their legend stands under them. */
const below = {
  orientation: 'h' as const,
  x: 0,
  xanchor: 'left' as const,
  y: -0.2,
  yanchor: 'top' as const,
  font: { size: 13 },
};
