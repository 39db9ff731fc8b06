import type { Kernels } from './native';
import type { Tensor } from './tensor-types';

export type Tensors = Record<string, Tensor>;
export interface TensorSpec {
  shape: number[];
  dtype: 'float32' | 'int32';
}

/** One entry point of a program: from state and inputs to outputs and, if it trains, a new state. */
export interface ProgramFunction {
  inputs: Record<string, TensorSpec>;
  /** Pure: builds tensors from tensors, reads no value, draws no random number. */
  run(state: Tensors, inputs: Tensors): { outputs: Tensors; state?: Tensors };
}

export interface ProgramSpec {
  /** Initial values; copied, so the caller may dispose them. */
  state: Tensors;
  functions: Record<string, ProgramFunction>;
}

export type Values = Float32Array | Int32Array;
/** What a function is called with: a tensor that stays on the device, or values to copy there. */
export type Feed = Tensor | Values | number;

export type EngineMode = 'eager' | 'plain' | 'xla';

/**
 * Functions over a state that stays on the device between calls: parameters, optimizer moments.
 * `captured` programs run each function as one compiled TensorFlow graph, `eager` ones op by op.
 */
export interface Program {
  readonly mode: EngineMode;
  /** Which native kernels its ops are; of an eager program, those that have run. */
  readonly kernels: Kernels;
  /** Runs a function; a state that it returns replaces the old one. Throws on unknown names. */
  call(name: string, feeds: Record<string, Feed>): Record<string, Float32Array>;
  /** Copies one state tensor to JavaScript. */
  read(name: string): Float32Array;
  /** Overwrites one state tensor. Throws when the number of values differs. */
  write(name: string, values: Float32Array): void;
  dispose(): void;
}

/** The entry of that name; throws an Error that lists the names when there is none. */
export function requireEntry<T>(kind: string, entries: Record<string, T>, name: string): T {
  if (!Object.hasOwn(entries, name)) {
    throw new Error(`No ${kind} "${name}"; there are ${Object.keys(entries).join(', ')}.`);
  }
  return entries[name];
}

/** Throws unless `feeds` names exactly the inputs of the function. */
export function checkFeeds(
  name: string,
  inputs: Record<string, TensorSpec>,
  feeds: Record<string, Feed>,
): void {
  for (const key of Object.keys(feeds)) {
    if (!Object.hasOwn(inputs, key)) {
      throw new Error(
        `"${name}" has no input "${key}"; it takes ${Object.keys(inputs).join(', ')}.`,
      );
    }
  }
  for (const [key, spec] of Object.entries(inputs)) {
    if (!Object.hasOwn(feeds, key)) throw new Error(`"${name}" was called without "${key}".`);
    const size = spec.shape.reduce((a, b) => a * b, 1);
    const feed = feeds[key];
    const given = typeof feed === 'number' ? 1 : 'size' in feed ? feed.size : feed.length;
    if (given !== size) {
      throw new Error(`"${key}" of "${name}" takes ${size} values [${spec.shape}], not ${given}.`);
    }
  }
}
