import { choice, type ConfigOf, type FlatConfig, int, positive } from '../../base';
import { probingFields, qProbeFields } from '../../recipes/probes/config';
import { questionFields } from '../../recipes/questions/config';

/*
 * A model that reads whole texts is pretrained to say masked words, and asked as in finding 04; its
 * Q-probes are those of finding 05. Allen-Zhu & Li 2023, section 7.
 */

export const maskedFields = {
  ...questionFields,
  // Few people, since a word is learned only when it is masked: one time in seven.
  nPeople: int(200, 1),
  // The name in every sentence: without it 200 exposures do not tie values to names.
  data: { ...questionFields.data, value: 'multi5+permute+fullname' },
  // Few values each, so that many people share any two words of a date, as in the paper: of the third
  // only the name can tell then.
  months: int(4, 1),
  days: int(4, 1),
  years: int(4, 1),
  cities: int(10, 1),
  universities: int(10, 1),
  majors: int(10, 1),
  employers: int(10, 1),
  companyCities: int(5, 1),
  sharedSecondWord: int(1),
  objective: choice(['next word', 'masked words'], 'masked words'),
  exposures: positive(240),
  pretrainSteps: int(3000, 1),
  batchSize: int(16, 1),
  finetuneSteps: int(150, 1), // the questions are learned after 20
  probeTraining: probingFields.probeTraining,
  probeWeightDecay: probingFields.probeWeightDecay,
  ...qProbeFields,
};

export type MaskedConfig = ConfigOf<typeof maskedFields> & FlatConfig;
