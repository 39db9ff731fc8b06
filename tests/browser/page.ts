import * as tf from '@tensorflow/tfjs';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { bitsPerParameter } from 'memorization-kit/findings';
import { type Tiny, trainTiny } from './tiny-training';

/* What the test's page runs: the half of the library that needs no Node, on tfjs's wasm backend. */

/** The one op of a training step that the wasm backend lacks: sums rows [n, ...] by their segment. */
tf.registerKernel({
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc({ inputs, attrs, backend }) {
    const wasm = backend as BackendWasm;
    const { x, segmentIds } = inputs as Record<'x' | 'segmentIds', tf.TensorInfo>;
    const [, ...row] = x.shape;
    const sums = wasm.makeOutput([Number(attrs!.numSegments), ...row], 'float32');
    const [to, from, ids] = [sums, x, segmentIds].map((t) => wasm.typedArrayFromHeap(t));
    const width = tf.util.sizeFromShape(row);
    to.fill(0);
    for (let i = 0; i < from.length; i++) {
      to[width * ids[Math.floor(i / width)] + (i % width)] += from[i];
    }
    return sums;
  },
});

/** Trains with the wasm files at `folder`, which ends in a slash. */
export async function trainOnWasm(folder: string): Promise<Tiny & { backend: string }> {
  setWasmPaths(folder);
  await tf.setBackend('wasm');
  return { ...(await trainTiny(bitsPerParameter)), backend: tf.getBackend() };
}
