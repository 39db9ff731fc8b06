import { finding, grid } from '../../experiment';
import { table1 } from '../../recipes/token-config';
import { onTokens } from '../../recipes/tokens';
import { claims } from './claims';
import { type CapacityConfig, capacityFields } from './config';
import { figures } from './figures';
import { runCapacity } from './run';
import { PAPER_SEQUENCES } from './variation';

const WIDTHS = [8, 12, 20, 32]; // 2,040 to 17,376 parameters, about evenly spaced by factors
const SCALES = [0.3, 0.6, 1.2, 2.4]; // two below the capacity, two above it

const runs = grid<CapacityConfig>;
const seed = [1, 2, 3];

/** Trained as the others and then rounded: full, and at a quarter of that. */
const rounded = (of: Partial<CapacityConfig>) =>
  runs({ datasetScale: [0.3, 1.2], seed }, { ...of, roundedTo: '8,6,5,4,3' });

/** As many sequences of other lengths or vocabularies as of the usual ones the model cannot quite hold. */
const VARIED: Partial<CapacityConfig> = { dModel: 20, nSequences: 308, steps: 3000 };

/** Of the paper's Table 1, with a fifth more data than they hold. */
const SMALLEST: Partial<CapacityConfig> = { dModel: 32, ...table1.tokens, datasetScale: 1.2 };

const sizes = (steps: number) => runs({ dModel: WIDTHS, datasetScale: SCALES, seed }, { steps });

const PAPER: Partial<CapacityConfig> = { ...table1.tokens, ...table1.training, beta2: 0.999 };
const PAPER_VARIED = { ...PAPER, nLayers: 2, dModel: 128, nSequences: PAPER_SEQUENCES, seed: 1 };

/** Morris et al. 2025, "How much do language models memorize?": about 3.6 bits per parameter. */
export const bitsPerParameter = finding({
  name: 'bits-per-parameter',
  title: 'Language models store about 3.6 bits per parameter',
  notebook: '01-bits-per-parameter',
  version: 1,
  fields: capacityFields,
  ...onTokens,
  sweeps: {
    quick: sizes(350), // 4 minutes on two cores
    standard: [
      ...sizes(3000),
      // the plateau as far as sixteen times the capacity
      ...runs({ datasetScale: [4.8, 9.6, 19.2], seed }, { dModel: 8, steps: 3000 }),
      // how far from its end a run of 3000 steps stops: a quarter, four and sixteen times as many
      ...runs({ dModel: [8, 12], steps: [750, 12_000, 48_000], seed }),
      ...[8, 12, 20].flatMap((dModel) => rounded({ dModel, steps: 3000 })),
      // a rate of Muon that lost nothing in pilots, among 0.003 to 0.1
      ...runs({ seed }, { dModel: 20, datasetScale: 2.4, steps: 3000, muonLearningRate: 0.03 }),
      ...runs({ seqLength: [4, 8, 32, 64], seed }, VARIED),
      ...runs({ vocabSize: [32, 64, 256, 512], seed }, VARIED),
      // the two smallest models of the paper, by far the longest runs; three lengths show what more
      // steps would add
      ...[
        { steps: [400, 1600], seed: [1] },
        { steps: [6400], seed },
      ].flatMap((lengths) => runs({ ...lengths, nLayers: [1, 2] }, SMALLEST)),
    ],
    paper: [
      ...runs({ ...table1.sizes, datasetScale: [0.5, 1, 2, 4], seed: [1, 2, 3, 4, 5] }, PAPER),
      ...runs({ seqLength: [4, 8, 16, 32, 64, 128, 256] }, PAPER_VARIED),
      ...runs({ vocabSize: [128, 512, 1024, 4096] }, PAPER_VARIED),
    ],
  },
  label: ({ dModel, nLayers, vocabSize, seqLength, datasetScale, seed, steps, ...c }) =>
    `d=${dModel} L=${nLayers} V=${vocabSize} S=${seqLength} c=${datasetScale} seed=${seed} ` +
    `steps=${steps}${c.muonLearningRate ? ' Muon' : ''}${c.roundedTo && ` rounded to ${c.roundedTo}`}`,
  run: runCapacity,
  claims,
  figures,
});
