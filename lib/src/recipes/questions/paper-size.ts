import { paperPretraining } from '../biographies/paper-size';
import type { QuestionConfig } from './config';

/** The paper's finetuning after its pretraining: Allen-Zhu & Li 2023, appendix A. */
export const paperQuestions: Partial<QuestionConfig> = {
  ...paperPretraining,
  finetuneRates: '0.001,0.0003,0.0001', // the paper's, of whose two weight decays one is taken
  loraRates: '0.0003',
  finetuneSteps: 50_000,
  loraSteps: 50_000,
  finetuneBatch: 48,
  finetuneWarmup: 0,
  finetuneFinalShare: 0.1,
  loraRank: 16,
  loraEmbeddingRank: 128,
  loraAlpha: 16,
};
