import type { Program } from '../engine';

type Values = Int32Array | Float32Array;

/**
 * Calls a function of a program that takes `atOnce` rows on any number of rows, and puts its outputs
 * together. The last call is filled up with rows of zeros, whose outputs are left out.
 * @param inputs each [rows, its own width], flat
 * @param always inputs that every call is given as they are
 * @returns each output [rows, its own width], flat
 */
export function inChunks(
  program: Program,
  name: string,
  inputs: Record<string, Values>,
  rows: number,
  atOnce: number,
  always: Record<string, Values> = {},
): Record<string, Float32Array> {
  const outputs: Record<string, Float32Array> = {};
  for (let start = 0; start < rows; start += atOnce) {
    const some = Math.min(atOnce, rows - start);
    const feeds = Object.entries(inputs).map(([key, values]): [string, Values] => {
      const width = values.length / rows;
      const part = values.subarray(start * width, (start + some) * width);
      if (some === atOnce) return [key, part];
      const Typed = values instanceof Int32Array ? Int32Array : Float32Array;
      const whole = new Typed(atOnce * width);
      whole.set(part);
      return [key, whole];
    });
    const chunk = program.call(name, { ...always, ...Object.fromEntries(feeds) });
    for (const [key, values] of Object.entries(chunk)) {
      const width = values.length / atOnce;
      outputs[key] ??= new Float32Array(rows * width);
      outputs[key].set(values.subarray(0, some * width), start * width);
    }
  }
  return outputs;
}
