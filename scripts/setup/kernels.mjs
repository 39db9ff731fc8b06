// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { at, kitFolder } from './paths.mjs';

/** The C++ of the native kernels. */
export const kernelFolder = at('native');
const objectFolder = join(kitFolder, 'native');

const avx2 = ['-mavx2', '-mfma', '-mbmi', '-mbmi2'];
const avx512 = ['f', 'bw', 'cd', 'dq', 'vl'].map((part) => `-mavx512${part}`);

/**
 * The builds of the kernels for this kind of processor, each with what its compiler may use beyond
 * the least that the platform has. Which one runs is chosen when the binding is loaded
 * (native/levels.h), so that a clone in a shared home works on every machine of a cluster.
 * @param {string} arch As in process.arch.
 * @returns {{ name: string, flags: string[] }[]}
 */
export function kernelBuilds(arch) {
  const portable = { name: 'portable', flags: [] };
  if (arch !== 'x64') return [portable];
  return [
    portable,
    { name: 'avx2', flags: avx2 },
    { name: 'avx512', flags: [...avx2, ...avx512, '-mprefer-vector-width=512'] },
  ];
}

/**
 * The compiler calls that make the kernels' object files, in order.
 * @param {{ arch: string, tensorflow: string }} options `tensorflow`: the wheel's folder.
 * @returns {{ name: string, args: string[], object: string }[]}
 */
export function kernelCompilations({ arch, tensorflow }) {
  const common = ['-c', '-std=c++17', '-w', '-fPIC'];
  const call = (
    /** @type {string} */ name,
    /** @type {string} */ source,
    /** @type {string[]} */ flags,
  ) => {
    const object = join(objectFolder, `${name}.o`);
    const args = [...common, ...flags, join(kernelFolder, source), '-o', object];
    return { name, args, object };
  };
  // Neither errno nor floating-point traps are ever looked at; sums keep their order.
  const fast = ['-O3', '-fno-math-errno', '-fno-trapping-math', '-fno-exceptions'];
  return [
    ...kernelBuilds(arch).map(({ name, flags }) =>
      call(`kernels-${name}`, 'kernels.cc', [...fast, `-DKIT_LEVEL=${name}`, ...flags]),
    ),
    call('threads', 'threads.cc', ['-O2', '-pthread']),
    call('ops', 'ops.cc', ['-O2', '-I', join(tensorflow, 'include')]),
  ];
}

/**
 * Compiles them.
 * @param {{ arch: string, tensorflow: string,
 *   compile: (name: string, args: string[]) => Promise<void> }} options
 * @returns {Promise<string[]>} The object files.
 * @throws {import('./error.mjs').SetupError} If a call fails.
 */
export async function compileKernels({ compile, ...options }) {
  mkdirSync(objectFolder, { recursive: true });
  const calls = kernelCompilations(options);
  for (const { name, args } of calls) await compile(name, args);
  return calls.map(({ object }) => object);
}
