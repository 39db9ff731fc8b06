import * as tf from '@tensorflow/tfjs';
import { DataType } from './binding';
import { attr, type GraphNode } from './graph-def';
import type { Feed, TensorSpec } from './program';
import { placeholder } from './program-nodes';

/*
 * All scalars that a function takes are fed as one vector: each feed is a copy to the GPU, for which
 * the step waits. It is of float32, and a whole number is the bits of one of its values.
 */

type Inputs = Record<string, TensorSpec>;

export const isScalar = ({ shape }: TensorSpec): boolean => shape.length === 0;

const scalarsOf = (inputs: Inputs): [string, TensorSpec][] =>
  Object.entries(inputs).filter(([, spec]) => isScalar(spec));

/** The vector's name in the graph, and its shape. */
const feedName = (of: string): string => `${of}/scalars`;
const feedSpec = (size: number): TensorSpec => ({ shape: [size], dtype: 'float32' });

/** The nodes that take the vector apart, and the reference of each scalar by its name. */
export function scalarNodes(
  of: string,
  inputs: Inputs,
): { nodes: GraphNode[]; refs: Record<string, string> } {
  const scalars = scalarsOf(inputs);
  if (scalars.length === 0) return { nodes: [], refs: {} };
  const T = attr.type(DataType.float32);
  const parts = `${of}/scalars/parts`;
  const nodes: GraphNode[] = [
    placeholder(feedName(of), feedSpec(scalars.length)),
    {
      name: parts,
      op: 'Unpack',
      input: [`${feedName(of)}:0`],
      attr: { T, num: { i: scalars.length }, axis: { i: 0 } },
    },
  ];
  const refs: Record<string, string> = {};
  scalars.forEach(([key, { dtype }], i) => {
    refs[key] = `${parts}:${i}`;
    if (dtype === 'float32') return;
    const name = `${of}/scalars/${key}`;
    const type = attr.type(DataType[dtype]);
    nodes.push({ name, op: 'Bitcast', input: [refs[key]], attr: { T, type } });
    refs[key] = `${name}:0`;
  });
  return { nodes, refs };
}

/** The vector for one call: its name, shape and values; null when the function takes no scalar. */
export function scalarFeed(
  of: string,
  inputs: Inputs,
  feeds: Record<string, Feed>,
): { name: string; spec: TensorSpec; values: Float32Array } | null {
  const scalars = scalarsOf(inputs);
  if (scalars.length === 0) return null;
  const values = new Float32Array(scalars.length);
  const whole = new Int32Array(values.buffer);
  scalars.forEach(([key, { dtype }], i) => {
    const feed = feeds[key];
    const given = feed instanceof tf.Tensor ? feed.dataSync() : feed;
    (dtype === 'int32' ? whole : values)[i] = typeof given === 'number' ? given : given[0];
  });
  return { name: feedName(of), spec: feedSpec(scalars.length), values };
}
