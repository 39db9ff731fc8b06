// @ts-check
'use strict';
// Plain JavaScript, since set-up asks it before anything is compiled.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** @typedef {{ major: number, minor: number }} Release */

/**
 * The oldest supported version of each major release, out of ranges such as "^20.19.0 || ^24.0.0".
 * @param {string} ranges
 * @returns {Release[]}
 * @throws {Error} On a range of any other form.
 */
function oldestReleases(ranges) {
  return ranges.split('||').map((range) => {
    const [, major, minor] = /^\^(\d+)\.(\d+)\.0$/.exec(range.trim()) ?? [];
    if (!major || !minor) throw new Error(`engines.node has a range that is not read: ${range}`);
    return { major: Number(major), minor: Number(minor) };
  });
}

/** @returns {Release[]} What `engines` of the project's package.json names. */
function supportedReleases() {
  const manifest = join(__dirname, '..', '..', '..', 'package.json');
  return oldestReleases(JSON.parse(readFileSync(manifest, 'utf8')).engines.node);
}

/**
 * What is wrong with a version of Node and what to do, or null if the kit supports it.
 * @param {string} [version] As in `process.versions.node`.
 * @returns {{ problem: string, remedy: string } | null}
 */
function unsupportedNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const releases = supportedReleases();
  if (releases.some((oldest) => major === oldest.major && minor >= oldest.minor)) return null;
  const names = releases.map((r) =>
    r.minor > 0 ? `${r.major} (from ${r.major}.${r.minor})` : `${r.major}`,
  );
  return {
    problem: `Node ${version} is running; the kit supports Node ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`,
    remedy: 'Install Node 24 (nvm install 24, or your package manager) and run this again.',
  };
}

module.exports = { oldestReleases, unsupportedNode };
