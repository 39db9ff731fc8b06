import {
  decodeSafetensors,
  encodeSafetensors,
  type TensorFile,
} from '../lib/dist/training/safetensors';

/** A safetensors file in memory. */
export const encodeTensors = (file: Parameters<typeof encodeSafetensors>[0]): Buffer =>
  Buffer.concat(encodeSafetensors(file));

export const decodeTensors = (bytes: Buffer): TensorFile =>
  decodeSafetensors({
    size: bytes.length,
    read: (into, at) => into.set(bytes.subarray(at, at + into.length)),
  });
