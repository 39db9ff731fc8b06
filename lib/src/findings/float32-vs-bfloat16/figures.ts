import { byKey } from '../../base';
import type { PaperTables, Select } from '../../experiment';
import { both } from '../../experiment';
import { mean } from '../../measure';
import {
  type AxisSpec,
  course,
  curvePoints,
  type Drawing,
  type FigureSpec,
  fixed,
  gray,
  type Group,
  ink,
  type Line,
  linear,
  logScale,
  named,
  palette,
  points,
  pointsOf,
  raw,
  referenceLine,
  rule,
  series,
  shortNumber,
  showing,
  symbols,
  zoomed,
} from '../../plot';
import { type ComparedMode, comparedModes, modeLabel } from './modes';
import {
  atBestRate,
  atSmallestRate,
  type ModeOutcome,
  modeOutcomes,
  modeSummaries,
  oneModel,
  type PrecisionRun,
} from './values';

type Spec = FigureSpec<PrecisionRun, PaperTables>;

/** One hue a family, lighter and broken where weights are rounded at random. */
const looks: Record<ComparedMode, { color: string; dash: Line['dash']; symbol: string }> = {
  float32: { color: ink, dash: 'solid', symbol: 'circle' },
  'rounded-once': { color: palette[3], dash: 'solid', symbol: 'star' },
  'bf16-products': { color: palette[2], dash: 'solid', symbol: 'triangle-up' },
  'bf16-storage-stochastic': { color: palette[5], dash: 'dash', symbol: 'bowtie' },
  'bf16-storage': { color: palette[1], dash: 'solid', symbol: 'square' },
  'bf16-stochastic': { color: palette[4], dash: 'dot', symbol: 'hourglass' },
  'fixed-gains': { color: gray, dash: 'longdash', symbol: 'cross' },
  bf16: { color: palette[0], dash: 'solid', symbol: 'triangle-down' },
};

/** Rows by their number format. */
const byMode = <R>(rows: readonly R[], mode: (row: R) => ComparedMode): Group<R, ComparedMode>[] =>
  series(rows, mode, { keys: comparedModes, name: modeLabel, look: (key) => looks[key] });

const sizeOf = ([{ measurements }]: readonly PrecisionRun[]): string =>
  `${shortNumber(measurements.params)} parameters`;

/** The label of a mode in short lines, to stand below an axis. */
const wrappedLabel = (mode: ComparedMode): string =>
  modeLabel(mode)
    .replaceAll(' ', '<br>')
    .replace('at<br>the<br>', 'at the<br>')
    .replace('all<br>', 'all ');

const perParameter = zoomed('memorized (bits/parameter)');
const hover = '%{y:.3f} bits/parameter';

/** At the best learning rate; one marker a size, and the means of Table 1. */
const capacityByMode: Spec = {
  title: 'Capacity by number format',
  panels(runs, { morrisTable1 }) {
    const summaries = modeSummaries(atBestRate(runs));
    const modes = byMode(summaries, ({ mode }) => mode).map(({ key }) => key);
    const ends = [-0.5, modes.length - 0.5];
    const level = (column: 'fp32_bpp' | 'bf16_bpp', format: string, line: Line): Drawing => {
      const bits = mean(morrisTable1.map((row) => row[column]));
      const name = `paper, ${format} (${bits.toFixed(2)})`;
      return raw([referenceLine(ends, [bits, bits], name, line)], [], [bits]);
    };
    const models = series(summaries, ({ params }) => params, {
      name: (params) => `${shortNumber(params)} parameters`,
    });
    const ours = models.map((model, i) => {
      const shift = 0.24 * (i - (models.length - 1) / 2) * Math.min(1, 3 / models.length);
      const at = model.rows.map(({ mode, bitsPerParameter }) => ({
        x: modes.indexOf(mode) + shift,
        ...bitsPerParameter,
      }));
      return points(at, model, { hover });
    });
    const upright = { type: 'linear', tickfont: { size: 11 }, tickangle: 0 } as const;
    return [
      {
        x: named('', modes.map(wrappedLabel), upright),
        y: perParameter,
        marks: [
          level('fp32_bpp', 'float32', { color: ink }),
          level('bf16_bpp', 'bfloat16', { dash: 'dot' }),
          ...ours,
        ],
      },
    ];
  },
};

/** Line segments from x = 0 to x = 1, with a gap after each. */
function segments(pairs: readonly number[][], name: string, line: Line, marker: object): Drawing {
  const x = pairs.flatMap(() => [0, 1, null]);
  const y = pairs.flatMap(([from, to]) => [from, to, null]);
  const look = { mode: 'lines+markers' as const, line, marker, hovertemplate: hover };
  return raw([{ type: 'scatter', name, x, y, ...look }], [], pairs.flat());
}

/** A line a pair: the rows of Table 1 and our seeds at the best learning rate. */
const pairs: Spec = {
  title: 'The same model in float32 and in bfloat16',
  panels(runs, { morrisTable1 }) {
    const models = series(modeOutcomes(atBestRate(runs)), ({ params }) => params, {
      name: (params) => `ours, ${shortNumber(params)} parameters`,
    });
    const ours = models.map(({ rows, name, color, index }) => {
      const found = [...byKey(rows, ({ seed }) => seed).values()].map((ofSeed) =>
        ['float32', 'bf16'].flatMap((mode) => ofSeed.filter((outcome) => outcome.mode === mode)),
      );
      const bits = found.map((pair) => pair.map(({ bitsPerParameter }) => bitsPerParameter));
      const marker = { color, symbol: symbols[index % symbols.length], size: 9 };
      const whole = bits.filter(({ length }) => length === 2);
      return segments(whole, name, { color, width: 2 }, marker);
    });
    const rows = segments(
      morrisTable1.map((row) => [row.fp32_bpp, row.bf16_bpp]),
      'paper, a row of Table 1',
      { color: gray, width: 1.2 },
      { color: ink, symbol: 'diamond-open', size: 8, line: { color: ink, width: 1.2 } },
    );
    const ends = { tickvals: [0, 1], ticktext: ['float32', 'all bfloat16'] };
    const x = fixed('', { type: 'linear', range: [-0.35, 1.35], tickmode: 'array', ...ends });
    return [{ x, y: perParameter, marks: [rows, ...ours] }];
  },
};

/** One line a mode over the learning rates, a little apart so that the intervals can be read. */
function overRates(
  runs: readonly PrecisionRun[],
  value: (outcome: ModeOutcome) => number | null,
): Drawing[] {
  const known = modeOutcomes(runs).filter((outcome) => value(outcome) !== null);
  return byMode(known, ({ mode }) => mode).map((group, i, { length }) => {
    const apart = 1.035 ** (i - (length - 1) / 2);
    const at = pointsOf(
      group.rows,
      ({ learningRate }) => learningRate * apart,
      (outcome) => value(outcome) ?? NaN,
    );
    const drawn = points(at, group, { lines: true, hover: '%{y:.3g} %' });
    return { ...drawn, y: at.flatMap(({ mean, low, high }) => [mean, low, high]) };
  });
}

/** Only the learning rates themselves are labeled: points beside them belong to them. */
function rateAxis(runs: readonly PrecisionRun[]): { x: AxisSpec; ends: number[] } {
  const rates = [...new Set(runs.map(({ config }) => config.learningRate))].sort((a, b) => b - a);
  const scale = logScale([rates[rates.length - 1] / 1.15, rates[0] * 1.15]);
  const ticks = { tickvals: rates, ticktext: rates.map(String) };
  const ends = (scale.range ?? []).map((power) => 10 ** power);
  return { x: fixed('learning rate (peak)', { ...scale, ...ticks }), ends };
}

const PAPER_DROP = -8.4; // %, Table 1's means: 3.51 against 3.83 bits per parameter

/** The paired difference to float32; one model. */
const differenceVsLearningRate: Spec = {
  title: (runs) => `What the format costs, ${sizeOf(runs)}`,
  of: oneModel,
  panels(runs) {
    const { x, ends } = rateAxis(runs);
    const marks = [
      rule(0, 'float32', { color: ink, dash: 'solid', width: 1.2 }),
      rule(PAPER_DROP, `paper, all bf16 (${String(PAPER_DROP).replace('-', '−')} %)`),
      ...overRates(runs, ({ mode, difference }) => (mode === 'float32' ? null : difference)),
      showing(ends, [1]),
    ];
    return [{ x, y: zoomed('difference to float32 (%)'), marks }];
  },
};

const unchanged = linear('weights unchanged by a step (%)', { range: [-3, 103], dtick: 20 });

/** The share of the weights that a step leaves unchanged, mean of the steps after warm-up. */
const unchangedWeights: Spec = {
  title: (runs) => `Weights that a step leaves as they are, ${sizeOf(runs)}`,
  of: oneModel,
  panels(runs) {
    const percent = ({ unchangedShare: share }: ModeOutcome) =>
      share === null ? null : 100 * share;
    return [{ x: rateAxis(runs).x, y: unchanged, marks: overRates(runs, percent) }];
  },
};

/**
 * A curve a mode of one model, mean over seeds. It has no bands: seeds differ by more than modes do,
 * but by the same in every mode, as the paired differences show.
 */
const vsStep = (
  title: string,
  at: Select<PrecisionRun>,
  curve: 'memorized' | 'unchanged',
  y: AxisSpec,
): Spec => ({
  title: (runs) => `${title} at learning rate ${runs[0].config.learningRate}, ${sizeOf(runs)}`,
  of: both(oneModel, at),
  optional: true,
  panels(runs) {
    const unit = curve === 'unchanged' ? 100 : 1; // percent
    const lines = byMode(runs, ({ config }) => config.mode).map((group) =>
      course(
        curvePoints(group.rows, curve, (value) => unit * value),
        group,
        { hover: 'step %{x:,.0f}<br>%{y:,.3~r}', band: false },
      ),
    );
    const last = Math.max(...lines.flatMap(({ x }) => x));
    const x = linear('training step', { range: [0, last * 1.02] });
    return [{ x, y, marks: lines }];
  },
});

const bits = linear('memorized (bits)');

export const figures: Record<string, Spec> = {
  'capacity-by-mode': capacityByMode,
  pairs,
  'difference-vs-learning-rate': differenceVsLearningRate,
  'unchanged-weights': unchangedWeights,
  'bits-vs-step': vsStep('Bits memorized', atBestRate, 'memorized', bits),
  'bits-vs-step-small-rate': vsStep('Bits memorized', atSmallestRate, 'memorized', bits),
  'unchanged-vs-step': vsStep('Weights left as they are', atSmallestRate, 'unchanged', unchanged),
};
