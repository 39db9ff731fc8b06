import { average, both, type Claim, derived, own, paper, perSeed, where } from '../../experiment';
import { keptIn } from './rounded';
import {
  capacityExponent,
  capacityLine,
  type CapacityRun,
  muonRatio,
  plateauRatio,
  plateauRuns,
  shareOfRows,
  sizeSweep,
  smallestRows,
  unevenness,
} from './values';
import { offAlong } from './variation';

const bits = { enters: ['params', 'memorizedBitsScored'] };
const ofData = { enters: ['datasetBits', 'memorizedBits'] };
/** In percent; the largest error of a row of the paper's two tables is 4.2. */
const VARIED = paper('length-and-vocabulary', [0, 5], [0, 12]);
const BELOW_CAPACITY = 0.6;

const below = both(
  sizeSweep,
  where(({ config }) => config.datasetScale <= BELOW_CAPACITY),
);

export const claims: Record<string, Claim<CapacityRun>> = {
  'bits-per-parameter': {
    is: perSeed('bits/parameter', sizeSweep, (runs) => capacityLine(runs)?.slope, bits),
    // Table 1's float32 rows: from 3.02 to 4.23, each given as ±0.1
    ...paper('capacity-vs-parameters', [2.92, 4.33], [2.2, 5]),
  },
  'capacity-in-proportion': {
    is: perSeed('exponent', sizeSweep, capacityExponent, bits),
    // 0.989 [0.950, 1.028]: Table 1's float32 rows
    ...derived('capacity-vs-parameters', [0.95, 1.03], [0.9, 1.1]),
  },
  'constant-over-sizes': {
    is: perSeed('%', sizeSweep, unevenness, { ...bits, limits: [0, Infinity] }),
    ...derived('bits-per-parameter-by-size', [0, 10], [0, 21]),
  },
  'memorized-below-capacity': {
    is: average('share', below, ({ measurements: m }) => m.memorizedBits / m.datasetBits, ofData),
    ...paper('memorized-vs-dataset', [0.97, 1], [0.9, 1]),
  },
  plateau: {
    is: perSeed('ratio', plateauRuns, plateauRatio, ofData),
    ...paper('memorized-vs-dataset', [0.95, 1.05], [0.85, 1.15]),
  },
  'muon-adds-nothing': {
    is: muonRatio,
    ...own('bits-per-parameter-by-size', [0.97, 1.03], [0.9, 1.1]),
  },
  'other-lengths': { is: offAlong('S'), ...VARIED },
  'other-vocabularies': { is: offAlong('V'), ...VARIED },
  'table-1-smallest': {
    is: perSeed('ratio', smallestRows, shareOfRows, bits),
    ...paper('bits-per-parameter-by-size', [0.9, 1.1], [0.52, 1.21]),
  },
  'int8-keeps': { is: keptIn(8), ...paper('rounded-weights', [97, 103], [90, 110]) },
  // 35 of 100 in the paper; more than half is lost
  'int4-loses': { is: keptIn(4), ...paper('rounded-weights', [20, 50], [0, 75]) },
};
