import * as tf from '@tensorflow/tfjs';
import type { Tensor, TensorInfo, TypedArray } from './tensor-types';

/** An attribute of a TensorFlow op as the native binding takes it. */
export interface OpAttribute {
  name: string;
  type: number;
  value: number | string | boolean | number[];
}

export interface TensorMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The part of tfjs-node-gpu's native binding that the engine uses. Tensor ids are never reused. */
export interface Binding {
  TF_Version: string;
  TF_FLOAT: number;
  TF_INT32: number;
  TF_BOOL: number;
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
  isUsingGpuDevice(): boolean;
  createTensor(shape: number[], dtype: number, values: TypedArray): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TypedArray;
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputs: number[],
    nOutputs: number,
  ): TensorMetadata[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputs: number[], feeds: string, fetches: string): TensorMetadata[];
}

/** The tfjs backend of tfjs-node-gpu, as far as the engine reaches into it. */
export interface TensorFlowBackend {
  binding: Binding;
  getInputTensorIds(tensors: TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): Tensor;
}

/** TensorFlow's numbers of the data types (types.proto). */
export const DataType = {
  float32: 1,
  int32: 3,
  bool: 10,
  bfloat16: 14,
  resource: 20,
  uint32: 22,
} as const;

export function isTensorFlowBackend(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/** Whether tensors are TensorFlow's and lie on a GPU. */
export function isOnGpu(): boolean {
  return isTensorFlowBackend() && tensorFlowBackend().binding.isUsingGpuDevice();
}

export function tensorFlowBackend(): TensorFlowBackend {
  if (!isTensorFlowBackend()) {
    throw new Error(`The tfjs backend is "${tf.getBackend()}"; this needs TensorFlow's.`);
  }
  return tf.backend() as unknown as TensorFlowBackend;
}

type AttributeValues = Record<
  string,
  { type: number } | { int: number } | { float: number } | { bool: boolean } | { string: string }
>;

/**
 * Runs one TensorFlow op on raw tensor ids; for data types and ops that tfjs does not have.
 * The caller deletes the outputs, or hands them to `wrapTensor`.
 */
export function rawOp(
  name: string,
  attributes: AttributeValues,
  inputs: number[],
  nOutputs = 1,
): TensorMetadata[] {
  const { binding } = tensorFlowBackend();
  const list = Object.entries(attributes).map(([key, value]): OpAttribute => {
    if ('type' in value) return { name: key, type: binding.TF_ATTR_TYPE, value: value.type };
    if ('int' in value) return { name: key, type: binding.TF_ATTR_INT, value: value.int };
    if ('float' in value) return { name: key, type: binding.TF_ATTR_FLOAT, value: value.float };
    if ('bool' in value) return { name: key, type: binding.TF_ATTR_BOOL, value: value.bool };
    return { name: key, type: binding.TF_ATTR_STRING, value: value.string };
  });
  return binding.executeOp(name, list, inputs, nOutputs);
}

/** Runs one TensorFlow op on tfjs tensors. */
export function tensorFlowOp(
  name: string,
  attributes: AttributeValues,
  inputs: Tensor[],
  nOutputs = 1,
): Tensor[] {
  const backend = tensorFlowBackend();
  const outputs = rawOp(name, attributes, backend.getInputTensorIds(inputs), nOutputs);
  return outputs.map((output) => backend.createOutputTensor(output));
}
