import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type Binding, DataType, tensorFlowBackend } from './binding';
import { attr, encodeSavedModel, type GraphNode, scalarInt } from './graph-def';
import { type Kernels, kernelsOf } from './native';
import { explainedMemory } from './out-of-memory';
import {
  checkFeeds,
  type Feed,
  type Program,
  type ProgramFunction,
  type ProgramSpec,
  requireEntry,
  type TensorSpec,
  type Tensors,
} from './program';
import { assignNode, placeholder, readNode, stateNodes } from './program-nodes';
import { isScalar, scalarFeed, scalarNodes } from './scalar-feeds';
import { trace } from './trace';
import { explainedWrite } from '../base/node';

interface Entry {
  inputs: Record<string, TensorSpec>;
  outputs: string[];
  fetches: string;
}

const TRAINED = 'done'; // fetched from a function that has no outputs, to make its updates run

/**
 * A program whose functions were captured: each call runs as one TensorFlow graph, with the state
 * in resource variables on the device. Needs the TensorFlow backend.
 */
export class CapturedProgram implements Program {
  readonly mode: 'plain' | 'xla';
  readonly kernels: Kernels;
  /** Number of graph nodes, for the curious. */
  readonly nNodes: number;
  private readonly binding: Binding;
  private readonly id: number;
  private readonly entries: Record<string, Entry> = {};
  private readonly state: Record<string, TensorSpec>;
  private disposed = false;

  /** @param xla compile with XLA: faster small steps for 3–15 s of compiling */
  constructor(spec: ProgramSpec, xla: boolean) {
    this.mode = xla ? 'xla' : 'plain';
    this.binding = tensorFlowBackend().binding;
    this.state = Object.fromEntries(
      Object.entries(spec.state).map(([name, t]) => [name, specOf(name, t)]),
    );
    const nodes = stateNodes(this.state);
    for (const [name, fn] of Object.entries(spec.functions)) {
      nodes.push(...this.capture(name, fn, spec.state));
    }
    this.nNodes = nodes.length;
    this.kernels = kernelsOf(nodes.map(({ op }) => op));
    if (!xla) for (const node of nodes) node.attr._XlaCompile = attr.bool(false);
    this.id = load(this.binding, encodeSavedModel(nodes, this.binding.TF_Version));
    const names = Object.keys(spec.state);
    if (names.length === 0) return;
    const ids = tensorFlowBackend().getInputTensorIds(Object.values(spec.state));
    const feeds = names.map((name) => `state/${name}/init`).join(',');
    const fetches = names.map((name) => `state/${name}/set`).join(',');
    this.run(ids, feeds, fetches).forEach((output) => this.binding.deleteTensor(output.id));
  }

  call(name: string, feeds: Record<string, Feed>): Record<string, Float32Array> {
    const entry = requireEntry('function', this.entries, name);
    checkFeeds(name, entry.inputs, feeds);
    const created: number[] = [];
    const names: string[] = [];
    const ids: number[] = [];
    const feed = (name: string, spec: TensorSpec, values: Feed): void => {
      names.push(name);
      if (values instanceof tf.Tensor) {
        ids.push(tensorFlowBackend().getInputTensorIds([values])[0]);
        return;
      }
      const id = this.create(spec, typeof values === 'number' ? [values] : values);
      created.push(id);
      ids.push(id);
    };
    for (const [key, spec] of Object.entries(entry.inputs)) {
      if (!isScalar(spec)) feed(`${name}/feed/${key}`, spec, feeds[key]);
    }
    const scalars = scalarFeed(name, entry.inputs, feeds);
    if (scalars) feed(scalars.name, scalars.spec, scalars.values);
    try {
      const results = this.run(ids, names.join(','), entry.fetches);
      return Object.fromEntries(entry.outputs.map((key, i) => [key, this.take(results[i].id)]));
    } finally {
      created.forEach((id) => this.binding.deleteTensor(id));
    }
  }

  read(name: string): Float32Array {
    requireEntry('state', this.state, name);
    return this.take(this.run([], '', `state/${name}/value`)[0].id);
  }

  write(name: string, values: Float32Array): void {
    const spec = requireEntry('state', this.state, name);
    checkFeeds(`write(${name})`, { [name]: spec }, { [name]: values });
    const id = this.create(spec, values);
    try {
      const [done] = this.run([id], `state/${name}/init`, `state/${name}/set`);
      this.binding.deleteTensor(done.id);
    } finally {
      this.binding.deleteTensor(id);
    }
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.binding.deleteSavedModel(this.id);
  }

  private create(spec: TensorSpec, values: ArrayLike<number>): number {
    const Type = spec.dtype === 'int32' ? Int32Array : Float32Array;
    const typed = values instanceof Type ? values : Type.from(values);
    return this.binding.createTensor(spec.shape, DataType[spec.dtype], typed);
  }

  private take(id: number): Float32Array {
    const values = this.binding.tensorDataSync(id) as Float32Array;
    this.binding.deleteTensor(id);
    return values;
  }

  private run(ids: number[], feeds: string, fetches: string): { id: number }[] {
    if (this.disposed) throw new Error('This captured program was disposed.');
    try {
      return this.binding.runSavedModel(this.id, ids, feeds, fetches);
    } catch (error) {
      throw explainedMemory(error);
    }
  }

  private capture(name: string, fn: ProgramFunction, state: Tensors): GraphNode[] {
    const nodes: GraphNode[] = [];
    const inputs: { tensor: tf.Tensor; ref: string }[] = [];
    const stateNames = Object.keys(state);
    for (const key of stateNames) {
      const node = `${name}/read/${key}`;
      nodes.push(readNode(node, key, this.state[key]));
      inputs.push({ tensor: state[key], ref: `${node}:0` });
    }
    const feeds: Tensors = {};
    const scalars = scalarNodes(name, fn.inputs);
    nodes.push(...scalars.nodes);
    for (const [key, spec] of Object.entries(fn.inputs)) {
      const node = `${name}/feed/${key}`;
      if (!isScalar(spec)) nodes.push(placeholder(node, spec));
      feeds[key] = tf.zeros(spec.shape, spec.dtype);
      inputs.push({ tensor: feeds[key], ref: scalars.refs[key] ?? `${node}:0` });
    }
    let outputs: string[] = [];
    let updates: string[] = [];
    tf.engine().startScope(`capture ${name}`);
    try {
      const traced = trace(name, inputs, () => {
        const result = fn.run(state, feeds);
        outputs = Object.keys(result.outputs);
        updates = Object.keys(result.state ?? {});
        updates.forEach((key) => requireEntry('state', this.state, key));
        return [...Object.values(result.outputs), ...Object.values(result.state ?? {})];
      });
      nodes.push(...traced.nodes);
      // Assign only when all of the old state has been read.
      const reads = stateNames.map((key) => `^${name}/read/${key}`);
      const assigned = updates.map((key, i) => {
        const value = traced.outputs[outputs.length + i];
        nodes.push(assignNode(`${name}/assign/${key}`, key, this.state[key], value, reads));
        return `${name}/assign/${key}`;
      });
      outputs.forEach((key, i) => {
        nodes.push({
          name: `${name}/output/${key}`,
          op: 'Identity',
          input: [traced.outputs[i], ...assigned.map((node) => `^${node}`)],
          attr: { T: attr.type(DataType.float32) },
        });
      });
      if (outputs.length === 0) nodes.push(scalarInt(`${name}/${TRAINED}`, 0, assigned));
    } finally {
      tf.engine().endScope();
      tf.dispose(feeds);
    }
    const fetches = outputs.map((key) => `${name}/output/${key}`);
    this.entries[name] = {
      inputs: fn.inputs,
      outputs,
      fetches: fetches.join(',') || `${name}/${TRAINED}`,
    };
    return nodes;
  }
}

function specOf(name: string, tensor: tf.Tensor): TensorSpec {
  if (tensor.dtype !== 'float32' && tensor.dtype !== 'int32') {
    throw new TypeError(`State "${name}" is ${tensor.dtype}; float32 and int32 can be kept.`);
  }
  return { shape: tensor.shape, dtype: tensor.dtype };
}

/** TensorFlow loads graphs from a folder only; it is gone again before this returns. */
function load(binding: Binding, savedModel: Uint8Array): number {
  const folder = writeGraph(savedModel);
  try {
    return binding.loadSavedModel(folder, 'serve');
  } catch (error) {
    throw new Error(
      `TensorFlow refused the captured graph: ${(error as Error).message} ` +
        'If an attribute is missing, add the op to OMITTED_TYPES in trace.ts.',
      { cause: error },
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function writeGraph(savedModel: Uint8Array): string {
  const prefix = path.join(os.tmpdir(), 'memorization-kit-');
  let folder: string | null = null;
  try {
    folder = fs.mkdtempSync(prefix);
    fs.mkdirSync(path.join(folder, 'variables'));
    fs.writeFileSync(path.join(folder, 'saved_model.pb'), savedModel);
    return folder;
  } catch (error) {
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
    throw explainedWrite(error, `${prefix}* (TMPDIR chooses another folder)`);
  }
}
