import type { PaperTables } from '../../experiment';
import { COMMON_LANGUAGE, readable } from '../../datasets';
import * as plot from '../../plot';
import { percentInterval } from '../../stats';
import {
  type Against,
  capacityOf,
  chanceOf,
  judgedOn,
  onRandom,
  onText,
  type RareRun,
  referenceFor,
  sizeOf,
  summedOf,
  textBits,
  totalOf,
  withReferences,
} from './values';
import { doubleDescent, membership } from './text-and-random';
import { othersOnTop, rarityOrder, TOP, windowsOf } from './windows';

type Spec = plot.FigureSpec<RareRun, PaperTables>;
const { gray, palette } = plot;

const windows = plot.log('windows in the dataset');
const FEWEST = 32; // windows of which the top twenty say something

/** Models on text with both references. */
const onTextTwice = (runs: readonly RareRun[]): RareRun[] => [
  ...new Set(
    (['same', 'larger'] as const).flatMap((against) => withReferences(onText, against)(runs)),
  ),
];

/** A number of each model and its reference. */
const against =
  (runs: readonly RareRun[], which: Against, of: (run: RareRun, reference: RareRun) => number) =>
  (run: RareRun): number =>
    of(run, referenceFor(run, runs, which)!);

/** A.3: each window of one model by how rare it is. */
const mostMemorized: Spec = {
  title: 'What is memorized of each window, by how rare its bytes are (one model)',
  of: (runs) => withReferences(judgedOn('text'), 'same')(runs).filter(ofFirstSeed),
  panels(runs) {
    const [run] = onText(runs);
    const some = windowsOf(run, referenceFor(run, runs, 'same')!).filter((w) => w.memorized > 0);
    const [english, others] = [true, false].map((common) =>
      some.filter(({ group }) => (group === COMMON_LANGUAGE) === common),
    );
    const of = (rows: typeof some, name: string, index: number) => {
      const [x, y] = [rows.map((w) => round(w.rarity)), rows.map((w) => round(w.memorized))];
      const text = rows.map((w) => `${w.group}: ${readable(w.tokens).replaceAll('<', '‹')}`);
      const marker = { color: palette[index], symbol: plot.symbols[index], size: 6, opacity: 0.7 };
      const hovertemplate = '%{text}<br>%{y:.0f} bits<extra></extra>';
      return plot.raw(
        [{ type: 'scatter', mode: 'markers', name, x, y, text, marker, hovertemplate }],
        x,
        y,
      );
    };
    return [
      {
        x: plot.zoomed('rarity of its bytes (TF-IDF)'),
        y: plot.linear('memorized of a window (bits)'),
        marks: [of(english, COMMON_LANGUAGE, 0), of(others, 'other languages', 1)],
      },
    ];
  },
};

const ofFirstSeed = ({ config }: RareRun, _: number, all: readonly RareRun[]): boolean =>
  config.seed === Math.min(...all.map((run) => run.config.seed));

const round = (value: number): number => Math.round(100 * value) / 100;

/** Of which languages the twenty are of which most is memorized. */
const otherLanguages: Spec = {
  title: 'Other languages among the twenty windows with the largest gain',
  of: onTextTwice,
  panels(runs) {
    const models = onText(runs).filter((run) => sizeOf(run) >= FEWEST);
    const fresh = (run: RareRun, reference: RareRun) => othersOnTop(run, reference, 'fresh');
    return [
      {
        x: windows,
        y: plot.percent('windows in other languages (%)'),
        marks: [
          plot.rule((100 * 17) / 20, 'the paper: 17 of 20', { color: plot.ink, dash: 'dot' }),
          plot.course(
            plot.pointsOf(models, sizeOf, ({ config: c }) =>
              Math.min(100, (100 * c.otherShare * c.nSequences) / TOP),
            ),
            { name: 'as many as there are', color: gray, dash: 'dot' },
            { band: false },
          ),
          plot.rule(100 * models[0].config.otherShare, 'of all windows'),
          ...plot.numbers(
            models,
            sizeOf,
            [
              { name: 'trained', of: against(runs, 'same', othersOnTop) },
              { name: 'trained, larger reference', of: against(runs, 'larger', othersOnTop) },
              { name: 'not trained on', of: against(runs, 'same', fresh) },
            ],
            { hover: '%{x} windows<br>%{y:.0f} %', average: percentInterval },
          ),
        ],
      },
    ];
  },
};

/** How closely what is memorized follows rarity, over the size of the dataset. */
const rarityOverData: Spec = {
  title: 'Rank correlation of what is memorized with how rare it is',
  of: (runs) => [...onTextTwice(runs), ...withReferences(judgedOn('mixture'), 'same')(runs)],
  panels(runs) {
    const models = onText(runs).filter((run) => sizeOf(run) >= FEWEST);
    const order = (run: RareRun, reference: RareRun) => rarityOrder(run, reference) ?? NaN;
    const known = (run: RareRun, reference: RareRun) =>
      rarityOrder(run, reference, (window) => window.known) ?? NaN;
    return [
      {
        x: windows,
        y: plot.fixed('rank correlation', { range: [-0.1, 1.04] }),
        marks: [
          plot.rule(0, ''),
          ...plot.numbers(
            models,
            sizeOf,
            [
              { name: 'text', of: against(runs, 'same', order) },
              { name: 'text, larger reference', of: against(runs, 'larger', order) },
              {
                name: 'mixture of known rarity',
                of: against(runs, 'same', known),
                rows: judgedOn('mixture')(runs),
              },
            ],
            { hover: '%{x} windows<br>%{y:.2f}' },
          ),
        ],
      },
    ];
  },
};

/** A.2 and Figure 2: what is memorized in all. */
const riseAndFall: Spec = {
  title: 'What is memorized of text in all',
  of: (runs) => [...onTextTwice(runs), ...onRandom(runs)],
  panels(runs) {
    const models = onText(runs);
    const each = (of: (run: RareRun, reference: RareRun) => number) => (run: RareRun, r: RareRun) =>
      of(run, r) / run.measurements.params;
    const capacity = capacityOf(onRandom(runs)) / models[0].measurements.params;
    const whole = plot.pointsOf(models, sizeOf, against(runs, 'same', each(textBits)));
    return [
      {
        x: windows,
        y: plot.linear('memorized (bits/parameter)'),
        marks: [
          plot.rule(capacity, 'most of random tokens', { dash: 'dot' }),
          plot.course(
            whole.filter((point) => point.mean < capacity),
            { name: 'everything memorized', color: gray, dash: 'dash' },
            { band: false },
          ),
          ...plot.numbers(
            models,
            sizeOf,
            [
              { name: 'reference of the same size', of: against(runs, 'same', each(totalOf)) },
              { name: 'larger reference', of: against(runs, 'larger', each(totalOf)) },
              { name: 'same size, with chance', of: against(runs, 'same', each(summedOf)) },
              { name: 'chance alone', of: against(runs, 'same', each(chanceOf)) },
            ],
            { hover: '%{x} windows<br>%{y:.2f} bits/parameter' },
          ),
        ],
      },
    ];
  },
};

export const figures: Record<string, Spec> = {
  'most-memorized': mostMemorized,
  'other-languages': otherLanguages,
  'rarity-over-data': rarityOverData,
  'rise-and-fall': riseAndFall,
  'double-descent': doubleDescent,
  membership,
};
