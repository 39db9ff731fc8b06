import type { PaperTables } from '../../experiment';
import * as plot from '../../plot';
import { mean, shareInterval } from '../../stats';
import { line } from '../more-data-less-memory/membership-figures';
import { paperLaw } from '../more-data-less-memory/values';
import { capacityOf, f1Of, heldAgainst, onRandom, onText, type RareRun } from './values';
import { randomBits, rawBits, sizeOf, textBits, withReferences } from './values';

/*
 * The same model on text and on random tokens: the loss on fresh data, and who was a member.
 */

type Spec = plot.FigureSpec<RareRun, PaperTables>;

/** Section 4: on both the loss on fresh data has a peak. */
export const doubleDescent: Spec = {
  title: 'The loss on fresh data, of text and of random tokens',
  of: (runs) => [...withReferences(onText, 'same')(runs), ...onRandom(runs)],
  columns: 2,
  sharedY: true,
  panels(runs) {
    const [text, random] = [onText(runs), onRandom(runs)];
    const capacity = capacityOf(random);
    const inBits = (nats: number): number => nats / Math.LN2;
    /** The size, between those that there are, at which the data come to the capacity. */
    const fullAt = (rows: RareRun[], bits: (run: RareRun) => number): number =>
      1 / mean(rows.map((run) => bits(run) / capacity / sizeOf(run)));
    const panel = (title: string, rows: RareRun[], bits: (run: RareRun) => number) => ({
      title,
      x: plot.log('windows in the dataset'),
      y: plot.linear('loss (bits/byte)'),
      shapes: [plot.verticalLine(fullAt(rows, bits), line)],
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
    return [
      panel('text', text, heldAgainst('same', runs, textBits)),
      panel('random tokens', random, randomBits),
    ];
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
    const law = { name: "the paper's law for text", color: plot.ink, dash: 'dash' } as const;
    return {
      x: plot.log('raw bits / parameter'),
      y: plot.fixed('F1, or share of the windows', { range: [-0.03, 1.04] }),
      marks: [
        plot.rule(0.5, 'guessing'),
        plot.curve(paperLaw, at, law),
        ...plot.numbers(
          text,
          rawBits,
          [
            { name: 'F1, text', of: f1Of },
            { name: 'F1, random tokens', of: f1Of, rows: random },
            { name: 'extracted, text', of: ({ measurements: m }) => m.extraction.train.half },
            {
              name: 'extracted, fresh text',
              of: ({ measurements: m }) => m.extraction.fresh.half,
            },
          ],
          { hover: '%{x:.1f} raw bits a parameter<br>%{y:.3f}', average: shareInterval },
        ),
      ],
    };
  },
};
