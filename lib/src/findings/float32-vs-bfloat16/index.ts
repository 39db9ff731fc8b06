import { randomSequencesHash } from '../../datasets';
import { finding } from '../../experiment';
import { derivedTokens } from '../../recipes/token-config';
import { claims } from './claims';
import { checkPrecision, precisionFields, precisionStages } from './config';
import { figures } from './figures';
import { runPrecision } from './run';
import { sweeps } from './sweeps';

/** Morris et al. 2025, Table 1: what a model stores in bfloat16 and in float32. */
export const float32VsBfloat16 = finding({
  name: 'float32-vs-bfloat16',
  title: 'In bfloat16 a model stores nearly as much as in float32',
  notebook: '02-float32-vs-bfloat16',
  version: 1,
  fields: precisionFields,
  derive: derivedTokens,
  check: checkPrecision,
  sweeps,
  dataHash: randomSequencesHash,
  label: ({ dModel, nLayers, learningRate, mode, seed }) =>
    `d=${dModel} L=${nLayers} lr=${learningRate} ${mode} seed=${seed}`,
  stages: precisionStages,
  run: runPrecision,
  claims,
  figures,
});
