// @ts-check
// Run by set-up in a process of its own, so that a binding that crashes does not take set-up
// with it: loads the binding, computes one product, prints what TensorFlow it is, and which builds
// of the native kernels run here, as JSON.
const tf = require('@tensorflow/tfjs-node-gpu');

const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
if (product !== 11) throw new Error(`[1 2] x [3 4] gave ${product}, not 11`);

/**
 * @typedef {{ TF_Version: string, tensorDataSync: (id: number) => Float32Array,
 *   executeOp: (name: string, attributes: [], inputs: [], nOutputs: number) => { id: number }[]
 * }} Binding
 * @typedef {{ binding: Binding, isUsingGpuDevice: boolean }} NodeBackend
 */
const { binding, isUsingGpuDevice } = /** @type {NodeBackend} */ (
  /** @type {unknown} */ (tf.backend())
);
/** Names of the levels as in lib/src/engine/native.ts; none where no kernels are in the binding. */
function kernels() {
  try {
    const [levels] = binding.executeOp('KitLevels', [], [], 1);
    const runs = binding.tensorDataSync(/** @type {{ id: number }} */ (levels).id);
    return ['portable', 'avx2', 'avx512'].filter((_, i) => runs[i] === 1);
  } catch {
    return [];
  }
}
const report = {
  tensorflow: binding.TF_Version,
  tfjs: tf.version['tfjs-core'],
  usesGpu: isUsingGpuDevice,
  kernels: kernels(),
};
process.stdout.write(`\n${JSON.stringify(report)}\n`);
