import { byKey } from '../../base';
import {
  meanOf,
  type PaperTables,
  perSeed,
  type Quantity,
  type Select,
  varied,
} from '../../experiment';
import * as plot from '../../plot';
import { capacityLine, type CapacityRun, dataSweep, PAPER_LENGTH, sizeSweep } from './values';

/*
 * As many sequences as one model cannot quite hold, in other lengths and of other vocabularies: does it
 * memorize all of them, or what a model of its size holds? Morris et al. 2025, appendix A.1.
 */

/** What is varied: the length S of the sequences, the vocabulary V of their tokens. */
type Axis = 'S' | 'V';

const placeOn: Record<Axis, (run: CapacityRun) => number> = {
  S: ({ config }) => config.seqLength,
  V: ({ config }) => config.vocabSize,
};

const modelAndData = ({ config: c }: CapacityRun): string =>
  [c.dModel, c.nLayers, c.nSequences, c.steps, c.roundedTo].join(' ');

/** Runs that differ along an axis alone, those of the sweep over sizes among them. */
const along =
  (axis: Axis): Select<CapacityRun> =>
  (runs) => {
    const [base] = dataSweep(runs);
    const kept = placeOn[axis === 'S' ? 'V' : 'S'];
    const alike = runs.filter((run) => kept(run) === kept(base));
    return varied(modelAndData, placeOn[axis])(alike);
  };

/** Runs along these axes with the sweep over sizes that they are held against; none without such. */
const heldAgainstSizes =
  (...axes: Axis[]): Select<CapacityRun> =>
  (runs) => {
    const found = axes.flatMap((axis) => along(axis)(runs));
    return found.length > 0 ? [...new Set([...sizeSweep(runs), ...found])] : [];
  };

/** The slope of capacity over parameters counts as the paper's table does; this is of bits that are scored. */
const STRICT = (PAPER_LENGTH - 1) / PAPER_LENGTH;

/** Memorized bits over min(slope x P, entropy), in percent, both of the tokens that are predicted. */
const ofExpected = ({ measurements: m }: CapacityRun, slope: number): number =>
  (100 * m.memorizedBitsScored) / Math.min(STRICT * slope * m.params, m.datasetBitsScored);

/** How far the memorized bits are from what is expected, with the slope that the sizes have in a seed. */
export const offAlong = (axis: Axis): Quantity<CapacityRun> =>
  perSeed(
    '%',
    heldAgainstSizes(axis),
    (runs) => {
      const slope = capacityLine(sizeSweep(runs))?.slope;
      if (slope === undefined) return null;
      return meanOf(along(axis)(runs), (run) => Math.abs(ofExpected(run, slope) - 100));
    },
    { enters: ['params', 'datasetBitsScored', 'memorizedBitsScored'], limits: [0, Infinity] },
  );

/**
 * The bits of a sequence that no model can know from its first token, which is not predicted: log2 of
 * how many of N sequences share it, on average. They are lost from the second token.
 */
export function leftOpenByFirst(nSequences: number, vocabSize: number): number {
  const [others, p] = [nSequences - 1, 1 / vocabSize];
  let probability = (1 - p) ** others; // that k others share it, from k = 0
  let open = 0;
  for (let k = 0; k <= others && k < 100 + 10 * others * p; k++) {
    open += probability * Math.log2(k + 1);
    probability *= ((others - k) / (k + 1)) * (p / (1 - p));
  }
  return open;
}

/** The same as a share of the bits that are scored of a sequence of length S. */
export const shareLeftOpen = (S: number, nSequences: number, vocabSize: number): number =>
  leftOpenByFirst(nSequences, vocabSize) / ((S - 1) * Math.log2(vocabSize));

/** Sequences of the paper's runs over S and V; those over S have V = 2048. */
export const PAPER_SEQUENCES = 4096;

type Data = Pick<CapacityRun['config'], 'nSequences' | 'vocabSize'>;

/** What can be known at most, in percent, over the lengths that are shown. */
const knownAtMost = (name: string, color: string, { nSequences, vocabSize }: Data): plot.Drawing =>
  plot.curve(
    (S) => 100 * (1 - shareLeftOpen(S, nSequences, vocabSize)),
    plot.evenlyOnLog(4, 256, 60),
    { name, color, dash: 'dot' },
  );

/** Beside the paper's rows; short sequences miss what their first tokens leave open. */
export const lengthAndVocabulary: plot.FigureSpec<CapacityRun, PaperTables> = {
  title: 'Other lengths and vocabularies: memorized bits against what is expected',
  of: heldAgainstSizes('S', 'V'),
  optional: true,
  columns: 2,
  gap: { x: 0.1 },
  layout: { width: 900, legend: plot.legendBelow(-0.2) },
  panels(runs, { morrisVariation }) {
    const seeds = byKey(sizeSweep(runs), ({ config }) => config.seed);
    const slopes = new Map([...seeds].map(([seed, own]) => [seed, capacityLine(own)?.slope]));
    const expected = (run: CapacityRun) => ofExpected(run, slopes.get(run.config.seed) ?? NaN);
    const panel = (axis: Axis, x: plot.AxisSpec, more: plot.Mark[]): plot.PanelSpec => ({
      x,
      y: plot.zoomed('memorized (% of what is expected)'),
      marks: [
        plot.rule(100, 'as expected'),
        ...more,
        ...plot.numbers(along(axis)(runs), placeOn[axis], [{ name: 'ours', of: expected }], {
          lines: false,
          hover: '%{x}<br>%{y:.1f} %',
        }),
        plot.fromPaper(
          morrisVariation
            .filter(({ vary }) => vary === axis)
            .map((row) => ({ x: row[axis], y: (100 * row.memorized) / row.expected })),
          'paper',
        ),
      ],
    });
    const [ours] = along('S')(runs);
    const paper = { nSequences: PAPER_SEQUENCES, vocabSize: 2048 };
    const bounds = ours
      ? [
          knownAtMost('known at most, ours', plot.palette[0], ours.config),
          knownAtMost("known at most, paper's", plot.ink, paper),
        ]
      : [];
    return [
      panel('S', plot.log('tokens of a sequence'), bounds),
      panel('V', plot.log('vocabulary'), []),
    ];
  },
};
