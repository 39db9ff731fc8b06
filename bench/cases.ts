import { gptParameterCount, type GptConfig } from 'memorization-kit/model';

/** One training step that is timed: a model, a batch and how its gradient is clipped. */
export interface BenchCase {
  name: string;
  about: string;
  model: GptConfig;
  batch: number; // sequences, each of model.seqLength tokens
  clipNorm: number; // as in the finding that trains so; 0 = none
}

/** AdamW as every contender runs it; only the clipping depends on the case. */
export const optimizer = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1, // on matrices, embeddings included
};

const learned = { positions: 'learned', mask: 'causal', compute: 'float32' } as const;
const rotary = { ...learned, positions: 'rotary' } as const;

/** The shapes that the findings train, from one string to a vocabulary of 2048. */
export const cases: BenchCase[] = [
  {
    name: 'string',
    about: 'one random string (finding 03)',
    model: { vocabSize: 64, seqLength: 128, dModel: 32, nLayers: 2, nHeads: 2, ...rotary },
    batch: 1,
    clipNorm: 1,
  },
  {
    name: 'tiny',
    about: 'random sequences, d = 16 (finding 01)',
    model: { vocabSize: 128, seqLength: 16, dModel: 16, nLayers: 1, nHeads: 4, ...learned },
    batch: 216,
    clipNorm: 0,
  },
  {
    name: 'small',
    about: 'random sequences, two layers of d = 32',
    model: { vocabSize: 64, seqLength: 16, dModel: 32, nLayers: 2, nHeads: 8, ...learned },
    batch: 256,
    clipNorm: 0,
  },
  {
    name: 'biographies',
    about: 'biographies, three layers of d = 64 (finding 04)',
    model: { vocabSize: 736, seqLength: 46, dModel: 64, nLayers: 3, nHeads: 2, ...rotary },
    batch: 32,
    clipNorm: 1,
  },
  {
    name: 'vocabulary',
    about: "random sequences, the paper's smallest model (finding 01)",
    model: { vocabSize: 2048, seqLength: 64, dModel: 32, nLayers: 1, nHeads: 8, ...learned },
    batch: 64,
    clipNorm: 0,
  },
];

export function tokensPerStep({ batch, model }: BenchCase): number {
  return batch * model.seqLength;
}

/** 'biographies: 197,184 parameters, 32 x 46 = 1,472 tokens, V = 736, d = 64, ...' */
export function describe(benchCase: BenchCase): string {
  const { name, model, batch } = benchCase;
  const count = (n: number): string => n.toLocaleString('en-US');
  return (
    `${name}: ${count(gptParameterCount(model))} parameters, ${batch} x ${model.seqLength} = ` +
    `${count(tokensPerStep(benchCase))} tokens, V = ${model.vocabSize}, d = ${model.dModel}, ` +
    `L = ${model.nLayers}, H = ${model.nHeads}, ${model.positions} positions`
  );
}
