// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { SetupError } from './error.mjs';
import { filesBelow } from './files.mjs';
import { compileKernels, kernelFolder } from './kernels.mjs';
import { glibcVersion } from './machine.mjs';
import { at, bindingFile, sitePackages, tfjsPackage } from './paths.mjs';
import { hashInputs } from './stamp.mjs';
import { libraryNames, tensorflowLock } from './tensorflow.mjs';

const sourceFolder = join(tfjsPackage, 'binding');
const nodeHeaders = at('node_modules', 'node-api-headers');

/**
 * Arguments of the compiler call that builds the binding from the two C++ files in the npm package
 * against the wheel's headers and libraries, with the object files of the kernels.
 * @param {{ platform: string, tensorflow: string, kernels: string[], output: string }} options
 *   `tensorflow`: the wheel's folder.
 * @returns {string[]}
 */
function compilerArguments({ platform, tensorflow, kernels, output }) {
  // A Mac resolves Node's own symbols when the binding is loaded; Linux does so by default.
  const shared =
    platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC'];
  return [
    ...['-O2', '-std=c++17', '-w', ...shared, '-DNAPI_VERSION=8'],
    ...['-I', join(nodeHeaders, 'include'), '-I', join(tensorflow, 'include'), '-I', tfjsPackage],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sourceFolder, name)),
    join(kernelFolder, 'tensor_float.cc'),
    ...kernels,
    ...libraryNames.map((name) => join(tensorflow, name)),
    // The wheel's libraries find the CUDA packages beside them by their own run path.
    `-Wl,-rpath,${tensorflow}`,
    ...['-o', output],
  ];
}

/** @returns {string} */
function tensorflowFolder() {
  const packages = sitePackages();
  if (packages) return join(packages, 'tensorflow');
  throw new SetupError({
    problem: '.venv has no site-packages.',
    remedy: 'Remove .venv and run this again.',
  });
}

/**
 * Builds the binding with these kernels in it.
 * @param {import('./steps.mjs').Context} context
 * @param {string[]} kernels Object files.
 */
async function buildBinding({ execution, compiler }, kernels) {
  const [program = '', ...own] = compiler().command;
  mkdirSync(dirname(bindingFile), { recursive: true });
  const { platform } = process;
  const output = `${bindingFile}.part`;
  const args = compilerArguments({ platform, tensorflow: tensorflowFolder(), kernels, output });
  await run(program, [...own, ...args], {
    ...execution('compiler'),
    remedy: 'Use a compiler of 2019 or later (g++ 9, clang 10), named by CXX.',
  });
  renameSync(output, bindingFile);
}

/**
 * The binding with the native kernels; without them where a compiler cannot make them, since all
 * that they compute TensorFlow's own ops compute too.
 * @param {import('./steps.mjs').Context} context
 * @returns {Promise<string | null>} Why it is without them.
 */
async function buildWithKernels(context) {
  const [program = '', ...own] = context.compiler().command;
  try {
    const kernels = await compileKernels({
      arch: process.arch,
      tensorflow: tensorflowFolder(),
      compile: (name, args) =>
        run(program, [...own, ...args], { ...context.execution(name), remedy: '' }),
    });
    await buildBinding(context, kernels);
    return null;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const lines = error.message.split('\n');
    await buildBinding(context, []);
    return lines.find((line) => /error:/i.test(line)) ?? lines[0] ?? '';
  }
}

/** @type {import('./steps.mjs').Step} */
export const nativeBinding = {
  name: 'binding',
  title: 'Native binding of tfjs-node with the kernels (C++)',
  diskMB: 50,
  needsCompiler: true,
  inputs({ choice }) {
    const sources = existsSync(sourceFolder)
      ? readdirSync(sourceFolder)
          .sort()
          .map((name) => join(sourceFolder, name))
      : [];
    // What is compiled here may need this machine's C library or a later one.
    const machine = { platform: process.platform, arch: process.arch, glibc: glibcVersion() };
    const site = sitePackages();
    const args = compilerArguments({ ...machine, tensorflow: site ?? '', kernels: [], output: '' });
    return hashInputs(
      { machine, args, site, variant: choice.variant, cxx: process.env.CXX ?? null },
      [
        ...sources,
        ...filesBelow(kernelFolder, ['.cc', '.h']),
        at('scripts', 'setup', 'kernels.mjs'),
        tensorflowLock(choice.variant),
        join(nodeHeaders, 'package.json'),
      ],
    );
  },
  isThere: () => existsSync(bindingFile),
  async run(context) {
    context.record({ withoutKernels: await buildWithKernels(context) });
  },
};
