import { both, type PaperTables, type Select } from '../../experiment';
import { mean } from '../../stats';
import * as plot from '../../plot';
import { type ComparedMode, comparedModes, modeLabel } from './config';
import { atBestRate, atSmallestRate, dataRuns, inAllFormats, lengthRuns } from './values';
import { type ModeOutcome, modeOutcomes, oneModel, type PrecisionRun } from './values';

type Spec = plot.FigureSpec<PrecisionRun, PaperTables>;

const { gray, ink, palette, symbols } = plot;

/** One hue a family, lighter and broken where weights are rounded at random. */
const looks: Record<ComparedMode, Partial<plot.Look>> = {
  float32: { color: ink, dash: 'solid', symbol: 'circle' },
  'rounded-once': { color: palette[3], dash: 'solid', symbol: 'star' },
  'bf16-products': { color: palette[2], dash: 'solid', symbol: 'triangle-up' },
  'bf16-storage-stochastic': { color: palette[5], dash: 'dash', symbol: 'bowtie' },
  'bf16-storage': { color: palette[1], dash: 'solid', symbol: 'square' },
  'bf16-stochastic': { color: palette[4], dash: 'dot', symbol: 'hourglass' },
  'fixed-gains': { color: gray, dash: 'longdash', symbol: 'cross' },
  bf16: { color: palette[0], dash: 'solid', symbol: 'triangle-down' },
};

/** Rows by their number format; no control. */
const byMode = <R>(rows: readonly R[], mode: (row: R) => ComparedMode) =>
  plot.series(rows, mode, { keys: comparedModes, name: modeLabel, look: (key) => looks[key] });

const modeOf = ({ mode }: ModeOutcome): ComparedMode => mode;
const storedBy = ({ bitsPerParameter }: ModeOutcome): number => bitsPerParameter;
const sizeName = (params: number): string => `${plot.shortNumber(params)} parameters`;
const bySize = (outcomes: readonly ModeOutcome[]) =>
  plot.series(outcomes, ({ params }) => params, { name: sizeName });

/** What is shown, of which model. */
const ofModel = (title: string) => (runs: readonly PrecisionRun[]) =>
  `${title}, ${sizeName(runs[0].measurements.params)}`;
/** The same where it has one learning rate. */
const atRate = (title: string) => (runs: readonly PrecisionRun[]) =>
  ofModel(`${title} at learning rate ${runs[0].config.learningRate}`)(runs);

/** The label of a mode in short lines, to stand below an axis. */
const wrappedLabel = (mode: ComparedMode): string =>
  modeLabel(mode)
    .replaceAll(' ', '<br>')
    .replace('at<br>the<br>', 'at the<br>')
    .replace('all<br>', 'all ');

const perParameter = plot.zoomed('memorized (bits/parameter)');
const hover = '%{y:.3f} bits/parameter';

/** At the best learning rate; one marker a size, and the means of Table 1. */
const capacityByMode: Spec = {
  title: 'Capacity by number format',
  of: both(atBestRate, inAllFormats),
  panels(runs, { morrisTable1 }) {
    const outcomes = modeOutcomes(runs).filter(({ mode }) => mode !== 'fixed-gains');
    const modes = byMode(outcomes, modeOf).map(({ key }) => key);
    const level = (column: 'fp32_bpp' | 'bf16_bpp', format: string, line: plot.Line) => {
      const bits = mean(morrisTable1.map((row) => row[column]));
      const name = `paper, ${format} (${bits.toFixed(2)})`;
      return plot.rule(bits, name, line, [-0.5, modes.length - 0.5]);
    };
    const ours = bySize(outcomes).map((size, i, { length }) => {
      const shift = 0.24 * (i - (length - 1) / 2) * Math.min(1, 3 / length);
      const place = ({ mode }: ModeOutcome) => modes.indexOf(mode) + shift;
      return plot.means([size], place, storedBy, { seeds: true, lines: false, hover });
    });
    const upright = { type: 'linear', tickfont: { size: 11 }, tickangle: 0 } as const;
    return {
      x: plot.named('', modes.map(wrappedLabel), upright),
      y: perParameter,
      marks: [
        level('fp32_bpp', 'float32', { color: ink }),
        level('bf16_bpp', 'bfloat16', { dash: 'dot' }),
        ...ours,
      ],
    };
  },
};

/** Line segments from x = 0 to x = 1, with a gap after each. */
function segments(pairs: readonly number[][], name: string, line: plot.Line, marker: plot.Marker) {
  const x = pairs.flatMap(() => [0, 1, null]);
  const y = pairs.flatMap((pair) => [...pair, null]);
  const look = { mode: 'lines+markers' as const, line, marker, hovertemplate: hover };
  return plot.raw([{ type: 'scatter', name, x, y, ...look }], [], pairs.flat());
}

/** A line a pair: the rows of Table 1 and our seeds at the best learning rate. */
const pairs: Spec = {
  title: 'The same model in float32 and in bfloat16',
  of: atBestRate,
  panels(runs, { morrisTable1 }) {
    const paper = segments(
      morrisTable1.map((row) => [row.fp32_bpp, row.bf16_bpp]),
      'paper, a row of Table 1',
      { color: gray, width: 1.2 },
      { color: ink, symbol: 'diamond-open', size: 8, line: { color: ink, width: 1.2 } },
    );
    const bf16 = modeOutcomes(runs).filter(({ mode }) => mode === 'bf16');
    const ours = bySize(bf16).map(({ rows, name, color, index }) => {
      const found = rows.flatMap(({ float32, bitsPerParameter }) =>
        float32 === null ? [] : [[float32, bitsPerParameter]],
      );
      const marker = { color, symbol: symbols[index % symbols.length], size: 9 };
      return segments(found, `ours, ${name}`, { color, width: 2 }, marker);
    });
    const ends = { tickvals: [0, 1], ticktext: ['float32', 'all bfloat16'] };
    const x = plot.fixed('', { type: 'linear', range: [-0.35, 1.35], tickmode: 'array', ...ends });
    return { x, y: perParameter, marks: [paper, ...ours] };
  },
};

/**
 * One model, a line a mode over the learning rates, a little apart so that the intervals can be read.
 * Only the learning rates themselves are labeled: points beside them belong to them.
 */
const vsRate = (
  title: string,
  y: plot.AxisSpec,
  value: (outcome: ModeOutcome) => number | null,
  rules: plot.Mark[] = [],
): Spec => ({
  title: ofModel(title),
  of: oneModel,
  panels(runs) {
    const known = modeOutcomes(runs).filter((outcome) => value(outcome) !== null);
    const lines = byMode(known, modeOf).map((group, i, { length }) => {
      const apart = 1.035 ** (i - (length - 1) / 2);
      const rate = ({ learningRate }: ModeOutcome): number => learningRate * apart;
      const options = { seeds: true, whole: true, hover: '%{y:.3g} %' };
      return plot.means([group], rate, (outcome) => value(outcome) ?? NaN, options);
    });
    const rates = [...new Set(runs.map(({ config }) => config.learningRate))].sort((a, b) => b - a);
    const scale = plot.logScale([Math.min(...rates) / 1.15, Math.max(...rates) * 1.15]);
    const ticks = { tickvals: rates, ticktext: rates.map(String) };
    const across = plot.showing((scale.range ?? []).map((power) => 10 ** power));
    const x = plot.fixed('learning rate (peak)', { ...scale, ...ticks });
    return { x, y, marks: [...rules, ...lines, across] };
  },
});

/** The paired difference to float32, with that of Table 1's means: 3.51 against 3.83. */
const differenceVsRate = vsRate(
  'What the format costs',
  plot.zoomed('difference to float32 (%)'),
  ({ mode, difference }) => (mode === 'float32' ? null : difference),
  [
    plot.rule(0, 'float32', { color: ink, dash: 'solid', width: 1.2 }),
    plot.rule(-8.4, 'paper, all bf16 (−8.4 %)'),
    plot.showing([], [1]),
  ],
);

/** What one model stores along an axis, and what the formats cost there. */
const alongAxis = (
  title: string,
  of: Select<PrecisionRun>,
  key: 'steps' | 'datasetScale',
  label: string,
): Spec => ({
  title: atRate(title),
  of,
  optional: true,
  columns: 2,
  gap: { x: 0.14 },
  layout: { height: 400, legend: plot.legendBelow(-0.2) },
  panels(runs) {
    const x = (outcome: ModeOutcome): number => outcome[key];
    const axis = plot.tickAtEach(plot.log(label));
    const outcomes = modeOutcomes(runs).filter(({ mode }) => mode !== 'rounded-once');
    const others = outcomes.filter(({ mode }) => mode !== 'float32');
    const lost = ({ difference }: ModeOutcome): number => difference ?? NaN;
    const level = plot.means(byMode(outcomes, modeOf), x, storedBy, { seeds: true });
    const cost = plot.means(byMode(others, modeOf), x, lost, { seeds: true, whole: true });
    const even = plot.rule(0, '', { color: ink, dash: 'solid', width: 1.2 });
    const [stored, percent] = [plot.linear('bits/parameter'), plot.zoomed('difference (%)')];
    return [
      { title: 'What is stored', x: axis, y: stored, marks: [level] },
      { title: 'Against float32', x: axis, y: percent, marks: [even, cost] },
    ];
  },
});

const memorized = plot.linear('memorized (bits)');
const unchanged = plot.linear('weights unchanged by a step (%)', { range: [-3, 103], dtick: 20 });

/** The share of the weights that a step leaves unchanged, mean of the steps after warm-up. */
const unchangedWeights = vsRate(
  'Weights that a step leaves as they are',
  unchanged,
  ({ unchangedShare: share }) => (share === null ? null : 100 * share),
);

/**
 * One model, a curve a mode, mean over seeds. It has no bands: seeds differ by more than modes do,
 * but by the same in every mode, as the paired differences show.
 */
const vsStep = (
  title: string,
  curve: 'memorized' | 'unchanged',
  at: Select<PrecisionRun>,
): Spec => ({
  title: atRate(title),
  of: both(oneModel, both(at, inAllFormats)),
  optional: true,
  panels(runs) {
    const y = curve === 'unchanged' ? unchanged : memorized;
    const unit = curve === 'unchanged' ? 100 : 1; // percent
    const lines = byMode(runs, ({ config }) => config.mode).map((group) => {
      const points = plot.curvePoints(group.rows, curve, (value) => unit * value);
      return plot.course(points, group, { hover: 'step %{x:,.0f}<br>%{y:,.3~r}', band: false });
    });
    const last = Math.max(...lines.flatMap(({ x }) => x));
    const x = plot.linear('training step', { range: [0, last * 1.02] });
    return { x, y, marks: lines };
  },
});

export const figures: Record<string, Spec> = {
  'capacity-by-mode': capacityByMode,
  pairs,
  'difference-vs-learning-rate': differenceVsRate,
  'formats-vs-length': alongAxis('Longer', lengthRuns, 'steps', 'training steps'),
  'formats-vs-dataset': alongAxis(
    'More data',
    dataRuns,
    'datasetScale',
    'dataset (3.6 bits/parameter)',
  ),
  'unchanged-weights': unchangedWeights,
  'bits-vs-step': vsStep('Bits memorized', 'memorized', atBestRate),
  'bits-vs-step-small-rate': vsStep('Bits memorized', 'memorized', atSmallestRate),
  'unchanged-vs-step': vsStep('Weights left as they are', 'unchanged', atSmallestRate),
};
