import { type Claim, gatedBy, ofAll, perSeed, type Quantity, ratioPerSeed } from '../../experiment';
import { mean } from '../../stats';
import {
  f1Order,
  firstDescent,
  gateRuns,
  harderOnText,
  judgedOn,
  knownOrder,
  languagesOn,
  leastOfLonger,
  onRandom,
  onText,
  orderOf,
  pairedRuns,
  peakLoad,
  peakSequences,
  type RareRun,
  remains,
  textOverRandom,
  topOthers,
  topOthersOfFresh,
  withReferences,
} from './values';

const SAME = withReferences(onText, 'same');
const LARGER = withReferences(onText, 'larger');
const beside = (text: typeof SAME) => (runs: readonly RareRun[]) => [
  ...text(runs),
  ...onRandom(runs),
];

/** Code lengths are lists: of a run their means are shown. */
const codes = {
  'codeLengths.trained (mean)': ({ measurements: m }: RareRun) => mean(m.codeLengths.trained),
};
const freshCodes = {
  'codeLengths.fresh (mean)': ({ measurements: m }: RareRun) => mean(m.codeLengths.fresh),
};
const bothCodes = { ...codes, ...freshCodes };

type OfSeed = (runs: RareRun[]) => number | null;

/** Rank correlation of bits and rarity on one dataset. */
const order = (source: 'text' | 'mixture', against: 'same' | 'larger', of: OfSeed) =>
  perSeed('rank correlation', withReferences(judgedOn(source), against), of, {
    enters: codes,
    limits: [-1, 1],
  });

/** Share of other languages on one dataset of text. */
const others = (of: OfSeed, enters: typeof codes | typeof freshCodes): Quantity<RareRun> =>
  perSeed('%', withReferences(languagesOn, 'same'), of, { enters, limits: [0, 100] });

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
      const share = controls.length > 0 ? 100 * leastOfLonger(controls) : NaN;
      if (share >= ENOUGH) return null;
      const found =
        controls.length > 0
          ? `${(Math.floor(10 * share) / 10).toFixed(1)} %`
          : 'no longer training';
      return `${found}: below the gate of ${ENOUGH} %`;
    },
  );

export const claims: Record<string, Claim<RareRun>> = {
  'rare-most': {
    is: presupposing(order('text', 'same', orderOf('same'))),
    kind: 'paper',
    figure: 'most-memorized',
    reproduced: [0.5, 1],
    partly: [0.2, 1],
  },
  'other-languages': {
    is: presupposing(others(topOthers('same'), codes)),
    kind: 'paper',
    figure: 'other-languages',
    reproduced: [70, 100],
    partly: [50, 100],
  },
  'larger-reference': {
    is: presupposing(order('text', 'larger', orderOf('larger'))),
    kind: 'own',
    figure: 'rarity-over-data',
    reproduced: [0.5, 1],
    partly: [0, 1],
  },
  'not-by-chance': {
    is: others(topOthersOfFresh, freshCodes),
    kind: 'own',
    figure: 'other-languages',
    reproduced: [0, 15],
    partly: [0, 30],
  },
  'known-rarity': {
    is: order('mixture', 'same', knownOrder),
    kind: 'own',
    figure: 'rarity-over-data',
    reproduced: [0.5, 1],
    partly: [0.2, 1],
  },
  'rise-then-fall': {
    is: presupposing(perSeed('ratio', LARGER, remains, { enters: bothCodes, limits: [0, 1] })),
    kind: 'paper',
    figure: 'rise-and-fall',
    reproduced: [0, 0.5],
    partly: [0, 0.9],
  },
  'text-fills-capacity': {
    is: presupposing(
      ratioPerSeed('ratio', beside(SAME), textOverRandom, {
        enters: { ...bothCodes, finalLoss: ({ measurements: m }) => m.finalLoss },
      }),
    ),
    kind: 'paper',
    figure: 'rise-and-fall',
    reproduced: [0.8, 1.25],
    partly: [0.5, 2],
  },
  'peak-at-capacity': {
    is: ratioPerSeed('ratio', beside(SAME), peakLoad, { enters: ['freshLoss', 'finalLoss'] }),
    kind: 'paper',
    figure: 'double-descent',
    reproduced: [Math.SQRT1_2, Math.SQRT2],
    partly: [0.5, 2],
  },
  'peak-by-sequences': {
    is: ratioPerSeed('ratio', (runs) => [...onText(runs), ...onRandom(runs)], peakSequences, {
      enters: ['freshLoss'],
    }),
    kind: 'own',
    figure: 'double-descent',
    reproduced: [0.5, 2],
    partly: [0.25, 4],
  },
  'first-descent': {
    is: ratioPerSeed('ratio', onText, firstDescent, { enters: ['freshLoss'] }),
    kind: 'own',
    figure: 'double-descent',
    reproduced: [0, 0.95],
    partly: [0, 0.99],
  },
  'membership-falls': {
    is: perSeed('rank correlation', onText, f1Order, {
      enters: ['membership.f1'],
      limits: [-1, 1],
    }),
    kind: 'paper',
    figure: 'membership',
    reproduced: [-1, -0.9],
    partly: [-1, -0.5],
  },
  'harder-on-text': {
    is: perSeed('points', pairedRuns, harderOnText, {
      enters: ['membership.f1'],
      limits: [-100, 100],
    }),
    kind: 'paper',
    figure: 'membership',
    reproduced: [5, 100],
    partly: [0, 100],
  },
  'enough-steps': {
    is: ofAll(gateRuns, leastOfLonger, { enters: bothCodes }),
    kind: 'gate',
    figure: 'rise-and-fall',
    reproduced: [ENOUGH, 200],
    partly: [ENOUGH, 200],
  },
};
