// @ts-check
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sitePackages } from './paths.mjs';
import { hashInputs } from './stamp.mjs';

/**
 * A CUDA library in a folder that TensorFlow's libraries do not search, with the folder that they do.
 * Without it TensorFlow registers no GPU ("Cannot dlopen some GPU libraries").
 */
const strays = [{ package: 'cusolver', library: 'libcusolver.so.11', searched: 'cusparse' }];

/**
 * The links that a site-packages folder lacks; none where there are no CUDA packages.
 * @param {string} packages
 * @returns {{ link: string, target: string }[]} `target` is relative to the link's folder.
 */
function missingLinks(packages) {
  const nvidia = join(packages, 'nvidia');
  return strays
    .filter((stray) => existsSync(join(nvidia, stray.package, 'lib', stray.library)))
    .map((stray) => ({
      link: join(nvidia, stray.searched, 'lib', stray.library),
      target: join('..', '..', stray.package, 'lib', stray.library),
    }))
    .filter(({ link }) => !existsSync(link));
}

/**
 * Links the libraries into a folder where TensorFlow finds them.
 * @param {string} packages A site-packages folder.
 */
export function linkCudaLibraries(packages) {
  for (const { link, target } of missingLinks(packages)) {
    rmSync(link, { force: true }); // one that leads nowhere
    symlinkSync(target, link);
  }
}

/** @type {import('./steps.mjs').Step} */
export const cudaLinks = {
  name: 'cuda-links',
  title: 'CUDA libraries, linked where TensorFlow looks for them',
  diskMB: 1,
  // The links say themselves whether they are there, and the CPU build needs none.
  adoptable: true,
  inputs: () => hashInputs(null),
  isThere() {
    const packages = sitePackages();
    return packages === null || missingLinks(packages).length === 0;
  },
  async run() {
    linkCudaLibraries(/** @type {string} */ (sitePackages()));
  },
};
