// `node build/bench/muon.js`: what Muon's kernel brings over the composed ops, for matrices between
// the layers of models of width 64, 128 and 256.
import * as tf from '@tensorflow/tfjs';
import * as os from 'node:os';
import {
  createProgram,
  type KernelChoice,
  loadTensorFlow,
  type Program,
  withKernels,
} from 'memorization-kit/engine';
import { muonDefaults, orthogonalized } from 'memorization-kit/training';
import { inTurns } from './turns';

const { iterations } = muonDefaults;
loadTensorFlow({ device: 'cpu', threads: 1 });

/** A program whose step does nothing else. */
const captured = (inputs: number, outputs: number): Program =>
  createProgram({
    state: { x: tf.randomNormal([inputs, outputs], 0, 1, 'float32', 1) },
    functions: {
      step: {
        inputs: {},
        run: ({ x }) => ({
          state: {},
          outputs: { sum: orthogonalized(x as tf.Tensor2D, iterations).sum() },
        }),
      },
    },
  });

const rows = [64, 128, 256]
  .flatMap((d) => [[d, 3 * d] as const, [d, d] as const, [d, 4 * d] as const, [4 * d, d] as const])
  .map(([inputs, outputs]) => {
    const on = (choice: KernelChoice) => {
      const program = withKernels(choice, () => captured(inputs, outputs));
      return { step: () => program.call('step', {}) };
    };
    const [native, composed] = inTurns([on('auto'), on('composed')]);
    const numbers = [native, composed, composed / native].map((number) => number.toFixed(2));
    return `| ${inputs} x ${outputs} | ${numbers.join(' | ')} |`;
  });
const head = ['| matrix | ms, kernel | ms, composed | ratio |', '| --- | --: | --: | --: |'];
const machine = `${os.cpus()[0].model}, 1 thread; ${iterations} iterations of Newton and Schulz`;
console.log(["# Muon's matrices", '', machine, '', ...head, ...rows].join('\n'));
