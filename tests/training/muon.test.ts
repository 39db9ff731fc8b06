import * as fs from 'node:fs';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { createProgram, type EngineMode, loadTensorFlow } from 'memorization-kit/engine';
import { type ParameterLayout, parameterSlice } from 'memorization-kit/model';
import {
  adamWDefaults,
  biasCorrections,
  muonDefaults,
  type OptimizerOptions,
  STEP,
  trainingProgram,
} from 'memorization-kit/training';
import { beforeAll, describe, expect, it } from 'vitest';

interface Reference {
  options: { lr: number; momentum: number; weight_decay: number };
  cases: { shape: [number, number]; initial: number[]; gradients: number[][]; final: number[] }[];
}

const file = path.join(__dirname, '../fixtures/muon.json');
const { options, cases } = JSON.parse(fs.readFileSync(file, 'utf8')) as Reference;

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

const adamW = { ...adamWDefaults, weightDecay: options.weight_decay };
const LEARNING_RATE = 0.005;
const muon = {
  ...muonDefaults,
  momentum: options.momentum,
  rate: options.lr / LEARNING_RATE,
};

/** Embeddings, the matrices of the reference with a bias after each, and the gradient of each. */
const layout: ParameterLayout = [
  { name: 'wte', shape: [3, 4], init: 'normal' },
  ...cases.flatMap(({ shape }, i): ParameterLayout => [
    { name: `h${i}.weight`, shape, init: 'normal' },
    { name: `h${i}.bias`, shape: [shape[1]], init: 'zeros' },
  ]),
];

const others = (size: number): number[] => Array.from({ length: size }, (_, i) => Math.cos(i + 1));

function vector(ofMatrix: (i: number) => number[]): Float32Array {
  const values = layout.flatMap(({ name, shape }) => {
    const matrix = /^h(\d+)\.weight$/.exec(name);
    return matrix ? ofMatrix(Number(matrix[1])) : others(shape.reduce((a, b) => a * b));
  });
  return Float32Array.from(values);
}

/** theta after steps whose gradients are given: the loss is their product with theta. */
function trained(optimizer: OptimizerOptions, mode: EngineMode): Float32Array {
  const theta = vector((i) => cases[i].initial);
  const spec = trainingProgram(
    {
      layout,
      theta,
      batch: { gradient: { shape: [theta.length], dtype: 'float32' } },
      loss: (p, { gradient }) =>
        tf
          .concat(layout.map(({ name }) => p[name].flatten()))
          .mul(gradient)
          .sum<tf.Scalar>(),
    },
    optimizer,
  );
  const program = createProgram(spec, mode);
  tf.dispose(spec.state);
  cases[0].gradients.forEach((_, step) => {
    program.call(STEP, {
      gradient: vector((i) => cases[i].gradients[step]),
      learningRate: LEARNING_RATE,
      ...biasCorrections(step + 1, optimizer),
    });
  });
  const result = program.read('theta');
  program.dispose();
  return result;
}

describe.each<[string, EngineMode]>([
  ['tensorflow', 'plain'],
  ['tensorflow', 'xla'],
  ['tensorflow', 'eager'],
  ['cpu', 'eager'],
])('Muon on the %s backend, %s', (backend, mode) => {
  it('moves matrices as PyTorch does, and leaves the rest to AdamW', () => {
    tf.setBackend(backend);
    const mixed = trained({ ...adamW, muon }, mode);
    const alone = trained(adamW, mode);
    cases.forEach(({ final }, i) => {
      const name = `h${i}.weight`;
      const ours = parameterSlice(mixed, layout, name);
      const error = Math.max(...final.map((value, j) => Math.abs(ours[j] - value)));
      expect(error, name).toBeLessThan(1e-5);
      expect(ours).not.toEqual(parameterSlice(alone, layout, name));
    });
    for (const { name } of layout.filter((p) => !p.name.endsWith('weight'))) {
      expect(parameterSlice(mixed, layout, name), name).toEqual(
        parameterSlice(alone, layout, name),
      );
    }
  });
});
