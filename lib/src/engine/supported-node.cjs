// @ts-check
'use strict';
// Asked by set-up before anything is compiled, and under any Node: hence in JavaScript, and in that
// of Node 12.
const { readFileSync } = require('fs');
const { join } = require('path');

/**
 * The oldest supported version of each major release, out of ranges such as "^20.19.0 || ^24.0.0".
 * @param {string} ranges
 * @returns {{ major: number, minor: number }[]}
 * @throws {Error} On a range of any other form.
 */
function oldestReleases(ranges) {
  return ranges.split('||').map((range) => {
    const match = /^\^(\d+)\.(\d+)\.0$/.exec(range.trim());
    if (!match) throw new Error(`engines.node holds a range of another form: ${range}`);
    return { major: Number(match[1]), minor: Number(match[2]) };
  });
}

/**
 * What is wrong with a version of Node and what to do, or null if the kit supports it: that is, if
 * `engines` of the project's package.json names it.
 * @param {string} [version] As in `process.versions.node`.
 * @returns {{ problem: string, remedy: string } | null}
 */
function unsupportedNode(version = process.versions.node) {
  const manifest = join(__dirname, '..', '..', '..', 'package.json');
  const releases = oldestReleases(JSON.parse(readFileSync(manifest, 'utf8')).engines.node);
  const [major, minor] = version.split('.').map(Number);
  if (releases.some((oldest) => major === oldest.major && minor >= oldest.minor)) return null;
  const names = releases.map((oldest) =>
    oldest.minor > 0
      ? `${oldest.major} (from ${oldest.major}.${oldest.minor})`
      : String(oldest.major),
  );
  const last = names.pop();
  return {
    problem: `Node ${version} is running; the kit supports Node ${names.join(', ')} and ${last}.`,
    remedy: 'Install Node 24 (nvm install 24, or your package manager) and run this again.',
  };
}

module.exports = { oldestReleases, unsupportedNode };
