import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { shareInterval } from '../../stats';
import { line } from '../more-data-less-memory/membership-figures';
import { paperLaw } from '../more-data-less-memory/values';
import {
  capacityOf,
  onRandom,
  onText,
  type RareRun,
  randomBits,
  rawBits,
  referenceFor,
  sizeOf,
  textBits,
  withReferences,
} from './values';

/*
 * The same model on text and on random tokens: the loss on fresh data, and who was a member.
 */

type Spec = plot.FigureSpec<RareRun, PaperTables>;

/** The size at which a number over size and size come to 1, between the sizes that there are. */
function sizeAtOne(runs: readonly RareRun[], load: (run: RareRun) => number): number {
  const each = runs.map((run) => load(run) / sizeOf(run));
  return 1 / (each.reduce((sum, one) => sum + one, 0) / each.length);
}

/** Section 4: on both the loss on fresh data has a peak. */
export const doubleDescent: Spec = {
  title: 'The loss on fresh data, of text and of random tokens',
  of: (runs) => [...withReferences(onText, 'same')(runs), ...onRandom(runs)],
  columns: 2,
  sharedY: true,
  panels(runs) {
    const [text, random] = [onText(runs), onRandom(runs)];
    const capacity = capacityOf(random);
    const bitsOf = {
      text: (run: RareRun) => textBits(run, referenceFor(run, runs, 'same')!) / capacity,
      random: (run: RareRun) => randomBits(run) / capacity,
    };
    const inBits = (nats: number): number => nats / Math.LN2;
    const panel = (title: string, rows: RareRun[], load: (run: RareRun) => number) => ({
      title,
      x: plot.log('windows in the dataset'),
      y: plot.linear('loss (bits/byte)'),
      shapes: [plot.verticalLine(sizeAtOne(rows, load), line)],
      marks: [
        plot.legend('as many bits as the capacity', line),
        ...plot.numbers(
          rows,
          sizeOf,
          [
            { name: 'fresh', of: ({ measurements: m }) => inBits(m.freshLoss) },
            { name: 'trained', of: ({ measurements: m }) => inBits(m.finalLoss) },
          ],
          { hover: '%{x} windows<br>%{y:.2f} bits/byte' },
        ),
      ],
    });
    return [panel('text', text, bitsOf.text), panel('random tokens', random, bitsOf.random)];
  },
  layout: { legend: plot.legendBelow(-0.22) },
};

/** Section 5.1: members are told from others by their loss. */
export const membership: Spec = {
  title: 'Who was a member, on text and on random tokens',
  of: (runs) => [...onText(runs), ...onRandom(runs)],
  panels(runs) {
    const [text, random] = [onText(runs), onRandom(runs)];
    const rates = [...text, ...random].map(rawBits);
    const at = plot.evenlyOnLog(Math.min(...rates), Math.max(...rates), 60);
    const f1 = ({ measurements: m }: RareRun): number => m.membership.f1;
    return [
      {
        x: plot.log('raw bits / parameter'),
        y: plot.fixed('F1, or share of the windows', { range: [-0.03, 1.04] }),
        marks: [
          plot.rule(0.5, 'guessing'),
          plot.curve(paperLaw, at, {
            name: "the paper's law for text",
            color: plot.ink,
            dash: 'dash',
          }),
          ...plot.numbers(
            text,
            rawBits,
            [
              { name: 'F1, text', of: f1 },
              { name: 'F1, random tokens', of: f1, rows: random },
              {
                name: 'extracted, text',
                of: ({ measurements: m }) => m.extraction.train.half,
              },
              {
                name: 'extracted, fresh text',
                of: ({ measurements: m }) => m.extraction.fresh.half,
              },
            ],
            { hover: '%{x:.1f} raw bits a parameter<br>%{y:.3f}', average: shareInterval },
          ),
        ],
      },
    ];
  },
};
