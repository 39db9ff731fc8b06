import type { ProfileName } from '../../base';
import { paperPretraining } from '../../recipes/biographies/paper-size';
import type { ProbingConfig } from '../../recipes/probes/config';

const CONTRAST = ['single', 'multi5+permute'];
const ARMS = ['single', 'single+permute5', 'multi5', 'multi2+permute', 'multi5+permute'];

/** Every arm, and a random model on the biographies of the last. */
function runs(
  arms: readonly string[],
  seeds: readonly number[],
  common: Partial<ProbingConfig>,
): Partial<ProbingConfig>[] {
  const last = arms[arms.length - 1];
  return seeds.flatMap((seed): Partial<ProbingConfig>[] => [
    ...arms.map((data) => ({
      ...(data === last && { checkAttribute: 'employer' }),
      ...common,
      data,
      seed,
    })),
    { ...common, data: last, model: 'random', seed },
  ]);
}

/** The runs of a profile. All arms see the same number of biographies of each person. */
export const sweeps: Record<ProfileName, Partial<ProbingConfig>[]> = {
  quick: runs(CONTRAST, [1], {}),
  standard: runs(ARMS, [1, 2, 3], { probeSteps: 240, qProbeSteps: 200 }),
  // Allen-Zhu & Li 2023, section 2, section 5 and appendix A
  paper: runs(ARMS, [1], {
    ...paperPretraining,
    muonLearningRate: 0,
    probeTraining: 'separate',
    checkAttribute: '', // they are separate anyway
    probeSteps: 30_000,
    probeLearningRate: 1e-3,
    qProbeSteps: 30_000,
    qProbeLearningRate: 1e-3,
    qaSteps: 50_000,
    qaBatch: 48,
  }),
};
