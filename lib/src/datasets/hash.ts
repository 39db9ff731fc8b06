import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

/**
 * SHA-256 (hex) of texts (as UTF-8) and whole numbers (32 bits each, little-endian), one after the
 * other. In JavaScript, so that a browser names a dataset as Node does.
 */
export function sha256Hex(parts: Iterable<string | Int32Array>): string {
  const hash = sha256.create();
  for (const part of parts) hash.update(typeof part === 'string' ? part : littleEndian(part));
  return bytesToHex(hash.digest());
}

function littleEndian(values: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setInt32(4 * i, value, true));
  return new Uint8Array(view.buffer);
}

/** SHA-256 (hex) of values in little-endian byte order. */
export const valuesHash = (values: Int32Array): string => sha256Hex([values]);
