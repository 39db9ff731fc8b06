import { type ConfigOf, type FlatConfig, int } from '../../base';
import { tokenFields } from '../../recipes/token-config';

/** A run of finding 01 at its smallest width, held against sequences that it was not trained on. */
export const dataFields = {
  ...tokenFields,
  dModel: int(8, 1),
  nHeads: int(2, 1),
  nSequences: int(79, 1),
  steps: int(2000, 1),
  freshSequences: int(2048, 1), // of trained ones as many are tested, where there are
};

export type DataConfig = ConfigOf<typeof dataFields> & FlatConfig;
