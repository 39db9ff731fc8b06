import { type PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { percentInterval } from '../../stats';
import { codeLengths, entitled, line, membershipLaw } from './membership-figures';
import { type DataRun, f1Of, guessing, loadIn, oneModel, plateauOf } from './values';
import { sequenceBits, sizeOf, swept, sweepRuns } from './values';

type Spec = plot.FigureSpec<DataRun, PaperTables>;
const { gray, palette } = plot;

const data = plot.log('data / what the model holds');
const full = [plot.verticalLine(1, line)];

/** As long as it fits, each sequence is remembered whole; then they share what the model holds. */
const bitsPerSequence: Spec = {
  title: entitled('What is remembered of each sequence'),
  of: swept,
  panels(runs) {
    const plateau = plateauOf(runs);
    const of = ({ measurements }: DataRun) => measurements.bitsPerSequence;
    return {
      x: plot.log('sequences in the dataset'),
      y: plot.log('memorized of a sequence (bits)'),
      marks: [
        plot.rule(sequenceBits(runs[0]), 'all of it'),
        plot.straight((n) => plateau / n, 'plateau / N', { dash: 'dot' }),
        ...plot.numbers(runs, sizeOf, [{ name: 'ours', of }], {
          hover: '%{x} sequences<br>%{y:.1f} bits',
        }),
      ],
    };
  },
};

/** With the runs that were trained for longer, by which it is seen that the others were for enough. */
const totalBits: Spec = {
  title: entitled('What is remembered in all'),
  of: oneModel,
  panels(runs) {
    const sweep = sweepRuns(runs);
    const load = loadIn(sweep);
    const plateau = plateauOf(sweep) / runs[0].measurements.params;
    const bits = ({ measurements: m }: DataRun) => m.memorizedBitsScored / m.params;
    const longer = runs.filter((run) => !sweep.includes(run));
    const hover = '%{x:.2f} times the plateau<br>%{y:.2f} bits/parameter';
    const control = { name: 'with twice the steps', color: palette[1], symbol: 'square-open' };
    const corner = [Math.min(...sweep.map(load)), ...[0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]];
    const limit = corner.map((x) => ({ x, mean: x * plateau, low: NaN, high: NaN }));
    return {
      x: data,
      y: plot.linear('memorized (bits/parameter)'),
      marks: [
        plot.course(limit, { name: 'everything memorized', color: gray, dash: 'dash' }),
        plot.rule(plateau, 'plateau', { dash: 'dot' }),
        ...plot.numbers(sweep, load, [{ name: 'ours', of: bits }], { hover }),
        longer.length > 0
          ? plot.points(plot.pointsOf(longer, load, bits), control, { hover })
          : plot.nothing,
      ],
    };
  },
};

/** Section 4 on random sequences: of them nothing can be learned but that all are equally likely. */
const doubleDescent: Spec = {
  title: entitled('The loss on what was and what was not trained on'),
  of: swept,
  panels(runs) {
    const inBits = (nats: number): number => nats / Math.LN2;
    return {
      x: data,
      y: plot.linear('loss (bits/token)'),
      shapes: full,
      marks: [
        plot.rule(guessing(runs[0]), 'guessing'),
        ...plot.numbers(
          runs,
          loadIn(runs),
          [
            { name: 'fresh sequences', of: (run) => inBits(run.measurements.freshLoss) },
            { name: 'trained sequences', of: (run) => inBits(run.measurements.finalLoss) },
          ],
          { hover: '%{x:.2f} times the plateau<br>%{y:.2f} bits/token' },
        ),
      ],
    };
  },
};

/** Section 5: telling members is possible long after nothing can be extracted. */
const membershipAndExtraction: Spec = {
  title: entitled('Membership and extraction'),
  of: swept,
  panels: (runs) => ({
    x: data,
    y: plot.percent('F1, or share of the sequences (%)'),
    shapes: full,
    marks: plot.numbers(
      runs,
      loadIn(runs),
      [
        { name: 'F1 of membership', of: (run) => 100 * f1Of(run) },
        { name: 'members found, 1 % errors', of: (r) => 100 * r.measurements.membership.found },
        { name: 'extracted from a half', of: (r) => 100 * r.measurements.extraction.train.half },
        {
          name: 'extracted from a quarter',
          of: (r) => 100 * r.measurements.extraction.train.quarter,
        },
        {
          name: 'fresh, from a half',
          of: (r) => 100 * r.measurements.extraction.fresh.half,
          symbol: 'x',
        },
      ],
      { hover: '%{x:.2f} times the plateau<br>%{y:.1f} %', average: percentInterval },
    ),
  }),
};

export const figures: Record<string, Spec> = {
  'bits-per-sequence': bitsPerSequence,
  'total-bits': totalBits,
  'double-descent': doubleDescent,
  'membership-and-extraction': membershipAndExtraction,
  'code-lengths': codeLengths,
  'membership-law': membershipLaw,
};
