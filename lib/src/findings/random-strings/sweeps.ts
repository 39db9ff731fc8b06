import { grid } from '../../experiment';
import type { StringConfig } from '../../recipes/strings/config';

type Changes = Partial<StringConfig>;

const runs = grid<StringConfig>;
const ALPHABETS = [2, 4, 7, 13, 26]; // the paper's
const LARGEST = 26;
const ENTROPIES = ALPHABETS.filter((letters) => letters < LARGEST).map(Math.log2);

/** Every change with every seed. */
const withSeeds = (changes: Changes[], common: Changes = {}, seed = [1, 2, 3, 4, 5]): Changes[] =>
  changes.flatMap((change) => runs({ seed }, { ...common, ...change }));

/** Alphabets, entropies of 26 letters that match them, and lengths beside the usual one. */
const memorizing = (lengths: number[]): Changes[] => [
  ...runs({ alphabet: ALPHABETS }),
  ...runs({ entropyBits: ENTROPIES }, { alphabet: LARGEST }),
  ...runs({ alphabet: [2, LARGEST], length: lengths }),
];

/** The strings that are still to come are fresh too. */
const sequences = (alphabet: number[], nStrings: number, more: Changes = {}): Changes[] =>
  runs({ alphabet }, { experiment: 'sequence', nStrings, nFresh: 4, tail: 0, ...more });

const contexts = (pretrainSteps: number[], more: Changes = {}): Changes[] =>
  runs({ pretrainSteps }, { experiment: 'context', ...more });

const longest = { length: 1024 };

export const sweeps = {
  quick: [
    ...withSeeds([...memorizing([16, 32, 64]), ...sequences([7, 26], 7)]),
    ...withSeeds(contexts([0, 800]), {}, [1, 2, 3]), // 20 s each to pretrain
  ],
  standard: [
    ...withSeeds(
      [
        ...memorizing([16, 32, 64, 256, 512]),
        ...sequences([2, 7, 26], 10),
        ...contexts([0, 3000]),
        ...contexts([3000], { alphabet: 4 }),
        // what decides: how places are told, and how much there is to guess first
        ...runs({ alphabet: ALPHABETS, positions: ['learned'] }),
        ...runs({ alphabet: ALPHABETS, vocabSize: [256] }),
      ],
      { epochs: 3000 },
    ),
    ...runs({}, { epochs: 3000, vocabSize: 2048, seed: 1 }),
    // exactly the paper's 100 epochs
    ...withSeeds(runs({ alphabet: ALPHABETS }), { epochs: 100, tail: 100 }, [1, 2, 3]),
    // whether the short prefix is an echo of the local text
    ...withSeeds(
      runs({ textLags: [1, 2, 4, 6] }, { experiment: 'context', pretrainSteps: 3000 }),
      { epochs: 3000 },
      [1, 2, 3],
    ),
  ],
  // 100 epochs and up to 1024 letters, as in the paper, with an untrained GPT and a vocabulary of the
  // size of Pythia's. The paper's own models (Pythia, Phi, Llama 2) are pretrained on text and have
  // to be downloaded; the local text stands for what they bring along.
  paper: withSeeds(
    [
      ...memorizing([16, 32, 64, 256, 512, longest.length]),
      ...sequences([7, 26], 7, longest),
      ...contexts([0, 20_000], longest),
    ],
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
