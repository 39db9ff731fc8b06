import { DataType } from './binding';
import { attr, type GraphNode, scalarInt } from './graph-def';
import type { TensorSpec } from './program';

/** For each state tensor: a variable, its current value, and a way to set it from a feed. */
export function stateNodes(state: Record<string, TensorSpec>): GraphNode[] {
  return Object.entries(state).flatMap(([key, spec]) => [
    {
      name: `state/${key}`,
      op: 'VarHandleOp',
      input: [],
      attr: {
        dtype: attr.type(DataType[spec.dtype]),
        shape: attr.shape(spec.shape),
        shared_name: attr.string(key),
        container: attr.string(''),
      },
    },
    readNode(`state/${key}/value`, key, spec),
    placeholder(`state/${key}/init`, spec),
    assignNode(`state/${key}/assign`, key, spec, `state/${key}/init:0`, []),
    scalarInt(`state/${key}/set`, 0, [`state/${key}/assign`]),
  ]);
}

export function readNode(name: string, key: string, spec: TensorSpec): GraphNode {
  const dtype = attr.type(DataType[spec.dtype]);
  return { name, op: 'ReadVariableOp', input: [`state/${key}`], attr: { dtype } };
}

export function assignNode(
  name: string,
  key: string,
  spec: TensorSpec,
  value: string,
  control: string[],
): GraphNode {
  const dtype = attr.type(DataType[spec.dtype]);
  return {
    name,
    op: 'AssignVariableOp',
    input: [`state/${key}`, value, ...control],
    attr: { dtype },
  };
}

export function placeholder(name: string, spec: TensorSpec): GraphNode {
  const dtype = attr.type(DataType[spec.dtype]);
  return { name, op: 'Placeholder', input: [], attr: { dtype, shape: attr.shape(spec.shape) } };
}
