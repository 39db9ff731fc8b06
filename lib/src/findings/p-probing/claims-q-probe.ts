import { armRuns, meanOfWhole } from '../../measure';
import { overSeeds, sameBands } from '../claim-values';
import type { Claim, ClaimBands, ClaimValue } from '../old-finding';
import { AUGMENTED, type Run, SINGLE } from './claim-values';
import type { ProbingConfig } from './config';
import { FEW_PEOPLE, SOURCE } from './reasons';
import type { ProbingMeasurements } from './run';

const Q_CONTRAST: ClaimBands = {
  reproduced: [60, 100],
  partly: [20, 100],
  why:
    "Two thirds of the paper's difference; partly: a difference that nobody could take for chance. " +
    'With hundreds of people for 100,000, less can be learned about how names are read.',
};

type Update = 'all' | 'ends';

/** The runs of both arms that have Q-probes. */
const qProbed = <R extends Run>(runs: R[]): R[] =>
  [...armRuns(runs, AUGMENTED), ...armRuns(runs, SINGLE)].filter(
    ({ measurements }) => measurements.qProbe !== null,
  );

const qFormula = (update: Update): string =>
  `the mean over the five attributes of one word of qProbe.${update}.test of multi5+permute less ` +
  'that of single, in percent; one value a seed';

const qEntry =
  (update: Update) =>
  ({ measurements: { qProbe } }: Run): Record<string, number | null> => ({
    [`qProbe.${update}.test, five`]: qProbe && meanOfWhole(qProbe[update].test),
  });

/** Q-probes: what multi5+permute knows more than single about the attributes of one word. */
function qContrast(runs: Run[], update: Update): ClaimValue {
  const known = (run: Run | undefined): number | null => {
    const scores = run?.measurements.qProbe;
    return scores ? meanOfWhole(scores[update].test) : null;
  };
  return overSeeds(runs, (ofSeed) => {
    const [augmented, single] = [AUGMENTED, SINGLE].map((data) =>
      known(armRuns(ofSeed, data).at(0)),
    );
    return augmented === null || single === null ? null : 100 * (augmented - single);
  });
}

/** Q-probes: what is known by the name alone. */
export const qProbeClaims: Claim<ProbingConfig, ProbingMeasurements>[] = [
  {
    id: 'q-probe-all',
    text: 'Q-probe as in the paper, all embeddings updated (multi5+permute less single)',
    source: `${SOURCE}, Figure 7`,
    paper: '89.7', // 92.6 - 2.9, five attributes
    unit: 'points',
    measure: (runs) => qContrast(runs, 'all'),
    from: qProbed,
    formula: qFormula('all'),
    entry: qEntry('all'),
    figure: '05-q-probe',
    differs:
      'A probe that may update all embeddings can remember the names of its people instead of reading ' +
      "the model. With hundreds of people that is the easier way; with the paper's tens of thousands " +
      'it is not.',
    bands: sameBands(Q_CONTRAST),
  },
  {
    id: 'q-probe-ends',
    text: 'Q-probe that updates the end tokens only (multi5+permute less single)',
    source: `${SOURCE}, Figure 7, with a probe of ours`,
    paper: '89.7',
    unit: 'points',
    measure: (runs) => qContrast(runs, 'ends'),
    from: qProbed,
    formula: qFormula('ends'),
    entry: qEntry('ends'),
    figure: '05-q-probe',
    differs: `${FEW_PEOPLE} The number of the paper is that of a probe that updates all embeddings.`,
    bands: sameBands(Q_CONTRAST),
  },
];
