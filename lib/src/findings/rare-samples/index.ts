import { sha256Hex, valuesHash } from '../../datasets';
import { finding, grid } from '../../experiment';
import { validateGptConfig } from '../../model';
import { byWidth, table1, tokenGpt, tokenStages } from '../../recipes/token-config';
import { claims } from './claims';
import { type RareConfig, rareFields, samplesOf, type Source } from './config';
import { figures } from './figures';
import { runRare } from './run';

type Some = Partial<RareConfig>;

interface Sweep {
  steps: number; // on datasets of up to `few` windows
  few: number;
  manySteps: number; // on larger ones, and of references
  text: number[]; // sizes of the datasets of text, and of random tokens
  random: number[];
}

/** Around the most that is held, where the loss on fresh sequences is highest. */
const PEAK = [32, 48, 64, 96, 128];

/** The paper's length and training on all the text there is; its own has 20 times as many windows. */
const paperSize: Some = {
  ...table1.training,
  ...{ dModel: 64, nLayers: 2, seqLength: 64, testedSequences: 10_000 },
};
const PAPER = [16, 64, 256, 512, 1024, 2048, 4096, 8192];

const ALL = 24_576; // windows: nearly all the text beside those that are kept for testing
const MIXED = 8192; // as good as all of a mixture of 32 sources
const JUDGED = 512; // the size at which it is asked how closely memory follows rarity

/** The same model on text, a mixture and random tokens, what it is held against, and controls. */
function sweep({ steps, few, manySteps, text, random }: Sweep): Some[] {
  const of = (source: Source, sizes: number[], times = 1, more: Some = {}) =>
    sizes.flatMap((nSequences) => {
      const given = times * (nSequences > few ? manySteps : steps);
      return grid<RareConfig>({ seed: [1, 2, 3] }, { source, nSequences, steps: given, ...more });
    });
  const reference: Some = { steps: manySteps, role: 'reference' };
  return [
    ...of('text', text),
    ...of('random', random),
    ...of('mixture', [JUDGED]),
    ...of('text', [ALL], 1, reference),
    ...of('text', [ALL], 1, { ...reference, dModel: 32 }),
    ...of('mixture', [MIXED], 1, reference),
    ...of('text', [64, JUDGED], 2),
  ];
}

/** Morris et al. 2025, section 4, 5.1, A.2 and A.3: what is memorized of text, and of which of it. */
export const rareSamples = finding({
  name: 'rare-samples',
  title: 'What is rare is memorized most',
  notebook: '07-rare-samples',
  version: 1,
  fields: rareFields,
  settings: ['tokens', 'samples'],
  derive: byWidth,
  check: (config) => validateGptConfig(tokenGpt(config)),
  sweeps: {
    quick: sweep({
      ...{ steps: 800, few: ALL, manySteps: 1600 },
      text: [1, 4, 32, 64, 128, 256, 512, 2048],
      random: [48, 96, 128, 256, 512],
    }),
    standard: sweep({
      ...{ steps: 6000, few: 128, manySteps: 24_000 },
      text: [1, 2, 4, 8, 16, ...PEAK, 256, 512, 1024, 2048, 4096, 8192],
      random: [16, ...PEAK, 256, 512, 1024, 2048],
    }),
    paper: [1, 2, 3, 4, 5].flatMap((seed) => [
      ...grid<RareConfig>({ nSequences: PAPER }, { ...paperSize, seed }),
      ...grid<RareConfig>({ nSequences: PAPER }, { ...paperSize, seed, source: 'random' }),
      ...grid<RareConfig>(
        { dModel: [64, 128] },
        { ...paperSize, seed, nSequences: 12_288, role: 'reference' },
      ),
    ]),
  },
  label: ({ source, role, dModel, nSequences, steps, seed }) =>
    `${source}${role === 'reference' ? ' reference' : ''} d=${dModel} N=${nSequences} ` +
    `steps=${steps} seed=${seed}`,
  dataHash(config) {
    const { tokens, fresh } = samplesOf(config);
    return sha256Hex([config.source, valuesHash(tokens), valuesHash(fresh.tokens)]);
  },
  stages: tokenStages,
  run: runRare,
  claims,
  figures,
});
