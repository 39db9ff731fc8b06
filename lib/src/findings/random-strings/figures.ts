import { byKey } from '../../base';
import { type ContextKind, contextKinds } from '../../datasets';
import type { PaperTables } from '../../experiment';
import { geometricInterval, meanInterval, shareInterval } from '../../stats';
import { identifyingPrefix } from '../../recipes/strings/contexts';
import { epochsShown, isNew } from '../../recipes/strings/sequences';
import {
  type AxisSpec,
  blues,
  course,
  curvePoints,
  doublings,
  doublingsOf,
  type Drawing,
  type FigureSpec,
  gray,
  heatMap,
  ink,
  legend,
  legendBelow,
  linear,
  log,
  LOG_ZERO,
  logFromZero,
  type Mark,
  namesDown,
  orderedColors,
  palette,
  type PanelSpec,
  points,
  pointsOf,
  raw,
  rule,
  series,
  stretches,
  tickAtEach,
  together,
  verticalLine,
  withoutPeaks,
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
type Runs = readonly StringRun[];

const letters = (count: number): string => `${count} letters`;
const byAlphabet = (runs: Runs) => [...byKey(runs, lettersOf)].sort(([a], [b]) => a - b);
const panel = (title: string, x: AxisSpec, y: AxisSpec, marks: Mark[]) => ({ title, x, y, marks });

/** Of each alphabet the run in the middle by its epochs: a mean would end where the first one does. */
export const phaseRuns = (runs: Runs): StringRun[] =>
  byAlphabet(alphabetRuns(runs)).map(([, same]) => {
    const sorted = [...same].sort((a, b) => epochsOf(a) - epochsOf(b));
    return sorted[Math.floor((sorted.length - 1) / 2)];
  });

/** Fresh strings are dashed, the entropy of a letter is dotted. Section on dynamics. */
const phases: Spec = {
  title: 'Two phases: guessing and memorizing',
  of: phaseRuns,
  columns: 2,
  gap: { x: 0.16, y: 0.16 },
  layout: { height: 600 },
  panels(runs) {
    const colors = orderedColors(runs.length).reverse();
    const line = (run: StringRun, color: string, name: string, dash?: 'dash'): Drawing => {
      const at = withoutPeaks(curvePoints([run], name)).map((point) => ({
        ...point,
        x: point.x || LOG_ZERO,
      }));
      const look = { name: letters(lettersOf(run)), color };
      const { traces, x, y } = course(at, look, {
        hover: 'epoch %{x}<br>%{y:.3g}',
        ...(dash && { line: { dash, width: 1.5 }, more: { showlegend: false } }),
      });
      // a step that overshoots, which happens, leaves the frame rather than flattening all curves
      return raw(traces, x, [y[0], y[y.length - 1]]);
    };
    const lines = (name: string, dash?: 'dash') =>
      together(runs.map((run, i) => line(run, colors[i], name, dash)));
    const entropies = runs.map((run, i) =>
      rule(letterEntropy(run), '', { color: colors[i], dash: 'dot', width: 1 }),
    );
    const [above, below] = ['', 'epoch'].map(logFromZero);
    const share = (title: string) => linear(title, { range: [0, 1.03] });
    return [
      panel('Recollection accuracy', above, share('accuracy'), [
        lines('accuracy'),
        lines('freshAccuracy', 'dash'),
        legend('fresh strings', { color: gray }),
        legend('entropy of a letter', { color: gray, dash: 'dot', width: 1.2 }),
      ]),
      panel('Probability of the alphabet', above, share('probability'), [lines('mass')]),
      panel('KL to the alphabet', below, linear('KL (bits)'), [lines('divergence')]),
      panel('Loss', below, linear('bits a letter'), [
        ...entropies,
        lines('loss'),
        lines('freshLoss', 'dash'),
      ]),
    ];
  },
};

/** Geometric means and 95 % intervals over seeds. */
const epochsToMemorize: Spec = {
  title: 'How long it takes to memorize a string',
  of: memorizeRuns,
  columns: 3,
  gap: { x: 0.08 },
  sharedY: true,
  layout: { height: 400, legend: legendBelow(-0.2) },
  panels(runs) {
    type OfRun = (run: StringRun) => number;
    const epochs = (shown: Runs, x: OfRun, name: string, index: number, more = {}): Drawing => {
      const at = pointsOf(shown, x, epochsOf, geometricInterval);
      const hover = '%{x:.3g}: %{y:.0f} epochs';
      return points(at, { name, color: palette[index], index }, { lines: true, hover, more });
    };
    const uniform = alphabetRuns(runs);
    const sizes = uniform.map(lettersOf);
    const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
    const all = 'all letters equally likely';
    const once = { error_y: undefined }; // the intervals are in the panel beside it already
    return [
      panel(
        'Size of the alphabet',
        tickAtEach(log('letters in the alphabet')),
        log('epochs to memorize'),
        [epochs(uniform, lettersOf, all, 0)],
      ),
      panel('Entropy of a letter', linear('entropy (bits)'), log(''), [
        epochs(uniform, letterEntropy, all, 0, once),
        epochs(entropyRuns(runs), letterEntropy, `${letters(most)}, skewed`, 1),
      ]),
      panel('Length of the string', tickAtEach(log('letters in the string')), log(''), [
        epochs(lengthRuns(runs), lengthOf, letters(most), 2),
        epochs(lengthRuns(runs, fewest), lengthOf, letters(fewest), 3),
      ]),
    ];
  },
};

/** How exposures are called on an axis: 1, 2, ... and a string that comes back '1 again'. */
const exposureNames = ({ measurements: { exposures } }: StringRun): string[] =>
  exposures.map(
    ({ string }, i) => `${string + 1}${isNew(exposures[i], i, exposures) ? '' : ' again'}`,
  );

/** One line an alphabet; the first string again stands apart from it. */
const sequenceEpochs: Spec = {
  title: 'Epochs for one string after the other',
  of: sequenceRuns,
  panels(runs) {
    const names = exposureNames(runs[0]);
    const alphabets = series(runs, lettersOf, { name: letters });
    const marks = alphabets.map((group, i) => {
      const shown = group.rows.flatMap(({ measurements: { exposures } }) =>
        exposures.map((one, at) => ({ at, again: !isNew(one, at, exposures), ...one })),
      );
      const apart = 0.12 * (i - (alphabets.length - 1) / 2); // else intervals cover each other
      const epochs = (
        again: boolean,
        look: { lines?: boolean; more?: { showlegend: boolean } },
      ) => {
        const rows = shown.filter((one) => one.again === again);
        const at = pointsOf(rows, (one) => one.at + 1 + apart, epochsShown, geometricInterval);
        return points(at, group, { hover: '%{y:.0f} epochs', ...look });
      };
      return together([
        epochs(false, { lines: true }),
        epochs(true, { more: { showlegend: false } }),
      ]);
    });
    const x = linear('string, in the order shown', {
      range: [0.5, names.length + 0.5],
      tickmode: 'array',
      tickvals: names.map((_, i) => i + 1),
      ticktext: names,
    });
    return [{ x, y: log('epochs to memorize'), marks }];
  },
};

/** A sequence over one alphabet. */
interface Sequence {
  letters: number;
  moments: number; // of an exposure
  accuracy: number[][]; // [string][moment], mean over seeds
  names: string[];
}

function sequenceOf(count: number, runs: Runs): Sequence {
  const all = runs.flatMap(({ measurements }) => measurements.sequence ?? []);
  const [{ momentsPerExposure: moments, accuracy: first }] = all;
  const accuracy = first.map((of, string) =>
    of.map((_, i) => meanInterval(all.map((one) => one.accuracy[string][i])).mean),
  );
  return { letters: count, moments, accuracy, names: exposureNames(runs[0]) };
}

/** A panel an alphabet over the exposures, each as wide as any other, parted by lines. */
const exposurePanels = (
  runs: Runs,
  color: string, // of what parts them
  draw: (sequence: Sequence, first: boolean) => { y: AxisSpec; marks: Mark[] },
): PanelSpec[] =>
  byAlphabet(runs).map(([count, same], i, all) => {
    const sequence = sequenceOf(count, same);
    const borders = sequence.names.map((_, exposure) => exposure).slice(1);
    return {
      title: letters(count),
      x: stretches(i === all.length - 1 ? 'string being shown' : '', sequence.names),
      ...draw(sequence, i === 0),
      shapes: borders.map((x) => verticalLine(x, { color, width: 1 })),
    };
  });

/** A row a string, time to the right. Means over seeds. */
const sequenceHeatmap: Spec = {
  title: 'What is known of every string',
  of: sequenceRuns,
  gap: { y: 0.14 },
  layout: (runs) => ({ height: 30 + 210 * byAlphabet(runs).length, showlegend: false }),
  panels: (runs) =>
    exposurePanels(runs, gray, ({ moments, accuracy }, first) => {
      // The first moment of an exposure is the last of the one before it: it has no cell. Cells are
      // centered on their x, so that the edges of an exposure are whole numbers.
      const cells = accuracy[0].map((_, at) => at).filter((at) => at % moments > 0);
      const bar = { title: { text: 'accuracy', side: 'right' as const }, len: 0.6, thickness: 14 };
      const map = heatMap({
        x: cells.map((at) => Math.floor(at / moments) + ((at % moments) - 0.5) / (moments - 1)),
        y: accuracy.map((_, string) => String(string + 1)),
        z: accuracy.map((of) => cells.map((at) => of[at])),
        colors: { scale: blues, range: [0, 1] },
        hover: 'string %{y}: accuracy %{z:.2f}<extra></extra>',
        more: { showscale: first, colorbar: bar },
      });
      return { y: namesDown('string'), marks: [map] };
    }),
};

/** The same as lines, of the smallest and the largest alphabet: all would be a heavy picture. */
const sequenceAccuracy: Spec = {
  title: 'Accuracy of every string through the sequence',
  of: (runs) => runsAtEnds(sequenceRuns(runs), lettersOf),
  gap: { y: 0.14 },
  layout: (runs) => ({ height: 70 + 230 * byAlphabet(runs).length }),
  panels: (runs) =>
    exposurePanels(runs, '#bbbbbb', ({ moments, accuracy, letters }) => {
      const colors = orderedColors(accuracy.length);
      const time = (at: number) => Math.floor(at / moments) + (at % moments) / (moments - 1);
      const lines = accuracy.map((of, string) => {
        const at = of.map((mean, i) => ({ x: time(i), mean, low: NaN, high: NaN }));
        const look = { name: `string ${string + 1}`, color: colors[string] };
        return course(at, look, { hover: '%{y:.2f}' });
      });
      const chance = rule(1 / letters, 'chance', { color: ink, dash: 'dot', width: 1.2 });
      return { y: linear('accuracy', { range: [0, 1.03] }), marks: [...lines, chance] };
    }),
};

const kindNames: Record<ContextKind, string> = {
  redrawn: 'same distribution',
  skewed: 'same letters, skewed',
  'other letters': 'other letters',
  constant: 'one letter repeated',
};

/** One panel a way of training; the vertical line is 2 log_l n. Local prefix and global context. */
const context: Spec = {
  title: 'How much of the context is needed',
  of: recitedRuns,
  columns: Infinity,
  gap: { x: 0.07 },
  layout: { height: 430, legend: legendBelow(-0.19) },
  panels(runs) {
    const several = byAlphabet(runs).length > 1;
    const groups = [true, false].flatMap((pretrained) =>
      byAlphabet(contextRuns(runs, pretrained)).reverse(),
    );
    return groups.map(([count, same], i) => {
      const { config } = same[0];
      const training = config.pretrainSteps > 0 ? 'Pretrained on local text' : 'From scratch';
      const recalled = same.flatMap(recalls);
      const kinds = series(recalled, ({ kind }) => kind, { name: (kind) => kindNames[kind] });
      const lines = kinds.map((kind) => {
        const at = pointsOf(
          kind.rows,
          ({ prefix }) => doublingsOf(prefix),
          ({ share }) => share,
          shareInterval,
        );
        return points(at, kind, { lines: true, hover: `${kind.name}: %{y:.2f}` });
      });
      const identifying = doublingsOf(identifyingPrefix(config));
      return {
        title: several ? `${training}, ${letters(count)}` : training,
        x: doublings('genuine letters before', Math.max(...recalled.map(({ prefix }) => prefix))),
        y: linear(i === 0 ? 'accuracy' : '', { range: [0, 1.05] }),
        marks: [...lines, legend('2 log<sub>l</sub> n letters', { color: gray })],
        shapes: [verticalLine(identifying, { color: gray, dash: 'dash', width: 1.6 })],
      };
    });
  },
};

/** What a run recalled, by the kind of context and the length of the genuine prefix. */
const recalls = ({ measurements: { context } }: StringRun) =>
  contextKinds.flatMap((kind) =>
    (context?.accuracy[kind] ?? []).map((share, i) => {
      const prefix = context?.prefixLengths[i] ?? NaN;
      return { kind, prefix, share };
    }),
  );

export const figures: Record<string, Spec> = {
  phases,
  'epochs-to-memorize': epochsToMemorize,
  'sequence-epochs': sequenceEpochs,
  'sequence-heatmap': sequenceHeatmap,
  'sequence-accuracy': sequenceAccuracy,
  context,
};
