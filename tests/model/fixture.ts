import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { createProgram, type EngineMode } from 'memorization-kit/engine';
import { type GptConfig, gptLayout, gptLoss } from 'memorization-kit/model';
import { type ParameterLayout, parameterSlice } from 'memorization-kit/model';
import {
  type AdamWOptions,
  adamWDefaults,
  biasCorrections,
  STEP,
  type StepPrecision,
  trainingProgram,
} from 'memorization-kit/training';

/** What PyTorch computed; see tests/fixtures/make_gpt_fixture.py. Tensors are flat. */
interface FixtureCase {
  config: {
    vocabularySize: number;
    sequenceLength: number;
    dModel: number;
    nLayers: number;
    nHeads: number;
    positions: 'learned' | 'rotary';
    causal: boolean;
  };
  params: Record<string, number[]>;
  logits: number[];
  loss: number;
  gradients: Record<string, number[]>;
  training: { losses: number[]; gradientNorms: number[]; finalSum: number; finalNorm: number };
}

interface Fixture {
  optimizer: {
    lr: number;
    beta1: number;
    beta2: number;
    eps: number;
    weightDecay: number;
    clipNorm: number;
  };
  tokens: number[][];
  targets: number[][];
  weights: number[][];
  cases: { learned: FixtureCase; rotary: FixtureCase; bidirectional: FixtureCase };
}

/** A model for tests to which its size is nothing. */
export const smallGpt: GptConfig = {
  vocabSize: 7,
  seqLength: 4,
  dModel: 8,
  nLayers: 1,
  nHeads: 2,
  positions: 'learned',
  mask: 'causal',
  compute: 'float32',
};

export const fixture = JSON.parse(
  fs.readFileSync(path.join(__dirname, '../fixtures/gpt.json'), 'utf8'),
) as Fixture;

export function gptConfig({ config }: FixtureCase): GptConfig {
  return {
    vocabSize: config.vocabularySize,
    seqLength: config.sequenceLength,
    dModel: config.dModel,
    nLayers: config.nLayers,
    nHeads: config.nHeads,
    positions: config.positions,
    mask: config.causal ? 'causal' : 'bidirectional',
    compute: 'float32',
  };
}

/** The fixture's parameters as one vector in the order of the kit's layout. */
export function theta(params: Record<string, number[]>, layout: ParameterLayout): Float32Array {
  return Float32Array.from(layout.flatMap(({ name }) => params[name]));
}

export function batch(): Record<'tokens' | 'targets' | 'weights', tf.Tensor2D> {
  return {
    tokens: tf.tensor2d(fixture.tokens, undefined, 'int32'),
    targets: tf.tensor2d(fixture.targets, undefined, 'int32'),
    weights: tf.tensor2d(fixture.weights, undefined, 'float32'),
  };
}

/** A program that trains a GPT on one batch, and its steps t = 1, 2, ... */
export function gptProgram(
  gpt: GptConfig,
  theta: Float32Array,
  batch: Record<string, tf.Tensor>, // tokens, targets, and weights if there are
  {
    optimizer = adamWDefaults,
    precision = {},
    mode = 'plain',
  }: { optimizer?: AdamWOptions; precision?: Partial<StepPrecision>; mode?: EngineMode } = {},
) {
  const inputs = Object.entries(batch).map(([name, { shape, dtype }]) => [name, { shape, dtype }]);
  const spec = trainingProgram(
    {
      layout: gptLayout(gpt),
      theta,
      batch: Object.fromEntries(inputs),
      loss(p, rows) {
        const { tokens, targets, weights } = rows as Record<string, tf.Tensor2D>;
        return gptLoss(p, tokens, targets, weights ?? null, gpt);
      },
    },
    optimizer,
    precision,
  );
  const program = createProgram(spec, mode);
  const step = (t: number, learningRate: number) =>
    program.call(STEP, { ...batch, learningRate, ...biasCorrections(t, optimizer) });
  return { program, step };
}

export function layoutOf(c: FixtureCase): ParameterLayout {
  return gptLayout(gptConfig(c));
}

/** Largest difference between two lists, relative to the largest value of the expected one. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let [scale, most] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    scale = Math.max(scale, Math.abs(expected[i]));
    most = Math.max(most, Number.isNaN(difference) ? Infinity : difference);
  }
  return most / (scale || 1);
}

/** `relativeError` of two gradients, and the name of the parameter where it is. */
export function gradientError(
  layout: ParameterLayout,
  actual: Float32Array,
  expected: Float32Array,
): { error: number; name: string } {
  const errors = layout.map(({ name }) => {
    const mixed = expected.slice(); // all but this parameter as expected
    parameterSlice(mixed, layout, name).set(parameterSlice(actual, layout, name));
    return { name, error: relativeError(mixed, expected) };
  });
  return errors.reduce((worst, each) => (each.error > worst.error ? each : worst));
}
