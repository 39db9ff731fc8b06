import { shownValue } from '../engine';

/*
 * The safetensors layout: 8 bytes little-endian length of the header, the header as JSON, the raw
 * values. Only float32 tensors; metadata are strings, as the format asks.
 */

export interface TensorFile {
  tensors: Record<string, Float32Array>; // flat, row-major
  shapes: Record<string, number[]>; // of all tensors
  metadata: Record<string, string>;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000; // the format's own limit
const METADATA = '__metadata__';

/** Bytes that are read piece by piece: a file can have more than one Buffer holds. */
export interface ByteSource {
  size: number;
  /** Fills `into` with the bytes from `at` on. */
  read(into: Uint8Array, at: number): void;
}

/** The file's bytes in parts, those of the tensors not copied. A tensor without a shape is a vector. */
export function encodeSafetensors({
  tensors,
  shapes = {},
  metadata,
}: Omit<TensorFile, 'shapes'> & Partial<Pick<TensorFile, 'shapes'>>): Uint8Array[] {
  const header: Record<string, HeaderEntry | Record<string, string>> = { [METADATA]: metadata };
  let offset = 0;
  for (const [name, values] of Object.entries(tensors)) {
    const end = offset + values.byteLength;
    const shape = shapes[name] ?? [values.length];
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = JSON.stringify(header);
  // padded with spaces so that the values are aligned
  const bytes = Buffer.from(json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8)));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(bytes.length));
  return [length, bytes, ...Object.values(tensors).map(bytesOf)];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Throws an Error that says what is wrong with the bytes. */
export function decodeSafetensors(source: ByteSource): TensorFile {
  const read = (start: number, end: number): Buffer => {
    const bytes = Buffer.alloc(end - start);
    source.read(bytes, start);
    return bytes;
  };
  const begins = read(0, Math.min(64, source.size));
  if (begins.length < LENGTH_BYTES) {
    throw new Error(foreignFormat(begins) ?? 'it is shorter than its own header length');
  }
  const headerLength = begins.readBigUInt64LE();
  const dataStart = LENGTH_BYTES + Number(headerLength);
  if (headerLength > MAX_HEADER_BYTES || dataStart > source.size) {
    const tooLong = `its header should be ${headerLength} bytes long; the file is cut off or foreign`;
    throw new Error(foreignFormat(begins) ?? tooLong);
  }
  const header = parseHeader(read(LENGTH_BYTES, dataStart), begins);
  const size = source.size - dataStart;
  const { [METADATA]: metadata = {}, ...entries } = header;
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry, size));
  if (places.length === 0) throw new Error('it holds no tensors: its header names none');
  requireCoverage(places, size);
  const tensors = places.map(({ name, start, end }) => {
    const values = new Float32Array((end - start) / Float32Array.BYTES_PER_ELEMENT);
    source.read(bytesOf(values), dataStart + start);
    return [name, values];
  });
  return {
    tensors: Object.fromEntries(tensors) as Record<string, Float32Array>,
    shapes: Object.fromEntries(places.map(({ name, shape }) => [name, shape])),
    metadata: readMetadata(metadata),
  };
}

/** What is often found under the name of a file that was to be downloaded, by how it begins. */
const foreignFormats: [RegExp, string][] = [
  [/^version https:\/\/git-lfs/, 'a pointer of git-lfs; `git lfs pull` fetches the file itself'],
  [/^<(!doctype|html|\?xml|head)/i, 'a web page, not the file that it is about; download that'],
  [/^PK\x03\x04/, 'a zip archive, such as PyTorch writes; unpack it, or save as safetensors'],
  [/^\x80[\x02-\x05]/, 'a Python pickle, such as PyTorch writes; save as safetensors'],
  [/^\x1f\x8b/, 'compressed by gzip; unpack it'],
  [/^GGUF/, 'in the format GGUF; save as safetensors'],
  [/^[{[]/, 'a text in JSON, such as the list of the parts of a model; take the parts'],
];

/** What a file is that is not safetensors, with the remedy; null where that cannot be told. */
function foreignFormat(begins: Buffer): string | null {
  const start = begins.toString('latin1').trimStart();
  const known = foreignFormats.find(([pattern]) => pattern.test(start));
  return known ? `it is not safetensors but ${known[1]}` : null;
}

function parseHeader(bytes: Buffer, begins: Buffer): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error(foreignFormat(begins) ?? 'its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new Error('its header is not a JSON object');
  }
  return header as Record<string, unknown>;
}

function readMetadata(entry: unknown): Record<string, string> {
  const isRecord = typeof entry === 'object' && entry !== null;
  if (!isRecord || Object.values(entry).some((value) => typeof value !== 'string')) {
    throw new Error('its metadata are not strings');
  }
  return { ...entry };
}

interface Place {
  name: string;
  shape: number[];
  start: number; // bytes from the start of the values
  end: number;
}

/** As the format asks; else a short header could name the same values a million times. */
function requireCoverage(places: readonly Place[], size: number): void {
  let at = 0;
  for (const { name, start, end } of [...places].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    if (start !== at) throw new Error(`tensor "${name}" overlaps another, or leaves a gap`);
    at = end;
  }
  if (at !== size) throw new Error('it has values that belong to no tensor');
}

function placeOf(name: string, entry: unknown, available: number): Place {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<HeaderEntry>;
  if (dtype !== 'F32') throw new Error(`tensor "${name}" is ${shownValue(dtype)}, not F32`);
  const whole = (value: unknown): value is number => Number.isSafeInteger(value);
  if (!Array.isArray(shape) || !shape.every((n) => whole(n) && n >= 0)) {
    throw new Error(`tensor "${name}" has no valid shape`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole)) {
    throw new Error(`tensor "${name}" has no valid offsets`);
  }
  const [start, end] = offsets;
  const size = shape.reduce((a, b) => a * b, 1) * Float32Array.BYTES_PER_ELEMENT;
  if (start < 0 || end > available || end - start !== size) {
    throw new Error(`the values of tensor "${name}" are cut off or do not fit its shape`);
  }
  return { name, shape, start, end };
}
