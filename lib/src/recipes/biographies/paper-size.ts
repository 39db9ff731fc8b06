import { paperPeople } from '../../datasets';
import type { PretrainConfig } from './config';

/** The paper's people, model and pretraining: Allen-Zhu & Li 2023, section 2 and appendix A. */
export const paperPretraining: Partial<PretrainConfig> = {
  ...paperPeople,
  templates: 'natural',
  windowLength: 512,
  leadIn: 0,
  dModel: 768,
  nLayers: 12,
  nHeads: 12,
  pretrainSteps: 80_000,
  exposures: 711, // in so many steps, of biographies shorter than the paper's, which are 539
  batchSize: 96,
  learningRate: 1e-3,
  warmupSteps: 1000,
  finalShare: 0.1,
  beta2: 0.999, // the paper names no betas: AdamW's own
  epsilon: 1e-6,
};
