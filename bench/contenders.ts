import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';

/** One side of the comparison; of its variants the fastest takes part in the timing. */
export interface Contender {
  name: string;
  about: string;
  variants: string[];
  program: 'node' | 'python';
  file: string;
}

const node = (file: string): string => path.join(__dirname, 'contenders', file);
const python = path.join(projectRoot(), 'bench', 'python', 'contender.py');

/** The first is the one that the others are compared with. */
export const contenders: Contender[] = [
  {
    name: 'native',
    about: "the kit's engine: the training step as one TensorFlow graph with the kit's own kernels",
    variants: ['native'],
    program: 'node',
    file: node('captured.js'),
  },
  {
    name: 'captured',
    about: "the same of TensorFlow's own ops (KIT_KERNELS=composed)",
    variants: ['plain', 'xla'],
    program: 'node',
    file: node('captured.js'),
  },
  {
    name: 'pytorch',
    about: 'PyTorch eager: scaled_dot_product_attention, cross_entropy, fused AdamW',
    variants: ['eager-fused', 'eager-math'],
    program: 'python',
    file: python,
  },
  {
    name: 'torch.compile',
    about: 'the same with torch.compile, in its default mode and in max-autotune',
    variants: ['compile-fused', 'compile-math', 'autotune-fused', 'autotune-math'],
    program: 'python',
    file: python,
  },
  {
    name: 'jax',
    about: 'the same in JAX: jit of one function, dot_product_attention',
    variants: ['jax'],
    program: 'python',
    file: python,
  },
  {
    name: 'tfjs',
    about: 'stock eager tfjs: tf.variableGrads and tf.train.adam on the same TensorFlow',
    variants: ['stock'],
    program: 'node',
    file: node('eager.js'),
  },
  {
    name: 'uncaptured',
    about: "the kit's own step, op by op: what its code brings without capturing",
    variants: ['kit-code'],
    program: 'node',
    file: node('eager.js'),
  },
];
