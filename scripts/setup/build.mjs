// @ts-check
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './command.mjs';
import { filesBelow } from './files.mjs';
import { at } from './paths.mjs';
import { hashInputs } from './stamp.mjs';

/** The compiled projects: where their sources are, how they end, and where the JavaScript goes. */
const projects = [
  { source: at('lib', 'src'), endings: ['.ts', '.cjs', '.json'], output: at('lib', 'dist') },
  { source: at('scripts'), endings: ['.ts'], output: at('build', 'scripts') },
  { source: at('bench'), endings: ['.ts'], output: at('build', 'bench') },
];

const isSource = (/** @type {string} */ file) => !file.endsWith('.d.ts');

/** @type {import('./steps.mjs').Step} */
export const build = {
  name: 'build',
  title: 'TypeScript of lib, scripts and bench',
  diskMB: 20,
  inputs() {
    const sources = projects.flatMap(({ source, endings }) =>
      filesBelow(source, [...endings, 'tsconfig.json']),
    );
    const shared = ['tsconfig.base.json', 'lib/tsconfig.json', 'lib/package.json'];
    return hashInputs(null, [
      ...sources,
      ...shared.map((name) => at(name)),
      at('package-lock.json'),
    ]);
  },
  isThere: () =>
    projects.every(({ source, endings, output }) =>
      filesBelow(source, endings)
        .filter(isSource)
        .map((file) => join(output, relative(source, file).replace(/\.ts$/, '.js')))
        .every((file) => existsSync(file)),
    ),
  async run({ execution }) {
    // Not node_modules/.bin/tsc: tslab puts its own, older TypeScript there.
    const tsc = at('node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [tsc, '-b', 'lib', 'scripts', 'bench'], {
      ...execution('tsc'),
      remedy: 'Correct the lines named above; a fresh clone compiles as it is.',
    });
  },
};
