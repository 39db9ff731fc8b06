// @ts-check
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { SetupError } from './error.mjs';
import { filesBelow } from './files.mjs';
import { compileKernels, kernelFolder } from './kernels.mjs';
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
 * Builds the binding, with these kernels in it, and loads it once in a process of its own.
 * @param {import('./steps.mjs').Context} context
 * @param {string[]} kernels Object files.
 * @returns {Promise<import('./record.mjs').Recorded['binding']>} What the trial load found.
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
  const trial = execution('trial-load');
  try {
    await run(process.execPath, [at('scripts', 'setup', 'trial-load.cjs')], {
      ...trial,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
      remedy: 'Remove .venv and node_modules and run this again.',
    });
  } catch (error) {
    rmSync(bindingFile, { force: true });
    throw error;
  }
  // TensorFlow writes lines of its own around the report.
  const lines = readFileSync(trial.log, 'utf8').split('\n');
  return JSON.parse(lines.find((line) => line.startsWith('{"')) ?? '{}');
}

/**
 * The binding with the native kernels; without them where a compiler cannot make them, since all
 * that they compute TensorFlow's own ops compute too.
 * @param {import('./steps.mjs').Context} context
 * @returns {Promise<import('./record.mjs').Recorded>}
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
    return { binding: await buildBinding(context, kernels), withoutKernels: null };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const lines = error.message.split('\n');
    const why = lines.find((line) => /error:/i.test(line)) ?? lines[0] ?? '';
    return { binding: await buildBinding(context, []), withoutKernels: why };
  }
}

/** @type {import('./steps.mjs').Step} */
export const nativeBinding = {
  name: 'binding',
  title: 'Native binding of tfjs-node with the kernels (C++, then a trial load)',
  diskMB: 50,
  needsCompiler: true,
  inputs({ choice }) {
    const sources = existsSync(sourceFolder)
      ? readdirSync(sourceFolder)
          .sort()
          .map((name) => join(sourceFolder, name))
      : [];
    return hashInputs(
      { site: sitePackages(), variant: choice.variant, cxx: process.env.CXX ?? null },
      [
        ...sources,
        ...filesBelow(kernelFolder, ['.cc', '.h']),
        ...['binding.mjs', 'kernels.mjs'].map((name) => at('scripts', 'setup', name)),
        tensorflowLock(choice.variant),
        join(nodeHeaders, 'package.json'),
      ],
    );
  },
  isThere: () => existsSync(bindingFile),
  async run(context) {
    context.record(await buildWithKernels(context));
  },
};
