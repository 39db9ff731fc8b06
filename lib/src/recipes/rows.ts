import type { TokenRows } from '../datasets';
import { permutation, randomStream } from '../engine';

/** The rows of these numbers, out of [rows, width], flat. */
export function rowsAt<T extends Int32Array | Float32Array>(
  values: T,
  picked: ArrayLike<number>,
  width: number,
): T {
  const Typed = values.constructor as new (size: number) => T;
  const result = new Typed(picked.length * width);
  Array.from(picked).forEach((row, i) => {
    result.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return result;
}

/** The same of rows of tokens. */
export function pickRows({ length, tokens, targets, weights }: TokenRows, picked: Int32Array) {
  const of = <T extends Int32Array | Float32Array>(values: T) => rowsAt(values, picked, length);
  const rows = { tokens: of(tokens), targets: of(targets), weights: of(weights) };
  return { rows: picked.length, length, ...rows };
}

/** Numbers 0..n-1 in a new random order each epoch; asked for by place in this endless sequence. */
export function endlessOrder(
  n: number,
  seed: number,
  name: string,
): (start: number, count: number) => Int32Array {
  const orders = new Map<number, Int32Array>();
  const orderOf = (epoch: number): Int32Array => {
    const known = orders.get(epoch);
    if (known) return known;
    orders.delete(epoch - 2);
    const order = permutation(n, randomStream(seed, name, epoch));
    orders.set(epoch, order);
    return order;
  };
  return (start, count) =>
    Int32Array.from(
      { length: count },
      (_, i) => orderOf(Math.floor((start + i) / n))[(start + i) % n],
    );
}
