import { grid } from '../../experiment';
import { stringFields } from '../../recipes/strings/config';
import type { RandomStringsConfig } from './config';

type Changes = Partial<RandomStringsConfig>;

/** Every change with every seed. */
const withSeeds = (changes: Changes[], seeds: number[], common: Changes = {}): Changes[] =>
  changes.flatMap((change) => grid<RandomStringsConfig>({ seed: seeds }, { ...common, ...change }));

const SEEDS = [1, 2, 3, 4, 5];
const ALPHABETS = [2, 4, 7, 13, 26]; // the paper's
const LARGEST = 26;
const LENGTH = stringFields.length.value;

/** Alphabets, entropies of 26 letters that match them, and lengths. */
const memorizing = (lengths: number[]): Changes[] => [
  ...grid<RandomStringsConfig>({ alphabet: ALPHABETS }),
  ...ALPHABETS.filter((letters) => letters < LARGEST).map((letters) => ({
    alphabet: LARGEST,
    entropyBits: Math.log2(letters),
  })),
  ...grid<RandomStringsConfig>({
    alphabet: [2, LARGEST],
    length: lengths.filter((length) => length !== LENGTH),
  }),
];

const sequence = (alphabet: number, nStrings: number): Changes => ({
  experiment: 'sequence',
  alphabet,
  nStrings,
  nFresh: 4, // the strings that are still to come are fresh too
  tail: 0,
});

const context = (alphabet: number, pretrainSteps: number): Changes => ({
  experiment: 'context',
  alphabet,
  pretrainSteps,
});

const LONGEST = 1024;

export const sweeps = {
  quick: [
    ...withSeeds(memorizing([16, 32, 64]), SEEDS),
    ...withSeeds([sequence(7, 7), sequence(26, 7)], SEEDS),
    ...withSeeds([context(26, 0), context(26, 800)], [1, 2, 3]), // 20 s each to pretrain
  ],
  standard: withSeeds(
    [
      ...memorizing([16, 32, 64, 256, 512]),
      ...[2, 7, 26].map((letters) => sequence(letters, 10)),
      ...[context(26, 0), context(26, 3000), context(4, 3000)],
    ],
    SEEDS,
    { epochs: 3000 },
  ),
  // 100 epochs and up to 1024 letters, as in the paper, with an untrained GPT and a vocabulary of the
  // size of Pythia's. The paper's own models (Pythia, Phi, Llama 2) are pretrained on text and have
  // to be downloaded; the local text stands for what they bring along.
  paper: withSeeds(
    [
      ...memorizing([16, 32, 64, 256, 512, LONGEST]),
      ...[7, 26].map((letters) => ({ ...sequence(letters, 7), length: LONGEST })),
      ...[0, 20_000].map((steps) => ({ ...context(26, steps), length: LONGEST })),
    ],
    SEEDS,
    {
      epochs: 100,
      vocabSize: 50_304,
      dModel: 512,
      nLayers: 6,
      nHeads: 8,
      learningRate: 1e-3,
      pretrainLearningRate: 1e-3,
      tail: 1000, // all epochs, also after the string is memorized
    },
  ),
};
