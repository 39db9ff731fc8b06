// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { at, sitePackages } from './paths.mjs';
import { pipInstall } from './python-packages.mjs';
import { hashInputs } from './stamp.mjs';

/** @typedef {import('./tensorflow-choice.mjs').Variant} Variant */

/** @param {Variant} variant */
export const tensorflowLock = (variant) => at('requirements', `tensorflow-${variant}.lock`);

/** Disk taken by a wheel with what belongs to it, and by its download for a while; measured. @type {Record<Variant, number>} */
export const tensorflowDiskMB = { cpu: 1700, gpu: 9500, plain: 1800 };

/** The two libraries the binding links against, under this platform's names. */
export const libraryNames =
  process.platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/**
 * What a TensorFlow wheel of any kind leaves in site-packages.
 * @param {string} name
 */
export function isTensorflowPart(name) {
  return /^(tensorflow|nvidia)([-_].*)?$/.test(name);
}

/** @type {import('./steps.mjs').Step} */
export const tensorflowWheel = {
  name: 'tensorflow',
  title: 'TensorFlow wheel',
  diskMB: ({ choice }) => tensorflowDiskMB[choice.variant],
  needsPython: true,
  inputs: ({ choice }) => hashInputs(choice.variant, [tensorflowLock(choice.variant)]),
  isThere() {
    const packages = sitePackages();
    return (
      packages !== null &&
      libraryNames.every((name) => existsSync(join(packages, 'tensorflow', name)))
    );
  },
  async run({ execution, choice }) {
    const packages = sitePackages();
    // Two kinds of wheel share the folder `tensorflow`, and one that was interrupted lacks the
    // list of its files: pip can remove neither cleanly.
    for (const name of packages === null ? [] : readdirSync(packages)) {
      if (isTensorflowPart(name)) {
        rmSync(join(/** @type {string} */ (packages), name), { recursive: true, force: true });
      }
    }
    // TensorFlow's Python code is never run, so its bytecode need not be compiled.
    const lock = tensorflowLock(choice.variant);
    await pipInstall(lock, execution('pip-tensorflow'), ['--no-compile']);
  },
};
