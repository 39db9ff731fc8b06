import type { ProfileName } from '../../engine';
import { randomStringsConfig, type RandomStringsConfig } from './config';

type Changes = Partial<RandomStringsConfig>;

/** Every change with every seed. */
function withSeeds(changes: Changes[], seeds: number[], common: Changes): RandomStringsConfig[] {
  return changes.flatMap((change) =>
    seeds.map((seed) => randomStringsConfig({ ...common, ...change, seed })),
  );
}

const ALPHABETS = [2, 4, 7, 13, 26]; // the paper's
const LARGEST = 26;
const LENGTH = 128;

/** What is swept: alphabets, entropies of 26 letters that match them, and lengths. */
function memorizing(lengths: number[], seeds: number[], common: Changes): RandomStringsConfig[] {
  const alphabets = ALPHABETS.map((alphabet): Changes => ({ alphabet, length: LENGTH }));
  const skewed = ALPHABETS.filter((letters) => letters < LARGEST).map((letters): Changes => ({
    alphabet: LARGEST,
    entropyBits: Math.log2(letters),
    length: LENGTH,
  }));
  const longer = [2, LARGEST].flatMap((alphabet) =>
    lengths.filter((length) => length !== LENGTH).map((length): Changes => ({ alphabet, length })),
  );
  return withSeeds([...alphabets, ...skewed, ...longer], seeds, common);
}

const sequence = (alphabet: number, nStrings: number): Changes => ({
  experiment: 'sequence',
  alphabet,
  length: LENGTH,
  nStrings,
  nFresh: 4, // the strings that are still to come are fresh too
  tail: 0,
});

const context = (alphabet: number, pretrainSteps: number): Changes => ({
  experiment: 'context',
  alphabet,
  length: LENGTH,
  pretrainSteps,
});

/** The sweep of a profile. */
export function randomStringsConfigs(profile: ProfileName): RandomStringsConfig[] {
  switch (profile) {
    case 'quick': {
      const seeds = [1, 2, 3, 4, 5];
      return [
        ...memorizing([16, 32, 64], seeds, {}),
        ...withSeeds([sequence(7, 7), sequence(26, 7)], seeds, {}),
        ...withSeeds([context(26, 0), context(26, 800)], [1, 2, 3], {}), // 20 s each to pretrain
      ];
    }
    case 'standard': {
      const seeds = [1, 2, 3, 4, 5];
      return [
        ...memorizing([16, 32, 64, 256, 512], seeds, { epochs: 3000 }),
        ...withSeeds([sequence(2, 10), sequence(7, 10), sequence(26, 10)], seeds, {
          epochs: 3000,
        }),
        ...withSeeds([context(26, 0), context(26, 3000), context(4, 3000)], seeds, {
          epochs: 3000,
        }),
      ];
    }
    case 'paper': {
      // 100 epochs and up to 1024 letters, as in the paper, with an untrained GPT and a vocabulary
      // of the size of Pythia's. The paper's own models (Pythia, Phi, Llama 2) are pretrained on
      // text and have to be downloaded; the local text stands for what they bring along.
      const seeds = [1, 2, 3, 4, 5];
      const common: Changes = {
        epochs: 100,
        vocabSize: 50_304,
        dModel: 512,
        nLayers: 6,
        nHeads: 8,
        learningRate: 1e-3,
        pretrainLearningRate: 1e-3,
        tail: 1000, // all epochs, also after the string is memorized
      };
      const longest = { length: 1024 };
      return [
        ...memorizing([16, 32, 64, 256, 512, 1024], seeds, common),
        ...withSeeds(
          [7, 26].map((letters) => ({ ...sequence(letters, 7), ...longest })),
          seeds,
          common,
        ),
        ...withSeeds(
          [0, 20_000].map((steps) => ({ ...context(26, steps), ...longest })),
          seeds,
          common,
        ),
      ];
    }
  }
}
