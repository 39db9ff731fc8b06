import { createProgram, type EngineMode, type ProgramFunction } from 'memorization-kit/engine';

/** The outputs of a function that a program runs once. */
export function outputsOf(
  mode: EngineMode,
  { inputs, run }: ProgramFunction,
  feeds: Record<string, Int32Array | Float32Array | number> = {},
): Record<string, Float32Array> {
  const program = createProgram({ state: {}, functions: { once: { inputs, run } } }, mode);
  try {
    return program.call('once', feeds);
  } finally {
    program.dispose();
  }
}
