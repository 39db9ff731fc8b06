import type { ProfileName } from '../../engine';
import { paperPretraining } from '../../recipes/biographies/paper-size';
import { type ProbingConfig, probingConfig } from './config';

const CONTRAST = ['single', 'multi5+permute'];
const ARMS = ['single', 'single+permute5', 'multi5', 'multi2+permute', 'multi5+permute'];

/** Every arm, and a random model on the biographies of the last. */
function runs(
  arms: readonly string[],
  seeds: readonly number[],
  common: Partial<ProbingConfig>,
): ProbingConfig[] {
  return seeds.flatMap((seed) => [
    ...arms.map((data) =>
      probingConfig({
        ...(data === arms[arms.length - 1] && { checkAttribute: 'employer' }),
        ...common,
        data,
        seed,
      }),
    ),
    probingConfig({ ...common, data: arms[arms.length - 1], model: 'random', seed }),
  ]);
}

/** Allen-Zhu & Li 2023, section 2, section 5 and appendix A. */
const PAPER_SIZE: Partial<ProbingConfig> = {
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
};

/** The runs of a profile. All arms see the same number of biographies of each person. */
export function probingConfigs(profile: ProfileName): ProbingConfig[] {
  switch (profile) {
    case 'quick':
      return runs(CONTRAST, [1], {});
    case 'standard':
      return runs(ARMS, [1, 2, 3], { probeSteps: 240, qProbeSteps: 200 });
    case 'paper':
      return runs(ARMS, [1], PAPER_SIZE);
  }
}
