// @ts-check
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.mjs';
import { SetupError } from './error.mjs';
import { glibcVersion } from './machine.mjs';
import { at, bindingFile, sitePackages, tfjsPackage } from './paths.mjs';
import { hashInputs } from './stamp.mjs';
import { libraryNames, tensorflowLock } from './tensorflow.mjs';

const sourceFolder = join(tfjsPackage, 'binding');
const nodeHeaders = at('node_modules', 'node-api-headers');

/**
 * Arguments of the one compiler call that builds the binding from the two C++ files in the npm
 * package against the wheel's headers and libraries.
 * @param {{ platform: string, tensorflow: string, output: string }} options `tensorflow`: the
 *   wheel's folder.
 * @returns {string[]}
 */
export function compilerArguments({ platform, tensorflow, output }) {
  // A Mac resolves Node's own symbols when the binding is loaded; Linux does so by default.
  const shared =
    platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC'];
  return [
    ...['-O2', '-std=c++17', '-w', ...shared, '-DNAPI_VERSION=8'],
    ...['-I', join(nodeHeaders, 'include'), '-I', join(tensorflow, 'include'), '-I', tfjsPackage],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(sourceFolder, name)),
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

/** @type {import('./steps.mjs').Step} */
export const nativeBinding = {
  name: 'binding',
  title: 'Native binding of tfjs-node (one compiler call)',
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
    const args = compilerArguments({ ...machine, tensorflow: site ?? '', output: '' });
    return hashInputs(
      { machine, args, site, variant: choice.variant, cxx: process.env.CXX ?? null },
      [...sources, tensorflowLock(choice.variant), join(nodeHeaders, 'package.json')],
    );
  },
  isThere: () => existsSync(bindingFile),
  async run({ execution, compiler }) {
    const [program = '', ...own] = compiler().command;
    mkdirSync(dirname(bindingFile), { recursive: true });
    const output = `${bindingFile}.part`;
    const args = compilerArguments({
      platform: process.platform,
      tensorflow: tensorflowFolder(),
      output,
    });
    await run(program, [...own, ...args], {
      ...execution('compiler'),
      remedy: 'Use a compiler of 2019 or later (g++ 9, clang 10), named by CXX.',
    });
    renameSync(output, bindingFile);
  },
};
