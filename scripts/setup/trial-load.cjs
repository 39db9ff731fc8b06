// @ts-check
// Run by set-up in a process of its own, so that a binding that crashes does not take set-up
// with it: loads the binding, computes one product, prints what TensorFlow it is as JSON.
const tf = require('@tensorflow/tfjs-node-gpu');

const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
if (product !== 11) throw new Error(`[1 2] x [3 4] gave ${product}, not 11`);

/** @typedef {{ binding: { TF_Version: string }, isUsingGpuDevice: boolean }} NodeBackend */
const { binding, isUsingGpuDevice } = /** @type {NodeBackend} */ (
  /** @type {unknown} */ (tf.backend())
);
const report = {
  tensorflow: binding.TF_Version,
  tfjs: tf.version['tfjs-core'],
  usesGpu: isUsingGpuDevice,
};
process.stdout.write(`\n${JSON.stringify(report)}\n`);
