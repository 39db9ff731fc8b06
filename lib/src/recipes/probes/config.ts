import { atLeastZero, choice, type ConfigOf, int, positive } from '../../base';
import type { PretrainConfig } from '../biographies/config';

/*
 * Linear probes on a model that was pretrained on biographies and is frozen. Allen-Zhu & Li 2023,
 * section 5.
 */

/** The keys of probes. */
export const probeFields = {
  probeTraining: choice(['joint', 'separate'], 'joint'), // 36 heads over one update of the embedding; 'separate' as in the paper
  probeRank: int(2, 1), // the paper's
  probeSteps: int(120, 1), // the paper's are 30,000; 300 find no more here
  probeBatch: int(50, 1), // the paper's
  probeLearningRate: positive(0.005), // five times the paper's, for far fewer steps
  probeWeightDecay: atLeastZero(0.3), // the paper's
  qProbeRank: int(16, 1), // the paper's
  qProbeSteps: int(100, 1),
  qProbeBatch: int(200, 1), // the paper's
  qProbeLearningRate: positive(0.005),
};

export type ProbeConfig = ConfigOf<typeof probeFields> & PretrainConfig;
