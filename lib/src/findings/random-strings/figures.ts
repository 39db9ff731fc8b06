import { byKey } from '../../base';
import { type PaperTables, runsAtEnds } from '../../experiment';
import { epochsShown, exposureNames, isNew, meanSequence } from '../../recipes/strings/sequences';
import { geometricInterval, shareInterval } from '../../stats';
import * as plot from '../../plot';
import { context, lags } from './context-figures';
import * as values from './values';

type Run = values.StringRun;
type Runs = readonly Run[];
type Spec = plot.FigureSpec<Run, PaperTables>;

const { epochsOf, letterEntropy, lengthOf, lengthRuns, lettersOf } = values;
const { gray, legend, linear, log, verticalLine } = plot;

const letters = (count: number): string => `${count} letters`;
const byAlphabet = (runs: Runs) => [...byKey(runs, lettersOf)].sort(([a], [b]) => a - b);
const share = (title: string) => linear(title, { range: [0, 1.03] });

/** Fresh strings are dashed, the entropy of a letter is dotted. Section on dynamics. */
const phases: Spec = {
  title: 'Two phases: guessing and memorizing',
  of: values.phaseRuns,
  columns: 2,
  gap: { x: 0.16, y: 0.16 },
  layout: { height: 600 },
  panels(runs) {
    const colors = plot.orderedColors(runs.length).reverse();
    const lines = (name: string, look = {}) =>
      runs.map((run, i) => {
        const at = plot.fromZero(plot.withoutPeaks(plot.curvePoints([run], name)));
        const own = { name: letters(lettersOf(run)), color: colors[i] };
        return plot.spanned(plot.course(at, own, { hover: 'epoch %{x}<br>%{y:.3g}', ...look }));
      });
    const fresh = { line: { dash: 'dash', width: 1.5 }, more: { showlegend: false } };
    const dotted = { dash: 'dot', width: 1 } as const;
    const entropies = runs.map((run, i) =>
      plot.rule(letterEntropy(run), '', { color: colors[i], ...dotted }),
    );
    const keys = [
      legend('fresh strings', { color: gray }),
      legend('entropy of a letter', { color: gray, ...dotted, width: 1.2 }),
    ];
    const accuracy = [...lines('accuracy'), ...lines('freshAccuracy', fresh), ...keys];
    const loss = [...entropies, ...lines('loss'), ...lines('freshLoss', fresh)];
    const [x, epoch] = ['', 'epoch'].map(plot.logFromZero);
    const mass = 'Probability of the alphabet';
    return [
      { title: 'Recollection accuracy', x, y: share('accuracy'), marks: accuracy },
      { title: mass, x, y: share('probability'), marks: lines('mass') },
      { title: 'KL to the alphabet', x: epoch, y: linear('KL (bits)'), marks: lines('divergence') },
      { title: 'Loss', x: epoch, y: linear('bits a letter'), marks: loss },
    ];
  },
};

/** Geometric means and 95 % intervals over seeds. */
const epochsToMemorize: Spec = {
  title: 'How long it takes to memorize a string',
  of: values.memorizeRuns,
  columns: 3,
  gap: { x: 0.08 },
  sharedY: true,
  layout: { height: 400, legend: plot.legendBelow(-0.2) },
  panels(runs) {
    const hover = '%{x:.3g}: %{y:.0f} epochs';
    const epochs = (index: number, name: string, rows: Run[], x: values.OfRun, more = {}) =>
      plot.numbers(rows, x, [{ name, of: epochsOf, color: plot.palette[index], index }], {
        average: geometricInterval,
        hover,
        more,
      });
    const uniform = values.alphabetRuns(runs);
    const sizes = uniform.map(lettersOf);
    const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
    const all = 'all letters equally likely';
    const once = { error_y: undefined }; // the intervals are in the panel beside it already
    const size = epochs(0, all, uniform, lettersOf);
    const entropy = [
      ...epochs(0, all, uniform, letterEntropy, once),
      ...epochs(1, `${letters(most)}, skewed`, values.entropyRuns(runs), letterEntropy),
    ];
    const length = [most, fewest].flatMap((count, i) =>
      epochs(2 + i, letters(count), lengthRuns(runs, count), lengthOf),
    );
    const [first, y] = [log('epochs to memorize'), log('')];
    const [x, last] = ['alphabet', 'string'].map((of) =>
      plot.tickAtEach(log(`letters in the ${of}`)),
    );
    return [
      { title: 'Size of the alphabet', x, y: first, marks: size },
      { title: 'Entropy of a letter', x: linear('entropy (bits)'), y, marks: entropy },
      { title: 'Length of the string', x: last, y, marks: length },
    ];
  },
};

/** One line an alphabet; the first string again stands apart from it. */
const sequenceEpochs: Spec = {
  title: 'Epochs for one string after the other',
  of: values.sequenceRuns,
  panels(runs) {
    const names = exposureNames(runs[0]);
    const alphabets = plot.series(runs, lettersOf, { name: letters });
    const marks = alphabets.flatMap((group, i) => {
      const shown = group.rows.flatMap(({ measurements: { exposures } }) =>
        exposures.map((one, at) => ({ at, again: !isNew(one, at, exposures), ...one })),
      );
      const apart = 0.12 * (i - (alphabets.length - 1) / 2); // else intervals cover each other
      const epochs = (again: boolean, look: object) => {
        const rows = shown.filter((one) => one.again === again);
        return plot.means([{ ...group, rows }], (one) => one.at + 1 + apart, epochsShown, {
          average: geometricInterval,
          ...{ seeds: true, lines: false, hover: '%{y:.0f} epochs' },
          ...look,
        });
      };
      return [epochs(false, { lines: true }), epochs(true, { more: { showlegend: false } })];
    });
    const x = linear('string, in the order shown', {
      range: [0.5, names.length + 0.5],
      tickmode: 'array',
      tickvals: names.map((_, i) => i + 1),
      ticktext: names,
    });
    return { x, y: log('epochs to memorize'), marks };
  },
};

/** A panel an alphabet over the exposures, each as wide as any other, parted by lines. */
const exposurePanels = (
  runs: Runs,
  color: string, // of what parts them
  draw: (
    sequence: ReturnType<typeof meanSequence>,
    letters: number,
    i: number,
  ) => Pick<plot.PanelSpec, 'y' | 'marks'>,
): plot.PanelSpec[] =>
  byAlphabet(runs).map(([count, same], i, { length }) => {
    const sequence = meanSequence(same);
    return {
      title: letters(count),
      x: plot.stretches(i === length - 1 ? 'string being shown' : '', sequence.names),
      ...draw(sequence, count, i),
      shapes: sequence.names.slice(1).map((_, at) => verticalLine(at + 1, { color, width: 1 })),
    };
  });

/** A row a string, time to the right. Means over seeds. */
const sequenceHeatmap: Spec = {
  title: 'What is known of every string',
  of: values.sequenceRuns,
  gap: { y: 0.14 },
  layout: (runs) => ({ height: 30 + 210 * byAlphabet(runs).length, showlegend: false }),
  panels: (runs) =>
    exposurePanels(runs, gray, ({ accuracy, moments, time }, _, i) => {
      // The first moment of an exposure is the last of the one before it: it has no cell. Cells are
      // centered on their x, so that the edges of an exposure are whole numbers.
      const cells = accuracy[0].map((_, at) => at).filter((at) => at % moments > 0);
      const bar = { title: { text: 'accuracy', side: 'right' as const }, len: 0.6, thickness: 14 };
      const map = plot.heatMap({
        x: cells.map((at) => time(at - 0.5)),
        y: accuracy.map((_, string) => String(string + 1)),
        z: accuracy.map((of) => cells.map((at) => of[at])),
        colors: { scale: plot.blues, range: [0, 1] },
        hover: 'string %{y}: accuracy %{z:.2f}<extra></extra>',
        more: { showscale: i === 0, colorbar: bar },
      });
      return { y: plot.namesDown('string'), marks: [map] };
    }),
};

/** The same as lines, of the smallest and the largest alphabet: all would be a heavy picture. */
const sequenceAccuracy: Spec = {
  title: 'Accuracy of every string through the sequence',
  of: (runs) => runsAtEnds(values.sequenceRuns(runs), lettersOf),
  gap: { y: 0.14 },
  layout: (runs) => ({ height: 70 + 230 * byAlphabet(runs).length }),
  panels: (runs) =>
    exposurePanels(runs, '#bbbbbb', ({ accuracy, time }, letters) => {
      const colors = plot.orderedColors(accuracy.length);
      const lines = accuracy.map((of, string) => {
        const at = of.map((mean, i) => ({ x: time(i), mean, low: NaN, high: NaN }));
        const look = { name: `string ${string + 1}`, color: colors[string] };
        return plot.course(at, look, { hover: '%{y:.2f}' });
      });
      const dotted = { color: plot.ink, dash: 'dot', width: 1.2 } as const;
      return { y: share('accuracy'), marks: [...lines, plot.rule(1 / letters, 'chance', dotted)] };
    }),
};

/** Rotary positions beside learned ones: with these a model has a list of places. */
const positions: Spec = {
  title: 'How places are told to the model: rotary or learned positions',
  of: values.positionRuns,
  optional: true,
  columns: 3,
  gap: { x: 0.1 },
  layout: { height: 400, legend: plot.legendBelow(-0.2) },
  panels(runs) {
    const kinds = plot.series(runs, ({ config }) => config.positions, {
      name: (kind) => `${kind} positions`,
      keys: ['rotary', 'learned'],
    });
    const panel = (
      title: string,
      y: plot.PanelSpec['y'],
      value: (run: Run) => number | null,
      average?: typeof geometricInterval,
    ): plot.PanelSpec => {
      const known = kinds.map((kind) => ({
        ...kind,
        rows: kind.rows.filter((run) => value(run) !== null),
      }));
      const look = { average, seeds: true, hover: '%{x} letters: %{y:.3g}' };
      const drawn = plot.means(known, lettersOf, (run) => value(run)!, look);
      return { title, x: plot.tickAtEach(log('letters')), y, marks: [drawn] };
    };
    return [
      panel('Epochs to memorize', log('epochs'), epochsOf, geometricInterval),
      panel(
        'Accuracy while guessing',
        share('above chance'),
        values.guessedAboveChance,
        shareInterval,
      ),
      panel(
        'Early letters first',
        linear('rank correlation', { range: [-0.55, 0.55] }),
        values.placeOrder,
      ),
    ];
  },
};

export const figures: Record<string, Spec> = {
  phases,
  'epochs-to-memorize': epochsToMemorize,
  'sequence-epochs': sequenceEpochs,
  'sequence-heatmap': sequenceHeatmap,
  'sequence-accuracy': sequenceAccuracy,
  context,
  positions,
  lags,
};
