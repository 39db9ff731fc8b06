import { finding, grid } from '../../experiment';
import { table1 } from '../../recipes/token-config';
import { onTokens } from '../../recipes/tokens';
import { claims } from './claims';
import { type DataConfig, dataFields } from './config';
import { figures } from './figures';
import { runData } from './run';

const seed = [1, 2, 3];
const datasets = (datasetScale: number[], of: Partial<DataConfig>) =>
  grid<DataConfig>({ datasetScale, seed }, of);

/** Finely spaced where the data come to what the model holds, which is at about 0.8. */
const SCALES = [0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.4, 2, 3, 4, 6, 8, 16];
const LARGE = [32, 64]; // too many sequences for all of them at once

/** Morris et al. 2025, sections 4 and 5: what more data do to a model that is full. */
export const moreDataLessMemory = finding({
  name: 'more-data-less-memory',
  title: 'The more data, the less a model remembers of each of them',
  notebook: '06-more-data-less-memory',
  version: 1,
  fields: dataFields,
  ...onTokens,
  sweeps: {
    quick: [
      ...datasets([0.35, 0.6, 0.8, 1.1, 2, 4, 8], { steps: 500 }),
      ...datasets([16, 32], { batchSize: 512, steps: 1000 }),
      ...datasets([4], { steps: 1000 }), // controls: whether half of the steps are enough
      ...datasets([32], { batchSize: 512, steps: 2000 }),
    ],
    standard: [
      ...datasets(SCALES, { steps: 2000 }),
      ...datasets(LARGE, { batchSize: 1024, steps: 4000 }),
      ...datasets([4], { steps: 4000 }), // controls
      ...datasets([64], { batchSize: 1024, steps: 8000 }),
    ],
    paper: grid<DataConfig>(
      { dModel: [32, 64, 128], datasetScale: [...SCALES, ...LARGE], seed: [1, 2, 3, 4, 5] },
      { ...table1.tokens, ...table1.training, nLayers: 2, freshSequences: 10_000 },
    ),
  },
  label: ({ dModel, datasetScale, steps, seed }) =>
    `d=${dModel} c=${datasetScale} steps=${steps} seed=${seed}`,
  run: runData,
  claims,
  figures,
});
