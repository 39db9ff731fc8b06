import { choice, type ConfigOf, type FlatConfig, int, share } from '../../base';
import { BYTES, mixtureSamples, randomSamples, type Samples, textSamples } from '../../datasets';
import { tokenFields } from '../../recipes/token-config';

const { datasetScale: _, ...training } = tokenFields; // how many sequences there are is given

/** A run on text, or on sequences of which it is known how rare they are. */
export const rareFields = {
  ...training,
  dModel: int(16, 1),
  nHeads: int(4, 1),
  vocabSize: int(BYTES, 2), // a byte is a token: none is unknown, and that would hide rarity
  seqLength: int(32, 2),
  nSequences: int(1024, 1),
  batchSize: int(128),
  steps: int(3000, 1),
  source: choice(['text', 'mixture', 'random'], 'text'),
  role: choice(['model', 'reference'], 'model'), // a reference stands for what can be known in general
  otherShare: share(0.03), // of the windows of the text in other languages than English
  nSources: int(32, 1), // of a mixture; the k-th is 1/k as frequent as the first
  testedSequences: int(2048, 1), // of the trained ones the first so many are looked at one by one
  freshSequences: int(1024, 1),
};

export type RareConfig = ConfigOf<typeof rareFields> & FlatConfig;
export type Source = RareConfig['source'];

/** The dataset of a run and what it is held against. Throws a RangeError as its source does. */
export function samplesOf(config: RareConfig): Samples {
  if (config.source === 'text') return textSamples(config);
  return config.source === 'mixture' ? mixtureSamples(config) : randomSamples(config);
}
