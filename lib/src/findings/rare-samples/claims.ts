import { type Claim, gate, gatedBy, ofAll, own, paper, perSeed } from '../../experiment';
import { type Quantity, ratioPerSeed, type Select } from '../../experiment';
import { mean } from '../../stats';
import type { Source } from './config';
import {
  type Against,
  f1Order,
  firstDescent,
  gateRuns,
  harderOnText,
  type Held,
  heldAgainst,
  isModel,
  judgedOn,
  languagesOn,
  leastOfLonger,
  onRandom,
  onText,
  pairedRuns,
  peakLoad,
  peakSequences,
  type RareRun,
  remains,
  textOverRandom,
  withReferences,
} from './values';
import { knownOrder, othersOnTop, rarityOrder, type Which } from './windows';

/** Code lengths are lists: of a run their means are shown. */
const codes = (which: Which) => ({
  [`codeLengths.${which} (mean)`]: ({ measurements: m }: RareRun) => mean(m.codeLengths[which]),
});
const bothCodes = { ...codes('trained'), ...codes('fresh') };

const SAME = withReferences(onText, 'same');
const besideRandom =
  (text: Select<RareRun>): Select<RareRun> =>
  (runs) => [...text(runs), ...onRandom(runs)];

/** Rank correlation of bits and rarity, of the one model on a dataset. */
const order = (source: Source, against: Against, of: Held = rarityOrder): Quantity<RareRun> =>
  perSeed(
    'rank correlation',
    withReferences(judgedOn(source), against),
    (runs) => heldAgainst(against, runs, of)(runs.find(isModel)!),
    { enters: codes('trained'), limits: [-1, 1] },
  );

/** Share of other languages, of the one model on a dataset of text. */
const others = (which: Which): Quantity<RareRun> =>
  perSeed(
    '%',
    withReferences(languagesOn, 'same'),
    (runs) => heldAgainst('same', runs, othersOnTop(which))(runs.find(isModel)!),
    { enters: codes(which), limits: [0, 100] },
  );

const ENOUGH = 90; // %: below it a claim that presupposes the gate is partly reproduced at most

/** What is said of windows or bits of text beyond the peak presupposes the gate. */
const presupposing = ({ of, value, ...more }: Quantity<RareRun>): Quantity<RareRun> =>
  gatedBy(
    {
      ...more,
      of(runs) {
        const own = of(runs);
        return own.length > 0 ? [...new Set([...own, ...gateRuns(runs)])] : own;
      },
      value: (runs) => value(of(runs)),
    },
    (runs) => {
      const controls = gateRuns(runs);
      if (controls.length === 0) return `no longer training: below the gate of ${ENOUGH} %`;
      const percent = 100 * leastOfLonger(controls);
      if (percent >= ENOUGH) return null;
      const found =
        percent >= 0 ? `${(Math.floor(10 * percent) / 10).toFixed(1)} %` : 'no reference';
      return `${found}: below the gate of ${ENOUGH} %`;
    },
  );

export const claims: Record<string, Claim<RareRun>> = {
  'rare-most': {
    is: presupposing(order('text', 'same')),
    ...paper('most-memorized', [0.5, 1], [0.2, 1]),
  },
  'other-languages': {
    is: presupposing(others('trained')),
    ...paper('other-languages', [70, 100], [50, 100]),
  },
  'larger-reference': {
    is: presupposing(order('text', 'larger')),
    ...own('rarity-over-data', [0.5, 1], [0, 1]),
  },
  'not-by-chance': { is: others('fresh'), ...own('other-languages', [0, 15], [0, 30]) },
  'known-rarity': {
    is: order('mixture', 'same', knownOrder),
    ...own('rarity-over-data', [0.5, 1], [0.2, 1]),
  },
  'rise-then-fall': {
    is: presupposing(
      perSeed('ratio', withReferences(onText, 'larger'), remains, {
        enters: bothCodes,
        limits: [0, 1],
      }),
    ),
    ...paper('rise-and-fall', [0, 0.5], [0, 0.9]),
  },
  'text-fills-capacity': {
    is: presupposing(
      ratioPerSeed('ratio', besideRandom(SAME), textOverRandom, {
        enters: { ...bothCodes, finalLoss: ({ measurements: m }) => m.finalLoss },
      }),
    ),
    ...paper('rise-and-fall', [0.8, 1.25], [0.5, 2]),
  },
  'peak-at-capacity': {
    is: ratioPerSeed('ratio', besideRandom(SAME), peakLoad, { enters: ['freshLoss', 'finalLoss'] }),
    ...paper('double-descent', [Math.SQRT1_2, Math.SQRT2], [0.5, 2]),
  },
  'peak-by-sequences': {
    is: ratioPerSeed('ratio', besideRandom(onText), peakSequences, { enters: ['freshLoss'] }),
    ...own('double-descent', [0.5, 2], [0.25, 4]),
  },
  'first-descent': {
    is: ratioPerSeed('ratio', onText, firstDescent, { enters: ['freshLoss'] }),
    ...own('double-descent', [0, 0.95], [0, 0.99]),
  },
  'membership-falls': {
    is: perSeed('rank correlation', onText, f1Order, {
      enters: ['membership.f1'],
      limits: [-1, 1],
    }),
    ...paper('membership', [-1, -0.9], [-1, -0.5]),
  },
  'harder-on-text': {
    is: perSeed('points', pairedRuns, harderOnText, {
      enters: ['membership.f1'],
      limits: [-100, 100],
    }),
    ...paper('membership', [5, 100], [0, 100]),
  },
  'enough-steps': {
    is: ofAll(gateRuns, leastOfLonger, { enters: bothCodes }),
    ...gate('rise-and-fall', [ENOUGH, 200], [ENOUGH, 200]),
  },
};
