import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { pendingSteps } from '../../scripts/setup/run-steps.mjs';
import { readRecord } from '../../scripts/setup/record.mjs';
import { stampStore } from '../../scripts/setup/stamp.mjs';
import { steps } from '../../scripts/setup/steps.mjs';
import { folderForAll } from '../folder';

/** A clone of this project with nothing but the files set-up reads before it installs. */
const clone = folderForAll();
beforeAll(() => {
  const names = ['scripts', 'requirements', 'lib/src', 'package.json', 'package-lock.json'];
  for (const name of names) cpSync(name, join(clone, name), { recursive: true });
});

function setup(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(clone, 'scripts', 'setup.mjs'), ...args],
    { cwd: clone, encoding: 'utf8', env: { ...process.env, KIT_TENSORFLOW: '', ...env } },
  );
  return { status, stdout, stderr };
}

describe('npm run setup', () => {
  it('names everything that is missing at once, and installs nothing', () => {
    const empty = join(clone, 'empty');
    mkdirSync(empty);
    const { status, stderr } = setup([], { PATH: empty, CXX: '', KIT_PYTHON: '' });
    expect(status).toBe(1);
    expect(stderr).toContain('npm is not on the PATH');
    expect(stderr).toContain('no Python was found');
    expect(stderr).toContain('No C++17 compiler works (tried g++, c++, clang++)');
    expect(stderr.match(/Remedy: /g)).toHaveLength(3);
    expect(existsSync(join(clone, 'node_modules'))).toBe(false);
    expect(existsSync(join(clone, '.venv'))).toBe(false);
    expect(existsSync(join(clone, '.kit', 'setup.lock'))).toBe(false);
  });

  it('takes the Python and the compiler it is told to take, or none', () => {
    const { status, stderr } = setup([], {
      CXX: '/nowhere/g++ -m64',
      KIT_PYTHON: '/nowhere/python',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('no Python was found');
    expect(stderr).toContain('tried /nowhere/g++ -m64)');
  });

  it('refuses options and TensorFlows it does not know', () => {
    expect(setup(['--tensorflow', 'tpu']).stderr).toContain("--tensorflow is 'tpu'");
    expect(setup([], { KIT_TENSORFLOW: 'rocm' }).stderr).toContain("KIT_TENSORFLOW is 'rocm'");
    expect(setup(['--gpu']).stderr).toContain("Unknown option '--gpu'");
    expect(setup(['--gpu']).status).toBe(1);
  });

  it('has left nothing to do in this clone', () => {
    const choice = readRecord('.kit/setup.json').tensorflow;
    if (!choice) throw new Error('This clone is not set up: npm run setup.');
    // The compiled TypeScript is left out: someone may be editing while the tests run.
    const installed = steps.filter(({ name }) => name !== 'build');
    const pending = pendingSteps(installed, { choice }, stampStore('.kit/stamps'));
    expect(pending.map(({ name }) => name)).toEqual([]);
  });
});
