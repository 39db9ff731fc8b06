import {
  type Claim,
  derived,
  gate,
  ofAll,
  own,
  paper,
  perSeed,
  type Quantity,
  ratioPerSeed,
} from '../../experiment';
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
    ...paper('total-bits', [0.95, 1], [0.8, 1]),
  },
  'one-over-n': {
    is: inSweep('exponent', shareExponent, bits),
    ...derived('bits-per-sequence', [-1.05, -0.95], [-1.15, -0.85]),
  },
  'peak-at-capacity': {
    is: ratioPerSeed('ratio', sweepRuns, peakLoad, { enters: [...fresh, 'memorizedBitsScored'] }),
    ...paper('double-descent', [Math.SQRT1_2, Math.SQRT2], [0.5, 2]),
  },
  'fresh-loss-returns': {
    is: inSweep('of guessing', freshAtMost, fresh),
    ...own('double-descent', [0.99, 1.05], [0.99, 1.25]),
  },
  'membership-falls': {
    is: inSweep('rank correlation', f1Order, ['datasetBitsScored', f1], [-1, 1]),
    ...paper('membership-and-extraction', [-1, -0.9], [-1, -0.5]),
  },
  'membership-above-extraction': {
    is: inSweep('points', leastLead, [f1, extracted], [-100, 100]),
    ...paper('membership-and-extraction', [0, 100], [-5, 100]),
  },
  'membership-without-extraction': {
    is: inSweep('F1', f1WithoutExtraction, [f1, extracted], [0, 1]),
    ...paper('membership-and-extraction', [0.97, 1], [0.75, 1]),
  },
  'extraction-merges': {
    is: inSweep('points', extractionGap, [extracted, 'extraction.fresh.half'], [-100, 100]),
    ...paper('membership-and-extraction', [-1, 1], [-5, 5]),
  },
  'two-normals': {
    is: inSweep('AUC', farFromNormal, ['membership.auc', 'membership.aucOfNormals'], [0, 1]),
    ...own('code-lengths', [0, 0.01], [0, 0.03]),
  },
  'membership-law': {
    is: inSweep('points', lawMiss, ['datasetBitsScored', 'params', f1], [0, 100]),
    ...own('membership-law', [0, 1.5], [0, 3]),
  },
  'enough-steps': {
    is: ofAll(controlRuns, leastOfLonger, { enters: ['memorizedBitsScored'] }),
    ...gate('total-bits', [95, 200], [95, 200]),
  },
};
