/** What TensorFlow, Node and the C++ library say when they get no memory. */
const signs = [
  /OOM when allocating tensor with shape\[([\d,]*)\] and type (\w+)/,
  /RESOURCE_EXHAUSTED|failed to allocate memory|std::bad_alloc|Cannot allocate memory|ENOMEM/i,
  /JavaScript heap out of memory|Array buffer allocation failed|Invalid typed array length/,
  /failed to map segment from shared object/, // a library that no longer fits
];

const bytesOf: Record<string, number> = { float: 4, int32: 4, bfloat16: 2, bool: 1, double: 8 };

/**
 * What to tell a person about an error for want of memory, with the tensor where one is named;
 * null for any other text.
 */
export function outOfMemory(text: string): string | null {
  if (text.includes(remedy)) return text;
  const sign = signs.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  if (!sign) return null;
  const [, shape, type] = sign as (string | undefined)[];
  const size = (shape ?? '').split(',').reduce((product, n) => product * Number(n), 1);
  const mebibytes = Math.ceil((size * (bytesOf[type ?? ''] ?? 4)) / 2 ** 20);
  const what =
    shape === undefined
      ? `Memory ran out (${lineWith(text, sign[0])}).`
      : `Memory ran out: there was none for a ${type} tensor [${shape}] of ${mebibytes} MiB.`;
  return `${what} ${remedy}`;
}

function lineWith(text: string, sign: string): string {
  const line = text.split('\n').find((each) => each.includes(sign)) ?? sign;
  return line.trim().slice(0, 300);
}

const remedy =
  'Run again with fewer workers (KIT_JOBS=1), with more memory, or with a smaller batch or model; ' +
  'what was finished is kept.';

/** The error that tells of the want of memory, or the very same where that is not the cause. */
export function explainedMemory(error: unknown): unknown {
  const message = error instanceof Error ? outOfMemory(error.message) : null;
  return message === null ? error : new Error(message, { cause: error });
}
