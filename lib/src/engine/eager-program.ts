import * as tf from '@tensorflow/tfjs';
import { type Kernels, kernelsOf, noteNativeOps } from './native';
import {
  checkFeeds,
  type Feed,
  type Program,
  type ProgramSpec,
  requireEntry,
  type Tensors,
} from './program';
import { readValues } from './read-values';

/** The same functions op by op on the current tfjs backend: the oracle, and the fall-back. */
export class EagerProgram implements Program {
  readonly mode = 'eager';
  private readonly functions: ProgramSpec['functions'];
  private readonly state: Tensors;
  private readonly nativeOps = new Set<string>();

  constructor(spec: ProgramSpec) {
    this.functions = spec.functions;
    this.state = Object.fromEntries(
      Object.entries(spec.state).map(([name, t]) => [name, tf.keep(t.clone())]),
    );
  }

  get kernels(): Kernels {
    return kernelsOf(this.nativeOps);
  }

  call(name: string, feeds: Record<string, Feed>): Record<string, Float32Array> {
    const fn = requireEntry('function', this.functions, name);
    checkFeeds(name, fn.inputs, feeds);
    return readValues(() => {
      const inputs: Tensors = {};
      for (const [key, spec] of Object.entries(fn.inputs)) {
        const feed = feeds[key];
        const values = typeof feed === 'number' ? [feed] : feed;
        inputs[key] =
          values instanceof tf.Tensor ? values : tf.tensor(values, spec.shape, spec.dtype);
      }
      const result = noteNativeOps(this.nativeOps, () => fn.run({ ...this.state }, inputs));
      for (const [key, tensor] of Object.entries(result.state ?? {})) {
        const old = requireEntry('state', this.state, key);
        this.state[key] = tf.keep(tensor.clone());
        old.dispose();
      }
      return result.outputs;
    });
  }

  read(name: string): Float32Array {
    return requireEntry('state', this.state, name).dataSync().slice() as Float32Array;
  }

  write(name: string, values: Float32Array): void {
    const old = requireEntry('state', this.state, name);
    if (values.length !== old.size) {
      throw new Error(`"${name}" takes ${old.size} values [${old.shape}], not ${values.length}.`);
    }
    this.state[name] = tf.keep(tf.tensor(values, old.shape, old.dtype));
    old.dispose();
  }

  dispose(): void {
    tf.dispose(this.state);
  }
}
