import { paperPretraining } from '../biographies/paper-size';
import type { ProbingConfig } from './config';

/** The paper's probes after its pretraining: Allen-Zhu & Li 2023, section 5 and appendix A. */
export const paperProbing: Partial<ProbingConfig> = {
  ...paperPretraining,
  muonLearningRate: 0,
  probeTraining: 'separate',
  probeSteps: 30_000,
  probeLearningRate: 1e-3,
  qProbeSteps: 30_000,
  qProbeLearningRate: 1e-3,
  qaSteps: 50_000,
  qaBatch: 48,
};
