import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { describe, expect, it } from 'vitest';

const root = projectRoot();
const read = (...parts: string[]): string => fs.readFileSync(path.join(root, ...parts), 'utf8');

/** Packages that come with a script for npm to run, and why nothing is missing without it. */
const withoutTheirScript: Record<string, string> = {
  '@tensorflow/tfjs-node-gpu':
    'downloads a TensorFlow; set-up compiles the binding against a wheel',
  'core-js': 'prints a request for donations',
  esbuild: 'looks whether its binary is there, which comes as a package for each platform',
  protobufjs: 'warns about version ranges of packages that depend on it',
  zeromq: 'looks for a binary to compile; the package carries one for every platform',
};

describe('installing', () => {
  it('runs no script of any npm package', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const settings = execFileSync('npm', ['config', 'get', 'ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(settings.trim()).toBe('true');
    for (const manifest of ['package.json', 'lib/package.json', 'vendor/tfjs-node/package.json']) {
      const { scripts = {} } = JSON.parse(read(manifest));
      expect(
        Object.keys(scripts).filter((name) => /^(pre|post)?(install|prepare)/.test(name)),
      ).toEqual([]);
    }
  });

  it('needs none: each package that has one is known', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean; optional?: boolean }>;
    };
    const names = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([place]) => place.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => !withoutTheirScript[name])).toEqual([]);
    expect(Object.keys(withoutTheirScript).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('takes only wheels with the pinned hashes from Python, so that no setup.py runs', () => {
    const installer = read('scripts', 'setup', 'python-packages.mjs');
    expect(installer).toContain("'--require-hashes', '--no-deps', '--only-binary', ':all:'");
    const others = fs
      .readdirSync(path.join(root, 'scripts', 'setup'))
      .filter((name) => /'pip',\s*'install'/.test(read('scripts', 'setup', name)));
    expect(others).toEqual(['python-packages.mjs']);
  });
});

describe('the sources', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  const sources = tracked.filter((file) =>
    /^(lib|scripts|bench|vendor)\/.*\.(m?ts|[mc]?js)$/.test(file),
  );

  it('start no shell and run no text as code (lint says so for what is to come)', () => {
    expect(sources.length).toBeGreaterThan(150);
    const found = sources.filter((file) =>
      /\bexecSync\(|\bexec\(['"`]|\bshell: *true|['"](ba)?sh['"], *\[ *['"]-c|\beval\(|\bnew Function\(/.test(
        read(file),
      ),
    );
    expect(found).toEqual([]);
    const lint = read('eslint.config.mjs');
    for (const rule of ['no-eval', 'no-implied-eval', 'no-new-func', 'no-restricted-syntax']) {
      expect(lint).toMatch(new RegExp(`'${rule}': (\\[\\s*)?'error'`));
    }
  });

  it('in Python start no shell and run no text as code either', () => {
    const python = tracked.filter((file) => file.endsWith('.py'));
    expect(python.length).toBeGreaterThan(2);
    const bad = /os\.system|os\.popen|shell *= *True|\beval\(|\bexec\(|pickle\.load|torch\.load/;
    expect(python.filter((file) => bad.test(read(file)))).toEqual([]);
  });
});
