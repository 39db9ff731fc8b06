import { aboveChance, alphabetRuns } from '../../measure';
import { overSeeds, ratioOverSeeds, sameBands, within } from '../claim-values';
import { chanceOf, epochsEntry, meanOf, type StringClaim } from './quantities';
import { OVERLAP, SOURCE } from './reasons';

const OVER_ALPHABETS = 'the mean over the alphabets, one value a seed,';

/** Guess first, then memorize. */
export const phaseClaims: StringClaim[] = [
  {
    id: 'guessing-mass',
    text: 'First the model guesses: nearly all probability goes to the alphabet',
    source: `${SOURCE}, two phases`,
    paper: '→ 1',
    unit: 'probability',
    measure: (runs) =>
      within(
        0,
        1,
        overSeeds(runs, (ofSeed) => meanOf(ofSeed, (run) => run.measurements.phases.guessing.mass)),
      ),
    from: (runs) => alphabetRuns(runs),
    formula: `${OVER_ALPHABETS} of phases.guessing.mass`,
    entry: ({ measurements: { phases } }) => ({ 'phases.guessing.mass': phases.guessing.mass }),
    figure: '03-phases',
    differs: OVERLAP,
    bands: sameBands({
      reproduced: [0.9, 1],
      partly: [0.75, 1],
      why: 'The paper: towards 1. Taken where KL to the alphabet is least, mean over alphabets.',
    }),
  },
  {
    id: 'guessing-accuracy',
    text: 'Guessing, it recites no better than chance (0 = chance, 1 = all letters right)',
    source: `${SOURCE}, two phases`,
    paper: '≈ 0',
    unit: 'above chance',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(ofSeed, (run) =>
          aboveChance(run.measurements.phases.guessing.accuracy, chanceOf(run)),
        ),
      ),
    from: (runs) => alphabetRuns(runs),
    formula: `${OVER_ALPHABETS} of (phases.guessing.accuracy - 1/l) / (1 - 1/l)`,
    entry: ({ measurements: { phases } }) => ({
      'phases.guessing.accuracy': phases.guessing.accuracy,
    }),
    figure: '03-phases',
    differs: OVERLAP,
    bands: sameBands({
      reproduced: [-0.1, 0.1],
      partly: [-0.2, 0.25],
      why: 'The paper: accuracy stays near 1/l. At the same epoch as the mass.',
    }),
  },
  {
    id: 'memorized',
    text: 'Then it memorizes: every letter right in the end (strings that get there)',
    source: `${SOURCE}, two phases`,
    paper: '≈ 1',
    unit: 'share',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(ofSeed, (run) => (run.measurements.exposures[0].epochs === null ? 0 : 1)),
      ),
    from: (runs) => runs.filter(({ config }) => config.experiment === 'memorize'),
    formula: 'the share of the strings of which exposures[0].epochs is not null, one value a seed',
    entry: epochsEntry,
    figure: '03-epochs-to-memorize',
    differs:
      'A string counts as not memorized when it was not recited without a mistake within the epochs of the profile.',
    bands: sameBands({
      reproduced: [0.95, 1],
      partly: [0.8, 1],
      why: 'The paper: to 1 in 100 epochs, but for the longest strings of 2 letters (96 %).',
    }),
  },
  {
    id: 'divergence-rises',
    text: 'Memorizing, its predictions leave the alphabet again (KL at the end / least KL)',
    source: `${SOURCE}, two phases`,
    paper: '> 1',
    unit: 'ratio',
    measure: (runs) =>
      ratioOverSeeds(runs, (ofSeed) =>
        meanOf(ofSeed, ({ measurements: { phases } }) =>
          phases.guessing.divergence > 0
            ? phases.end.divergence / phases.guessing.divergence
            : null,
        ),
      ),
    from: (runs) => alphabetRuns(runs),
    formula:
      'the mean over the alphabets of phases.end.divergence / phases.guessing.divergence; the geometric mean over seeds',
    entry: ({ measurements: { phases } }) => ({
      'phases.guessing.divergence': phases.guessing.divergence,
      'phases.end.divergence': phases.end.divergence,
    }),
    figure: '03-phases',
    differs: OVERLAP,
    bands: sameBands({
      reproduced: [2, Infinity],
      partly: [1.2, Infinity],
      intervalAbove: 1,
      why: 'The paper gives the direction only. Reproduced: at least twice, and the whole interval above 1; partly: a fifth more.',
    }),
  },
  {
    id: 'fresh-strings',
    text: 'Fresh strings from the same alphabet stay at chance (accuracy x l)',
    source: `${SOURCE}, control`,
    paper: '1',
    unit: 'x 1/l',
    measure: (runs) =>
      overSeeds(runs, (ofSeed) =>
        meanOf(ofSeed, (run) => run.measurements.phases.freshAccuracy * run.config.alphabet),
      ),
    from: (runs) => alphabetRuns(runs),
    formula: `${OVER_ALPHABETS} of l x phases.freshAccuracy`,
    entry: ({ measurements: { phases } }) => ({ 'phases.freshAccuracy': phases.freshAccuracy }),
    figure: '03-phases',
    differs:
      'Nobody can know a string that was never shown: a difference from chance would be chance, or a mistake of ours.',
    bands: sameBands({
      reproduced: [0.95, 1.05],
      partly: [0.9, 1.1],
      why: 'Exactly 1 is expected; within 5 % over some 100,000 letters and more.',
    }),
  },
  {
    id: 'no-order',
    text: 'Letters are memorized in no order of place (rank correlation)',
    source: `${SOURCE}, dynamics`,
    paper: '≈ 0',
    unit: 'Spearman',
    measure: (runs) =>
      within(
        -1,
        1,
        overSeeds(runs, (ofSeed) => meanOf(ofSeed, (run) => run.measurements.placeCorrelation)),
      ),
    from: (runs) =>
      alphabetRuns(runs).filter(({ measurements }) => measurements.placeCorrelation !== null),
    formula: `${OVER_ALPHABETS} of placeCorrelation (Spearman; null where letters were wrong to the end)`,
    entry: ({ measurements: { placeCorrelation } }) => ({ placeCorrelation }),
    figure: '03-phases',
    differs: 'The correlation of one string scatters by chance, and the mean is over few strings.',
    bands: sameBands({
      reproduced: [-0.2, 0.2],
      partly: [-0.4, 0.4],
      why: 'Chance alone gives 0.09 for one string of 128 letters.',
    }),
  },
];
