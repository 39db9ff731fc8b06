/*
 * tfjs's tensor types without the rest of its declarations: a notebook cell that imports the engine
 * is compiled with a handful of files instead of six hundred.
 */
export type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core/dist/tensor';
export type { TensorInfo } from '@tensorflow/tfjs-core/dist/tensor_info';
export type { TypedArray } from '@tensorflow/tfjs-core/dist/types';
