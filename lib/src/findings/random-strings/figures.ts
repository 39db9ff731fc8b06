import { byKey } from '../../base';
import type { ContextKind } from '../../datasets';
import type { PaperTables } from '../../experiment';
import { geometricInterval, meanInterval } from '../../measure';
import { type ContextMeasurements, identifyingPrefix } from '../../recipes/strings/contexts';
import { epochsShown, isNew } from '../../recipes/strings/sequences';
import {
  type Axis,
  course,
  curvePoints,
  type Drawing,
  type FigureSpec,
  fixed,
  gray,
  heatMap,
  ink,
  legend,
  type Line,
  linear,
  log,
  orderedColors,
  palette,
  type PanelSpec,
  points,
  type Point,
  pointsOf,
  raw,
  referenceLine,
  series,
  tickAtEach,
  together,
} from '../../plot';
import {
  alphabetRuns,
  contextRuns,
  entropyRuns,
  epochsOf,
  lengthOf,
  lengthRuns,
  letterEntropy,
  lettersOf,
  memorizeRuns,
  recitedRuns,
  runsAtEnds,
  sequenceRuns,
  type StringRun,
} from './values';

type Spec = FigureSpec<StringRun, PaperTables>;

const letters = (count: number): string => `${count} letters`;
const byAlphabet = (runs: readonly StringRun[]) =>
  [...byKey(runs, lettersOf)].sort(([a], [b]) => a - b);

/** Of each alphabet the run in the middle by its epochs: a mean would break off where the first ends. */
export const phaseRuns = (runs: readonly StringRun[]): StringRun[] =>
  byAlphabet(alphabetRuns(runs)).map(([, same]) => {
    const sorted = [...same].sort((a, b) => epochsOf(a) - epochsOf(b));
    return sorted[Math.floor((sorted.length - 1) / 2)];
  });

/** Epoch 0 has no place on a log axis: it is drawn half an epoch before the first. */
const EPOCH_ZERO = 0.5;

function epochTicks(last: number): Axis {
  const ticks = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].filter((tick) => tick <= last);
  return {
    tickvals: [EPOCH_ZERO, ...ticks],
    ticktext: ['0', ...ticks.map(String)],
    minor: undefined,
  };
}

/** Fresh strings are dashed, the entropy of a letter is dotted. Section on dynamics. */
const phases: Spec = {
  title: 'Two phases: guessing and memorizing',
  of: phaseRuns,
  columns: 2,
  gap: { x: 0.16, y: 0.16 },
  layout: { height: 600 },
  panels(runs) {
    const colors = orderedColors(runs.length).reverse();
    /** A step that overshoots, which happens, leaves the frame: the axis shows where curves begin and end. */
    const lines = (name: string, dash?: 'dash'): Drawing =>
      together(
        runs.map((run, i) => {
          const at = curvePoints([run], name).map((p) => ({ ...p, x: p.x || EPOCH_ZERO }));
          const look = { name: letters(lettersOf(run)), color: colors[i] };
          const { traces, x, y } = course(at, look, {
            hover: 'epoch %{x}<br>%{y:.3g}',
            ...(dash && { line: { dash, width: 1.5 }, more: { showlegend: false } }),
          });
          return raw(traces, x, [y[0], y[y.length - 1]]);
        }),
      );
    const accuracy = lines('accuracy');
    const last = Math.max(...accuracy.x);
    const entropies = runs.map((run, i) => {
      const bits = letterEntropy(run);
      const style = { color: colors[i], dash: 'dot' as const, width: 1 };
      const line = referenceLine([EPOCH_ZERO, last], [bits, bits], '', style);
      return raw([{ ...line, showlegend: false }], [], [bits]);
    });
    const epoch = (title: string) => log(title, epochTicks(last));
    const share = (title: string) => linear(title, { range: [0, 1.03] });
    return [
      {
        title: 'Recollection accuracy',
        x: epoch(''),
        y: share('accuracy'),
        marks: [
          accuracy,
          lines('freshAccuracy', 'dash'),
          legend('fresh strings', { color: gray }),
          legend('entropy of a letter', { color: gray, dash: 'dot', width: 1.2 }),
        ],
      },
      {
        title: 'Probability of the alphabet',
        x: epoch(''),
        y: share('probability'),
        marks: [lines('mass')],
      },
      {
        title: 'KL to the alphabet',
        x: epoch('epoch'),
        y: linear('KL (bits)'),
        marks: [lines('divergence')],
      },
      {
        title: 'Loss',
        x: epoch('epoch'),
        y: linear('bits a letter'),
        marks: [...entropies, lines('loss'), lines('freshLoss', 'dash')],
      },
    ];
  },
};

/** Panels side by side need the whole width: their legend stands under them. */
const legendBelow = (y: number) => ({
  orientation: 'h' as const,
  x: 0,
  xanchor: 'left' as const,
  y,
  yanchor: 'top' as const,
  font: { size: 13 },
});

/** Geometric means and 95 % intervals over seeds. */
const epochsToMemorize: Spec = {
  title: 'How long it takes to memorize a string',
  of: memorizeRuns,
  columns: 3,
  gap: { x: 0.08 },
  sharedY: true,
  layout: { height: 400, legend: legendBelow(-0.2) },
  panels(runs) {
    const uniform = alphabetRuns(runs);
    const sizes = uniform.map(lettersOf);
    const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
    const epochs = (
      shown: StringRun[],
      x: (run: StringRun) => number,
      name: string,
      index: number,
      more = {},
    ) => {
      const at = pointsOf(shown, x, epochsOf, geometricInterval);
      const hover = '%{x:.3g}: %{y:.0f} epochs';
      return points(at, { name, color: palette[index], index }, { lines: true, hover, more });
    };
    const all = 'all letters equally likely';
    return [
      {
        title: 'Size of the alphabet',
        x: tickAtEach(log('letters in the alphabet')),
        y: log('epochs to memorize'),
        marks: [epochs(uniform, lettersOf, all, 0)],
      },
      {
        title: 'Entropy of a letter',
        x: linear('entropy (bits)'),
        y: log(''),
        marks: [
          epochs(uniform, letterEntropy, all, 0, { error_y: undefined }), // beside it already
          epochs(entropyRuns(runs), letterEntropy, `${letters(most)}, skewed`, 1),
        ],
      },
      {
        title: 'Length of the string',
        x: tickAtEach(log('letters in the string')),
        y: log(''),
        marks: [
          epochs(lengthRuns(runs), lengthOf, letters(most), 2),
          epochs(lengthRuns(runs, fewest), lengthOf, letters(fewest), 3),
        ],
      },
    ];
  },
};

/** How exposures are called on an axis: 1, 2, ... and a string that comes back '1 again'. */
const exposureNames = ({ measurements: { exposures } }: StringRun): string[] =>
  exposures.map((exposure, i) =>
    isNew(exposure, i, exposures) ? `${exposure.string + 1}` : `${exposure.string + 1} again`,
  );

/** One line an alphabet; the first string again stands apart from it. */
const sequenceEpochs: Spec = {
  title: 'Epochs for one string after the other',
  of: sequenceRuns,
  panels(runs) {
    const names = exposureNames(runs[0]);
    const alphabets = series(runs, lettersOf, { name: letters });
    const lines = alphabets.map(({ rows, ...look }, i) => {
      // a little to the left or right, so that intervals do not cover each other
      const apart = 0.12 * (i - (alphabets.length - 1) / 2);
      const at = names.map((_, exposure): Point => {
        const epochs = rows.map(({ measurements }) =>
          epochsShown(measurements.exposures[exposure]),
        );
        return { x: exposure + 1 + apart, ...geometricInterval(epochs) };
      });
      const again = names.map((name) => name.endsWith('again'));
      const hover = '%{y:.0f} epochs';
      return together([
        points(
          at.filter((_, exposure) => !again[exposure]),
          look,
          { lines: true, hover },
        ),
        points(
          at.filter((_, exposure) => again[exposure]),
          look,
          {
            hover,
            more: { showlegend: false },
          },
        ),
      ]);
    });
    const x = linear('string, in the order shown', {
      range: [0.5, names.length + 0.5],
      tickmode: 'array',
      tickvals: names.map((_, i) => i + 1),
      ticktext: names,
    });
    return [{ x, y: log('epochs to memorize'), marks: lines }];
  },
};

/** Of one alphabet: accuracy of every string at every moment, mean over seeds [string][moment]. */
function accuracies(runs: readonly StringRun[]) {
  const all = runs.flatMap(({ measurements }) => measurements.sequence ?? []);
  const [{ momentsPerExposure: moments, accuracy }] = all;
  const over = accuracy.map((of, string) =>
    of.map((_, i) => meanInterval(all.map((one) => one.accuracy[string][i])).mean),
  );
  return { moments, accuracy: over, names: exposureNames(runs[0]) };
}

/** A panel an alphabet over the exposures, each as wide as any other, parted by lines. */
function exposurePanels(
  runs: readonly StringRun[],
  border: string,
  panel: (
    of: ReturnType<typeof accuracies>,
    i: number,
    letters: number,
  ) => Pick<PanelSpec, 'y' | 'marks'>,
): PanelSpec[] {
  const alphabets = byAlphabet(runs);
  return alphabets.map(([count, same], i): PanelSpec => {
    const of = accuracies(same);
    const axis: Axis = {
      type: 'linear',
      range: [0, of.names.length],
      tickmode: 'array',
      tickvals: of.names.map((_, exposure) => exposure + 0.5),
      ticktext: of.names,
      ticks: '',
      showgrid: false,
    };
    const borders = of.names.slice(1).map((_, exposure) => exposure + 1);
    return {
      title: letters(count),
      x: fixed(i === alphabets.length - 1 ? 'string being shown' : '', axis),
      shapes: borders.map((x) => across(x, { color: border, width: 1 })),
      ...panel(of, i, count),
    };
  });
}

/** A vertical line through a panel. */
const across = (x: number, line: Line) =>
  ({ type: 'line', x0: x, x1: x, y0: 0, y1: 1, yref: 'domain', line }) as const;

const blues: [number, string][] = [
  [0, '#ffffff'],
  [0.25, '#cfe1f2'],
  [0.5, '#7fb3d9'],
  [0.75, '#2f79b5'],
  [1, '#08306b'],
];

/** A row a string, time to the right. */
const sequenceHeatmap: Spec = {
  title: 'What is known of every string',
  of: sequenceRuns,
  gap: { y: 0.14 },
  layout: (runs) => ({ height: 240 + 210 * (byAlphabet(runs).length - 1), showlegend: false }),
  panels: (runs) =>
    exposurePanels(runs, gray, ({ moments, accuracy }, i) => {
      // The first moment of an exposure is the last of the one before it: it has no cell. Cells are
      // centered on their x, so that the edges of an exposure are whole numbers.
      const cells = accuracy[0].map((_, at) => at).filter((at) => at % moments > 0);
      const map = heatMap({
        x: cells.map((at) => Math.floor(at / moments) + ((at % moments) - 0.5) / (moments - 1)),
        y: accuracy.map((_, string) => String(string + 1)),
        z: accuracy.map((of) => cells.map((at) => of[at])),
        colors: { scale: blues, range: [0, 1] },
        hover: 'string %{y}: accuracy %{z:.2f}<extra></extra>',
        more: {
          showscale: i === 0,
          colorbar: { title: { text: 'accuracy', side: 'top' }, len: 0.6, thickness: 14 },
        },
      });
      const rows: Axis = { type: 'category', autorange: 'reversed', ticks: '', showgrid: false };
      return { y: fixed('string', rows), marks: [map] };
    }),
};

/** The same as lines, of the smallest and the largest alphabet: all would be a heavy picture. */
const sequenceAccuracy: Spec = {
  title: 'Accuracy of every string through the sequence',
  of: (runs) => runsAtEnds(sequenceRuns(runs), lettersOf),
  gap: { y: 0.14 },
  layout: (runs) => ({ height: 300 + 230 * (byAlphabet(runs).length - 1) }),
  panels: (runs) =>
    exposurePanels(runs, '#bbbbbb', ({ moments, accuracy, names }, _, count) => {
      const colors = orderedColors(accuracy.length);
      const time = (at: number) => Math.floor(at / moments) + (at % moments) / (moments - 1);
      const lines = accuracy.map((of, string) =>
        course(
          of.map((value, at) => pointAt(time(at), value)),
          { name: `string ${string + 1}`, color: colors[string] },
          { hover: '%{y:.2f}' },
        ),
      );
      const chance = course(
        [0, names.length].map((x) => pointAt(x, 1 / count)),
        { name: 'chance', color: ink },
        { line: { dash: 'dot', width: 1.2 }, more: { hoverinfo: 'skip' } },
      );
      return { y: linear('accuracy', { range: [0, 1.03] }), marks: [...lines, chance] };
    }),
};

const pointAt = (x: number, y: number): Point => ({ x, mean: y, low: NaN, high: NaN });

const kinds: Record<ContextKind, string> = {
  redrawn: 'same distribution',
  skewed: 'same letters, skewed',
  'other letters': 'other letters',
  constant: 'one letter repeated',
};

/** Prefix lengths from 0 on an axis that gives each doubling the same room. */
const place = (prefix: number): number => Math.log2(prefix + 1);

function prefixAxis(longest: number): Axis {
  const ticks = [0, 1, 2, 3, 4, 6, 8, 16, 32, 64, 128, 256, 512].filter((tick) => tick <= longest);
  return {
    type: 'linear',
    range: [-0.2, place(longest) + 0.2],
    tickmode: 'array',
    tickvals: ticks.map(place),
    ticktext: ticks.map(String),
  };
}

/** Mean and interval over seeds of shares, which are within 0..1, for each kind of context. */
const kindLines = (contexts: ContextMeasurements[]): Drawing[] =>
  Object.entries(kinds)
    .filter(([kind]) => kind in contexts[0].accuracy)
    .map(([kind, name], index) => {
      const at = contexts[0].prefixLengths.map((prefix, i): Point => {
        const shares = contexts.map(({ accuracy }) => accuracy[kind as ContextKind][i]);
        const { mean, low, high } = meanInterval(shares);
        return { x: place(prefix), mean, low: Math.max(0, low), high: Math.min(1, high) };
      });
      const look = { name, color: palette[index], index };
      return points(at, look, { lines: true, hover: `${name}: %{y:.2f}` });
    });

/** One panel a way of training; the vertical line is 2 log_l n. Local prefix and global context. */
const context: Spec = {
  title: 'How much of the context is needed',
  of: recitedRuns,
  columns: 3,
  gap: { x: 0.07 },
  layout: { height: 430, legend: legendBelow(-0.19) },
  panels(runs) {
    const several = byAlphabet(runs).length > 1;
    const groups = [true, false].flatMap((pretrained) =>
      byAlphabet(contextRuns(runs, pretrained))
        .reverse()
        .map(([count, same]) => ({ pretrained, count, same })),
    );
    return groups.map(({ pretrained, count, same }, i) => {
      const contexts = same.flatMap(({ measurements }) => measurements.context ?? []);
      const training = pretrained ? 'Pretrained on local text' : 'From scratch';
      const mark = place(identifyingPrefix(same[0].config));
      return {
        title: several ? `${training}, ${letters(count)}` : training,
        x: fixed('genuine letters before', prefixAxis(Math.max(...contexts[0].prefixLengths))),
        y: linear(i === 0 ? 'accuracy' : '', { range: [0, 1.05] }),
        marks: [...kindLines(contexts), legend('2 log<sub>l</sub> n letters', { color: gray })],
        shapes: [across(mark, { color: gray, dash: 'dash', width: 1.6 })],
      };
    });
  },
};

export const figures: Record<string, Spec> = {
  phases,
  'epochs-to-memorize': epochsToMemorize,
  'sequence-epochs': sequenceEpochs,
  'sequence-heatmap': sequenceHeatmap,
  'sequence-accuracy': sequenceAccuracy,
  context,
};
