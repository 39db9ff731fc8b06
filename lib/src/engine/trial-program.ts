import * as tf from '@tensorflow/tfjs';
import { runnableKernels } from './native';
import { loadTensorFlow } from './tensorflow';
import type { LoadedInTrial } from './trial-load';

// The program that `trialLoad` runs: loads TensorFlow, computes, prints what was loaded as JSON.
const { device, gpuName, tensorflow } = loadTensorFlow({ device: 'auto' });
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
// An elementwise kernel too: those are what an old driver cannot compile.
const [value] = tf.add(tf.relu(product), 1).dataSync();
if (value !== 12) throw new Error(`relu([1 2] x [3 4]) + 1 gave ${value}, not 12.`);
const report: LoadedInTrial = {
  tensorflow,
  tfjs: tf.version['tfjs-core'],
  usesGpu: device === 'gpu',
  gpuName,
  kernels: runnableKernels(),
};
console.log(`\n${JSON.stringify(report)}`);
