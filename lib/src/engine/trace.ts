import * as tf from '@tensorflow/tfjs';
import { type Binding, DataType, type OpAttribute, tensorFlowBackend } from './binding';
import { forbidInCapture, whileCapturing } from './capture-state';
import { attr, type Attr, constNode, type GraphNode } from './graph-def';

/** A recorded function: its nodes, and where in them each output is ("node:index"). */
export interface Trace {
  nodes: GraphNode[];
  outputs: string[];
}

const RANDOM_OP = /^(random|truncatedNormal|multinomial|dropout|stateless|rand$)/i;

/** Attributes that eager ops may leave out but a graph needs: name -> the input whose type it is. */
const OMITTED_TYPES: Record<string, Record<string, number>> = {
  ExpandDims: { T: 0, Tdim: 1 },
};

/**
 * Runs `body` once, eagerly, and records each op that reaches TensorFlow as a graph node.
 *
 * All ops pass through the binding's `executeOp` with tensor ids that are never reused; this is the
 * one place that has to be watched. Tensors that JavaScript writes, and tensors from outside that
 * are not among `inputs`, become constants. Reading a value or drawing a random number throws.
 *
 * @param prefix put before each node's name
 * @param inputs tensor and the graph reference ("node:index") that stands for it
 */
export function trace(
  prefix: string,
  inputs: { tensor: tf.Tensor; ref: string }[],
  body: () => tf.Tensor[],
): Trace {
  const backend = tensorFlowBackend();
  const binding = backend.binding;
  const recorder = new Recorder(prefix, binding);
  backend.getInputTensorIds(inputs.map((input) => input.tensor)).forEach((id, i) => {
    recorder.refs.set(id, inputs[i].ref);
    recorder.dtypes.set(id, DataType[inputs[i].tensor.dtype as keyof typeof DataType]);
  });
  backend.binding = recorder.binding();
  const restoreGuards = guardRandomness();
  try {
    const outputs = whileCapturing(body);
    const ids = backend.getInputTensorIds(outputs);
    return { nodes: recorder.nodes, outputs: ids.map((id) => recorder.ref(id)) };
  } finally {
    restoreGuards();
    backend.binding = binding;
  }
}

class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly refs = new Map<number, string>();
  readonly dtypes = new Map<number, number>();
  private readonly written = new Map<
    number,
    { shape: number[]; dtype: number; bytes: Uint8Array }
  >();
  private count = 0;

  constructor(
    private readonly prefix: string,
    private readonly real: Binding,
  ) {}

  binding(): Binding {
    const overrides: Partial<Binding> = {
      executeOp: (name, attributes, inputs, nOutputs) => {
        if (RANDOM_OP.test(name)) forbidRandom(name);
        const outputs = this.real.executeOp(name, attributes, inputs, nOutputs);
        const node = this.name(name);
        this.nodes.push({
          name: node,
          op: name,
          input: inputs.map((id) => this.ref(id)),
          attr: this.attributes(name, attributes, inputs),
        });
        outputs.forEach((output, i) => {
          this.refs.set(output.id, `${node}:${i}`);
          this.dtypes.set(output.id, output.dtype);
        });
        return outputs;
      },
      createTensor: (shape, dtype, values) => {
        const id = this.real.createTensor(shape, dtype, values);
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
        this.written.set(id, { shape: [...shape], dtype, bytes });
        this.dtypes.set(id, dtype);
        return id;
      },
      tensorDataSync: () => {
        forbidInCapture(
          `A value was read (dataSync, arraySync, print, or an op that checks values) in "${scopeName()}"`,
          'Return the tensor as an output and read it after the step.',
        );
        throw new Error('unreachable');
      },
    };
    // not a proxy of the binding itself, whose properties are read-only
    return new Proxy({} as Binding, {
      get: (_, key: keyof Binding) => overrides[key] ?? this.real[key],
    });
  }

  /** The graph reference of a tensor; one from outside the trace becomes a constant here. */
  ref(id: number): string {
    const known = this.refs.get(id);
    if (known !== undefined) return known;
    const constant = this.written.get(id) ?? this.outside(id);
    const node = this.name('Const');
    this.nodes.push(constNode(node, constant.dtype, constant.shape, constant.bytes));
    this.refs.set(id, `${node}:0`);
    return `${node}:0`;
  }

  /** Shape and values of a tensor that was made before the trace, by asking TensorFlow. */
  private outside(id: number): { shape: number[]; dtype: number; bytes: Uint8Array } {
    const values = this.real.tensorDataSync(id);
    const dtype = values instanceof Float32Array ? DataType.float32 : DataType.int32;
    if (!(values instanceof Float32Array) && !(values instanceof Int32Array)) {
      throw new TypeError('A captured step can close over float32 and int32 tensors only.');
    }
    const [shape] = this.real.executeOp(
      'Shape',
      [
        { name: 'T', type: this.real.TF_ATTR_TYPE, value: dtype },
        { name: 'out_type', type: this.real.TF_ATTR_TYPE, value: DataType.int32 },
      ],
      [id],
      1,
    );
    const dimensions = Array.from(this.real.tensorDataSync(shape.id));
    this.real.deleteTensor(shape.id);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.dtypes.set(id, dtype);
    return { shape: dimensions, dtype, bytes };
  }

  private name(op: string): string {
    return `${this.prefix}/${op}_${this.count++}`;
  }

  private attributes(op: string, list: OpAttribute[], inputs: number[]): Record<string, Attr> {
    const result: Record<string, Attr> = {};
    for (const [name, input] of Object.entries(OMITTED_TYPES[op] ?? {})) {
      result[name] = attr.type(this.dtypes.get(inputs[input]) ?? DataType.float32);
    }
    for (const attribute of list) result[attribute.name] = this.attribute(attribute);
    return result;
  }

  private attribute({ name, type, value }: OpAttribute): Attr {
    const { real } = this;
    if (Array.isArray(value)) {
      if (type === real.TF_ATTR_SHAPE) return attr.shape(value);
      if (type === real.TF_ATTR_INT) return { list: { i: value } };
      if (type === real.TF_ATTR_FLOAT) return { list: { f: value } };
      throw new TypeError(`Attribute "${name}" holds a list that cannot be written into a graph.`);
    }
    if (type === real.TF_ATTR_STRING) return attr.string(String(value));
    if (type === real.TF_ATTR_INT) return { i: Number(value) };
    if (type === real.TF_ATTR_FLOAT) return { f: Number(value) };
    if (type === real.TF_ATTR_BOOL) return { b: Boolean(value) };
    if (type === real.TF_ATTR_TYPE) return { type: Number(value) };
    throw new TypeError(`Attribute "${name}" has a type that cannot be written into a graph.`);
  }
}

function scopeName(): string {
  return tf.engine().state.activeScope?.name || 'the step';
}

function forbidRandom(name: string): void {
  forbidInCapture(
    `A random number was drawn (${name})`,
    'Draw outside and pass the numbers in as an input of the step.',
  );
}

/** tfjs draws in JavaScript; the op's scope (and Math.random) is where that can be seen. */
function guardRandomness(): () => void {
  const engine = tf.engine();
  const startScope = engine.startScope;
  const random = Math.random;
  engine.startScope = function (name?: string) {
    if (name && RANDOM_OP.test(name)) forbidRandom(name);
    startScope.call(engine, name);
  };
  Math.random = () => {
    forbidRandom('Math.random');
    return random();
  };
  return () => {
    engine.startScope = startScope;
    Math.random = random;
  };
}
