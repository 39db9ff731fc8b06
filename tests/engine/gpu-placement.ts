import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import type { GraphNode } from '../../lib/dist/engine/graph-def';

/** What TensorFlow's GPU build registers for an operation; made by scripts/gpu/registered_kernels.py. */
interface Operation {
  inputs: string[]; // 'values*N' is a list as long as the attribute N says
  outputs: string[];
  defaults: Record<string, number>;
  kernels: { types: Record<string, number[]>; host: string[] }[];
}

const snapshot = JSON.parse(
  fs.readFileSync(path.join(projectRoot(), 'tests/fixtures/gpu-kernels.json'), 'utf8'),
) as { tensorflow: string; ops: Record<string, Operation> };

export const snapshotVersion = snapshot.tensorflow;

/** The most values that may lie on the host: axes, shapes, numbers of rows. */
const SMALL = 64;

/** What only looks at a host tensor in another way: of what is fed, nothing more is copied for it. */
const VIEWS = ['Reshape', 'Slice', 'StridedSlice', 'ExpandDims', 'Squeeze', 'Identity'];

/** An argument for each input or output of a node. */
function spread(args: string[], node: GraphNode): string[] {
  return args.flatMap((arg) => {
    const [name, length] = arg.split('*');
    if (!length) return [name];
    const value = node.attr[length];
    return Array.from({ length: 'i' in value ? value.i : 0 }, () => name);
  });
}

function kernelOf(node: GraphNode, operation: Operation): Operation['kernels'][number] | undefined {
  const typeOf = (attribute: string): number | undefined => {
    const given = node.attr[attribute] as (typeof node.attr)[string] | undefined;
    return given && 'type' in given ? given.type : operation.defaults[attribute];
  };
  return operation.kernels.find(({ types }) =>
    Object.entries(types).every(([attribute, allowed]) =>
      allowed.includes(typeOf(attribute) ?? NaN),
    ),
  );
}

function constantSize(node: GraphNode): number {
  const { value } = node.attr;
  if (!('tensor' in value)) return Infinity;
  return value.tensor.tensor_shape.dim.reduce((size, dim) => size * dim.size, 1);
}

/**
 * What would keep a captured graph from running on a GPU, or make it wait for copies: an operation
 * without a kernel there, a value that goes back to the host, work of any size that is done on the
 * host. What is fed comes from the host, and views of it may stay there.
 */
export function placementProblems(nodes: GraphNode[]): string[] {
  const problems = new Set<string>();
  const onHost = new Set<string>(); // outputs, 'node:index'
  for (const node of nodes) {
    const types = Object.entries(node.attr)
      .map(([name, value]) => ('type' in value ? `${name}=${value.type}` : ''))
      .filter(Boolean);
    const label = `${node.op}(${types.join(' ')})`;
    if (node.op === 'Placeholder') {
      onHost.add(`${node.name}:0`);
      continue;
    }
    const operation = Object.hasOwn(snapshot.ops, node.op) ? snapshot.ops[node.op] : null;
    const kernel = operation && kernelOf(node, operation);
    if (!operation || !kernel) {
      problems.add(`${label} has no GPU kernel`);
      continue;
    }
    const inputs = node.input.filter((input) => !input.startsWith('^'));
    spread(operation.inputs, node).forEach((name, i) => {
      const resource = name === 'resource';
      if (kernel.host.includes(name) && !resource && !onHost.has(reference(inputs[i]))) {
        problems.add(`${label} takes "${name}" back to the host`);
      }
    });
    const outputs = spread(operation.outputs, node);
    const hostOutputs = outputs.filter((name) => kernel.host.includes(name) && name !== 'resource');
    if (hostOutputs.length === 0) continue;
    outputs.forEach((_, i) => onHost.add(`${node.name}:${i}`));
    if (VIEWS.includes(node.op)) continue;
    if (node.op !== 'Const') problems.add(`${label} is computed on the host`);
    else if (constantSize(node) > SMALL) {
      problems.add(
        `${label} of ${constantSize(node)} values is copied from the host in every step`,
      );
    }
  }
  return [...problems];
}

const reference = (input: string): string => (input.includes(':') ? input : `${input}:0`);
