import { type Claim, ofAll, perSeed, type Quantity, ratioPerSeed } from '../../experiment';
import {
  controlRuns,
  type DataRun,
  evenness,
  extractionGap,
  f1Order,
  f1WithoutExtraction,
  farFromNormal,
  freshAtMost,
  lawMiss,
  leastLead,
  leastOfLonger,
  peakLoad,
  shareExponent,
  sweepRuns,
} from './values';

const bits = ['datasetBitsScored', 'memorizedBitsScored'];
const fresh = ['datasetBitsScored', 'freshLoss'];
const f1 = 'membership.f1';
const extracted = 'extraction.train.half';

/** One value a seed, of the sweep. */
const inSweep = (
  unit: string,
  value: (runs: DataRun[]) => number | null,
  enters: string[],
  limits?: [number, number],
): Quantity<DataRun> => perSeed(unit, sweepRuns, value, { enters, limits });

export const claims: Record<string, Claim<DataRun>> = {
  'total-constant': {
    is: inSweep('ratio', evenness, bits, [0, 1]),
    kind: 'paper',
    figure: 'total-bits',
    reproduced: [0.95, 1],
    partly: [0.8, 1],
  },
  'one-over-n': {
    is: inSweep('exponent', shareExponent, bits),
    kind: 'derived',
    figure: 'bits-per-sequence',
    reproduced: [-1.05, -0.95],
    partly: [-1.15, -0.85],
  },
  'peak-at-capacity': {
    is: ratioPerSeed('ratio', sweepRuns, peakLoad, { enters: [...fresh, 'memorizedBitsScored'] }),
    kind: 'paper',
    figure: 'double-descent',
    reproduced: [Math.SQRT1_2, Math.SQRT2],
    partly: [0.5, 2],
  },
  'fresh-loss-returns': {
    is: inSweep('of guessing', freshAtMost, fresh),
    kind: 'own',
    figure: 'double-descent',
    reproduced: [0.99, 1.05],
    partly: [0.99, 1.25],
  },
  'membership-falls': {
    is: inSweep('rank correlation', f1Order, ['datasetBitsScored', f1], [-1, 1]),
    kind: 'paper',
    figure: 'membership-and-extraction',
    reproduced: [-1, -0.9],
    partly: [-1, -0.5],
  },
  'membership-above-extraction': {
    is: inSweep('points', leastLead, [f1, extracted], [-100, 100]),
    kind: 'paper',
    figure: 'membership-and-extraction',
    reproduced: [0, 100],
    partly: [-5, 100],
  },
  'membership-without-extraction': {
    is: inSweep('F1', f1WithoutExtraction, [f1, extracted], [0, 1]),
    kind: 'paper',
    figure: 'membership-and-extraction',
    reproduced: [0.97, 1],
    partly: [0.75, 1],
  },
  'extraction-merges': {
    is: inSweep('points', extractionGap, [extracted, 'extraction.fresh.half'], [-100, 100]),
    kind: 'paper',
    figure: 'membership-and-extraction',
    reproduced: [-1, 1],
    partly: [-5, 5],
  },
  'two-normals': {
    is: inSweep('AUC', farFromNormal, ['membership.auc', 'membership.aucOfNormals'], [0, 1]),
    kind: 'own',
    figure: 'code-lengths',
    reproduced: [0, 0.01],
    partly: [0, 0.03],
  },
  'membership-law': {
    is: inSweep('points', lawMiss, ['datasetBitsScored', 'params', f1], [0, 100]),
    kind: 'own',
    figure: 'membership-law',
    reproduced: [0, 1.5],
    partly: [0, 3],
  },
  'enough-steps': {
    is: ofAll(controlRuns, leastOfLonger, { enters: ['memorizedBitsScored'] }),
    kind: 'gate',
    figure: 'total-bits',
    reproduced: [95, 200],
    partly: [95, 200],
  },
};
