import * as fs from 'node:fs';
import { AT_ONCE, writeWhole } from '../base/node';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from './safetensors';

/** Writes tensors as a safetensors file, whole or not at all. Throws as `writeWhole` does. */
export function writeTensors(file: string, content: Parameters<typeof encodeSafetensors>[0]): void {
  writeWhole(file, encodeSafetensors(content));
}

/**
 * Reads a safetensors file. Throws the file system's error (with a code), or one that says what is
 * wrong with the bytes.
 */
export function readTensors(file: string): TensorFile {
  const handle = fs.openSync(file, 'r');
  try {
    return decodeSafetensors({
      size: fs.fstatSync(handle).size,
      read: (into, at) => fill(handle, into, at),
    });
  } finally {
    fs.closeSync(handle);
  }
}

function fill(handle: number, into: Uint8Array, from: number): void {
  let at = 0;
  while (at < into.length) {
    const n = fs.readSync(handle, into, at, Math.min(AT_ONCE, into.length - at), from + at);
    if (n === 0) throw new Error('it became shorter while it was read');
    at += n;
  }
}
