// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { run } from './command.mjs';
import { at } from './paths.mjs';
import { hashInputs } from './stamp.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean,
 *   os?: string[], cpu?: string[], libc?: string[] }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lockfile
 */

/**
 * Whether what npm wrote down about node_modules is what package-lock.json asks for. The builds of
 * a package for other platforms may be absent; this platform's may not, since node_modules may have
 * come here from another machine.
 * @param {Lockfile} wanted package-lock.json.
 * @param {Lockfile} installed node_modules/.package-lock.json.
 * @param {{ platform: string, arch: string }} machine
 * @returns {string | null} The first difference, or null.
 */
export function firstDifference(wanted, installed, machine = process) {
  const want = wanted.packages ?? {};
  const have = installed.packages ?? {};
  for (const [path, entry] of Object.entries(want)) {
    if (!path.startsWith('node_modules/')) continue;
    const found = have[path];
    if (!found) {
      if (entry.optional && !isBuildFor(entry, machine)) continue;
      return `${path} is missing`;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is ${found.version}, not ${entry.version}`;
    }
  }
  const extra = Object.keys(have).find((path) => !(path in want));
  return extra ? `${extra} is not in package-lock.json` : null;
}

/**
 * Whether an optional package is the build for this platform. On Linux the kit runs on glibc alone.
 * @param {Entry} entry
 * @param {{ platform: string, arch: string }} machine
 */
function isBuildFor({ os, cpu, libc }, { platform, arch }) {
  if (!os || !cpu || (libc && !libc.includes('glibc'))) return false;
  return os.includes(platform) && cpu.includes(arch);
}

/** @param {string} file */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** @type {import('./steps.mjs').Step} */
export const nodePackages = {
  name: 'node-packages',
  title: 'Node packages (npm ci)',
  diskMB: 700,
  // node_modules says itself what is in it, so one made by hand is taken as it is.
  adoptable: true,
  inputs: () => hashInputs(null, [at('package-lock.json')]),
  // npm writes its own lockfile last, so it is absent after a kill in the middle.
  isThere() {
    const installed = at('node_modules', '.package-lock.json');
    if (!existsSync(installed)) return false;
    const have = readJson(installed);
    if (firstDifference(readJson(at('package-lock.json')), have) !== null) return false;
    const paths = Object.keys(have.packages ?? {});
    return paths.every((path) => existsSync(at(path)));
  },
  async run({ execution }) {
    await run('npm', ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], {
      ...execution('npm'),
      remedy: 'If the network was down, run this again; it continues here.',
    });
  },
};
