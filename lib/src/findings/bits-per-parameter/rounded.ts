import { average, both, type Quantity, type Select, where } from '../../experiment';
import * as plot from '../../plot';
import { percentInterval } from '../../stats';
import { roundedToOf } from './config';
import type { Rounded } from './run';
import type { CapacityRun } from './values';

/*
 * What is left of what a model knows when its weights are rounded to integers afterwards.
 * Allen-Zhu & Li 2024, "Physics of Language Models: Part 3.3", section 8, result 8.
 */

/** The runs whose weights were rounded. */
export const roundedRuns: Select<CapacityRun> = where(({ config }) => config.roundedTo !== '');

/** Of these the ones with more data than the model can hold, and those with less. */
const [fullRuns, otherRuns] = [true, false].map((full) =>
  both(
    roundedRuns,
    where(({ config }) => config.datasetScale >= 1 === full),
  ),
);

/** Memorized bits with rounded weights over those before, in percent; null where there are none. */
const keptShare = (
  { measurements: { rounded, memorizedBitsScored } }: CapacityRun,
  bits: number,
  which: Rounded,
): number | null => {
  const held = rounded?.[bits]?.[which];
  return held === undefined ? null : (100 * held) / memorizedBitsScored;
};

/** Bits that full models keep with all matrices in integers of so many bits; mean over the models. */
export const keptIn = (bits: number): Quantity<CapacityRun> =>
  average('%', fullRuns, (run) => keptShare(run, bits, 'all'), {
    enters: ['memorizedBitsScored', `rounded.${bits}.all`],
  });

const PAPER = { 8: 100, 4: 35 }; // %: 2 bits a parameter, and 0.7 of them

/** The lines of the figure: which runs, and which of their matrices are rounded. */
const LINES: { name: string; of: Select<CapacityRun>; which: Rounded }[] = [
  { name: 'full model', of: fullRuns, which: 'all' },
  { name: 'full, embeddings not rounded', of: fullRuns, which: 'blocks' },
  { name: 'a quarter of the data', of: otherRuns, which: 'all' },
];

/** The share of the memorized bits that stay, over the bits of a weight; a dot is a training. */
export const roundedWeights: plot.FigureSpec<CapacityRun> = {
  title: 'Memorized bits that stay when the weights are rounded to integers',
  of: roundedRuns,
  optional: true,
  panels(runs) {
    const lines = LINES.map(({ name, of, which }, index) => {
      const rows = of(runs).flatMap((run) =>
        roundedToOf(run.config).map((bits) => ({
          x: bits + 0.05 * (index - 1), // a little apart, so that intervals can be read
          y: Math.max(0, keptShare(run, bits, which) ?? NaN),
        })),
      );
      return { name, rows, of: ({ y }: { y: number }) => y };
    });
    const paper = Object.entries(PAPER).map(([bits, y]) => ({ x: Number(bits), y }));
    return {
      x: plot.linear('bits of a weight', { range: [2.5, 8.5] }),
      y: plot.linear('memorized bits that stay (%)'),
      marks: [
        plot.rule(100, 'before rounding'),
        ...plot.numbers([], ({ x }: { x: number; y: number }) => x, lines, {
          average: percentInterval,
          hover: '%{y:.1f} % stay',
        }),
        plot.fromPaper(paper, 'paper (knowledge, GPTQ)'),
      ],
    };
  },
};
