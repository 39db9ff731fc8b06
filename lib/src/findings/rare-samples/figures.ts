import type { PaperTables } from '../../experiment';
import { COMMON_LANGUAGE, readable } from '../../datasets';
import * as plot from '../../plot';
import { percentInterval } from '../../stats';
import {
  capacityOf,
  chanceOf,
  type Held,
  heldAgainst,
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
import { knownOrder, othersOnTop, rarityOrder, TOP, windowsOf } from './windows';

type Spec = plot.FigureSpec<RareRun, PaperTables>;
const { gray, palette } = plot;

const windows = plot.log('windows in the dataset');
const FEWEST = 32; // windows of which the top twenty say something

/** Models on text with both references. */
const onTextTwice = (runs: readonly RareRun[]): RareRun[] => [
  ...new Set([...withReferences(onText, 'same')(runs), ...withReferences(onText, 'larger')(runs)]),
];

/** The datasets that are large enough to ask which of their windows are memorized. */
const largeEnough = (runs: readonly RareRun[]): RareRun[] =>
  onText(runs).filter((run) => sizeOf(run) >= FEWEST);

/** Makes numbers of runs from those of a run and its reference. */
const byReference = (runs: readonly RareRun[]) => ({
  same: (of: Held) => heldAgainst('same', runs, of),
  larger: (of: Held) => heldAgainst('larger', runs, of),
});

/** A.3: each window of one model by how rare it is. */
const mostMemorized: Spec = {
  title: 'What is memorized of each window, by how rare its bytes are (one model)',
  of: (runs) => withReferences(judgedOn('text'), 'same')(runs).filter(ofFirstSeed),
  panels(runs) {
    const [run] = onText(runs);
    const some = windowsOf(run, referenceFor(run, runs, 'same')!).filter((w) => w.memorized > 0);
    const of = (name: string, common: boolean, index: number) => {
      const rows = some.filter(({ group }) => (group === COMMON_LANGUAGE) === common);
      const [x, y] = [rows.map((w) => round(w.rarity)), rows.map((w) => round(w.memorized))];
      const text = rows.map((w) => `${w.group}: ${readable(w.tokens).replaceAll('<', '‹')}`);
      const marker = { color: palette[index], symbol: plot.symbols[index], size: 6, opacity: 0.7 };
      const look = { text, marker, hovertemplate: '%{text}<br>%{y:.0f} bits<extra></extra>' };
      return plot.raw([{ type: 'scatter', mode: 'markers', name, x, y, ...look }], x, y);
    };
    return {
      x: plot.zoomed('rarity of its bytes (TF-IDF)'),
      y: plot.linear('memorized of a window (bits)'),
      marks: [of(COMMON_LANGUAGE, true, 0), of('other languages', false, 1)],
    };
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
    const models = largeEnough(runs);
    const { same, larger } = byReference(runs);
    return {
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
            { name: 'trained', of: same(othersOnTop('trained')) },
            { name: 'trained, larger reference', of: larger(othersOnTop('trained')) },
            { name: 'not trained on', of: same(othersOnTop('fresh')) },
          ],
          { hover: '%{x} windows<br>%{y:.0f} %', average: percentInterval },
        ),
      ],
    };
  },
};

/** How closely what is memorized follows rarity, over the size of the dataset. */
const rarityOverData: Spec = {
  title: 'Rank correlation of what is memorized with how rare it is',
  of: (runs) => [...onTextTwice(runs), ...withReferences(judgedOn('mixture'), 'same')(runs)],
  panels(runs) {
    const { same, larger } = byReference(runs);
    const mixture = { of: same(knownOrder), rows: judgedOn('mixture')(runs) };
    return {
      x: windows,
      y: plot.fixed('rank correlation', { range: [-0.1, 1.04] }),
      marks: [
        plot.rule(0, ''),
        ...plot.numbers(
          largeEnough(runs),
          sizeOf,
          [
            { name: 'text', of: same(rarityOrder) },
            { name: 'text, larger reference', of: larger(rarityOrder) },
            { name: 'mixture of known rarity', ...mixture },
          ],
          { hover: '%{x} windows<br>%{y:.2f}' },
        ),
      ],
    };
  },
};

/** A.2 and Figure 2: what is memorized in all. */
const riseAndFall: Spec = {
  title: 'What is memorized of text in all',
  of: (runs) => [...onTextTwice(runs), ...onRandom(runs)],
  panels(runs) {
    const models = onText(runs);
    const { same, larger } = byReference(runs);
    const each = (bits: (run: RareRun) => number) => (run: RareRun) =>
      bits(run) / run.measurements.params;
    const capacity = capacityOf(onRandom(runs)) / models[0].measurements.params;
    const whole = plot.pointsOf(models, sizeOf, each(same(textBits)));
    return {
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
            { name: 'reference of the same size', of: each(same(totalOf)) },
            { name: 'larger reference', of: each(larger(totalOf)) },
            { name: 'same size, with chance', of: each(same(summedOf)) },
            { name: 'chance alone', of: each(same(chanceOf)) },
          ],
          { hover: '%{x} windows<br>%{y:.2f} bits/parameter' },
        ),
      ],
    };
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
