import {
  alphabetRuns,
  entropyRuns,
  lengthRuns,
  letterEntropy,
  runsAtEnds,
  sequenceRuns,
} from '../../measure';
import { overSeeds, ratioOverSeeds, sameBands, within } from '../claim-values';
import type { ClaimBands } from '../old-finding';
import type { RandomStringsConfig } from './config';
import {
  endsRatio,
  epochsEntry,
  firstOverLast,
  meanOf,
  orderOf,
  RATIO,
  type StringClaim,
} from './quantities';
import { CUT_OFF, FROM_SCRATCH, SOURCE } from './reasons';

const letters = ({ alphabet }: RandomStringsConfig): number => alphabet;
const shortness = ({ length }: RandomStringsConfig): number => -length;

const EPOCHS = 'the epochs to no mistake (exposures[0].epochs; shown where null)';

const LONGER: ClaimBands = {
  reproduced: [1.25, Infinity],
  partly: [1.05, Infinity],
  intervalAbove: 1,
  why:
    'The paper gives an order and no number. Reproduced: at least a quarter more, and the whole ' +
    'interval above 1; partly: at least 5 % more.',
};

/** What takes long, and what gets faster. */
export const paceClaims: StringClaim[] = [
  {
    id: 'small-alphabet-longer',
    text: 'Small alphabets take longer (epochs, fewest letters / most letters)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) => ratioOverSeeds(runs, (ofSeed) => endsRatio(ofSeed, letters)),
    from: (runs) => runsAtEnds(alphabetRuns(runs), letters),
    formula: `${EPOCHS} of the smallest alphabet over those of the largest${RATIO}`,
    entry: epochsEntry,
    figure: '03-epochs-to-memorize',
    differs: CUT_OFF,
    bands: sameBands(LONGER),
  },
  {
    id: 'alphabet-order',
    text: 'Epochs fall with entropy over all alphabets (rank correlation)',
    source: `${SOURCE}, influencing factors`,
    paper: '−1',
    unit: 'Spearman',
    measure: (runs) => within(-1, 1, overSeeds(runs, orderOf)),
    from: (runs) => alphabetRuns(runs),
    formula: `Spearman's correlation of ${EPOCHS} with the entropy of a letter, one value a seed`,
    entry: epochsEntry,
    figure: '03-epochs-to-memorize',
    differs: CUT_OFF,
    bands: sameBands({
      reproduced: [-1, -0.8],
      partly: [-1, -0.5],
      why: 'With five alphabets one swap of neighbors gives −0.9, two give −0.8.',
    }),
  },
  {
    id: 'low-entropy-longer',
    text: 'Lower entropy takes longer at 26 letters too (epochs, lowest / highest)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) => ratioOverSeeds(runs, (ofSeed) => endsRatio(ofSeed, letterEntropy)),
    from: (runs) => runsAtEnds(entropyRuns(runs), letterEntropy),
    formula: `${EPOCHS} at the lowest entropy of a letter over those at the highest${RATIO}`,
    entry: epochsEntry,
    figure: '03-epochs-to-memorize',
    differs: CUT_OFF,
    bands: sameBands(LONGER),
  },
  {
    id: 'longer-string-longer',
    text: 'Longer strings take longer (epochs, longest / shortest, 26 letters)',
    source: `${SOURCE}, influencing factors`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) => ratioOverSeeds(runs, (ofSeed) => endsRatio(ofSeed, shortness)),
    from: (runs) => runsAtEnds(lengthRuns(runs), shortness),
    formula: `${EPOCHS} of the longest strings over those of the shortest${RATIO}`,
    entry: epochsEntry,
    figure: '03-epochs-to-memorize',
    differs: CUT_OFF,
    bands: sameBands(LONGER),
  },
  {
    id: 'later-faster',
    text: 'Later strings are memorized faster (epochs, first / mean of the last two)',
    source: `${SOURCE}, sequential exposure`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) => ratioOverSeeds(runs, (ofSeed) => meanOf(ofSeed, firstOverLast)),
    from: (runs) => sequenceRuns(runs),
    formula: `exposures[].epochs of the first string over the mean of those of the last two new ones; the mean over the alphabets${RATIO}`,
    entry: (run) => ({ 'first / last two exposures[].epochs': firstOverLast(run) }),
    figure: '03-sequence-epochs',
    differs: FROM_SCRATCH,
    bands: sameBands(LONGER),
  },
];
