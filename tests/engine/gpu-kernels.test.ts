import { createRequire } from 'node:module';
import { loadTensorFlow } from 'memorization-kit/engine';
import { findFinding } from 'memorization-kit/findings';
import { tokenFormats } from '../../lib/dist/recipes/token-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphNode } from '../../lib/dist/engine/graph-def';
import { tinyRuns } from '../guards/tiny-configs';
import { placementProblems, snapshotVersion } from './gpu-placement';

/*
 * Every graph that is captured, looked up in what TensorFlow's GPU build can do: no GPU is needed.
 * On a CPU without the native kernels the graphs are those of a GPU.
 */

const graphDef = createRequire(import.meta.url)('../../lib/dist/engine/graph-def.js') as {
  encodeSavedModel: (nodes: GraphNode[], version: string) => Uint8Array;
};
const { encodeSavedModel } = graphDef;
let captured: GraphNode[][] = [];

let tensorflow = '';
beforeAll(() => {
  process.env.KIT_KERNELS = 'composed';
  tensorflow = loadTensorFlow({ device: 'cpu', threads: 1 }).tensorflow;
  graphDef.encodeSavedModel = (nodes, version) => {
    captured.push(nodes);
    return encodeSavedModel(nodes, version);
  };
});
afterAll(() => {
  graphDef.encodeSavedModel = encodeSavedModel;
});

it('the snapshot is of the TensorFlow that is installed', () => {
  expect(snapshotVersion).toBe(tensorflow);
});

async function graphsOf(name: string, overrides: object): Promise<GraphNode[][]> {
  captured = [];
  const finding = findFinding(name);
  await finding.run(finding.config(overrides), {
    device: 'cpu',
    signal: new AbortController().signal,
    checkpoints: null,
    onProgress: () => {},
  });
  return captured;
}

const [qa] = Object.values(tinyRuns['biographies-qa']);
const formats = Object.keys(tokenFormats).map((mode) => [
  `the format ${mode}`,
  { mode, steps: 2, datasetScale: 0.3 },
]);

describe.each<[string, Record<string, object>]>([
  ...Object.entries(tinyRuns),
  ['float32-vs-bfloat16', Object.fromEntries(formats)],
  ['biographies-qa', { dropout: { ...qa, dropout: 0.1 } }],
])('%s', (name, runs) => {
  it.each(Object.entries(runs))('%s: all of it runs on a GPU', async (_, overrides) => {
    const graphs = await graphsOf(name, overrides);
    expect(graphs.length).toBeGreaterThan(0);
    expect(graphs.flatMap(placementProblems)).toEqual([]);
  });
});

describe('what is found', () => {
  const T = { type: 3 };
  const node = (op: string, input: string[], attr: GraphNode['attr'] = { T }): GraphNode => ({
    name: op,
    op,
    input,
    attr,
  });
  const fed = node('Placeholder', [], { dtype: { type: 3 } });
  const constant = (size: number): GraphNode => {
    const tensor_shape = { dim: [{ size }] };
    const value = { tensor: { dtype: 3, tensor_shape, tensor_content: new Uint8Array() } };
    return node('Const', [], { dtype: { type: 3 }, value });
  };

  it.each<[string, GraphNode[], RegExp]>([
    ['an operation that nobody knows', [node('Unheard', [])], /Unheard.*has no GPU kernel/],
    [
      'types without a kernel',
      [fed, node('MatMul', ['Placeholder', 'Placeholder'])],
      /MatMul\(T=3/,
    ],
    ['a native kernel', [node('KitLevels', [])], /has no GPU kernel/],
    [
      'work on the host',
      [fed, node('Add', ['Placeholder', 'Placeholder'])],
      /computed on the host/,
    ],
    [
      'a way back',
      [
        node('Placeholder', [], { dtype: { type: 1 } }),
        node('Cast', ['Placeholder'], { SrcT: { type: 1 }, DstT: { type: 3 } }),
        node('Equal', ['Cast', 'Cast']),
      ],
      /Equal\(T=3\) takes "x" back to the host/,
    ],
    ['a long list of whole numbers', [constant(65)], /65 values is copied from the host/],
  ])('%s', (_, nodes, problem) => {
    expect(placementProblems(nodes).join('\n')).toMatch(problem);
  });

  it('and nothing about views of what is fed, and short lists', () => {
    const view = node('Reshape', ['Placeholder', 'Const'], { T, Tshape: T });
    expect(placementProblems([fed, constant(2), view])).toEqual([]);
  });
});
