import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../scripts/setup/node-packages.mjs';

const locks = readdirSync('requirements').filter((name) => name.endsWith('.lock'));
const read = (name: string) => readFileSync(`requirements/${name}`, 'utf8');

describe('requirements', () => {
  it('has a lock for every list', () => {
    const lists = readdirSync('requirements').filter((name) => name.endsWith('.in'));
    expect(lists.length).toBeGreaterThan(3);
    expect(locks).toEqual(
      expect.arrayContaining(lists.map((name) => name.replace('.in', '.lock'))),
    );
  });

  it.each(locks)('%s pins every package by version and hash', (name) => {
    const entries = read(name)
      .replaceAll(/^\s*#.*$/gm, '')
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry).toMatch(/^[a-z0-9.-]+==[\w.+]+ /);
      expect(entry).toMatch(/--hash=sha256:[0-9a-f]{64}/);
    }
  });

  it.each(locks)('%s names no host and no index', (name) => {
    expect(read(name)).not.toMatch(/:\/\/|--(extra-)?index-url|--find-links|--trusted-host/);
  });

  it('locks what the lists ask for', () => {
    for (const wanted of read('notebook.in').matchAll(/^[a-z]+==\S+$/gm)) {
      expect(read('notebook.lock')).toContain(`\n${wanted[0]} `);
    }
    expect(read('tensorflow-cpu.lock')).toContain('tensorflow-cpu==2.21.0');
    expect(read('tensorflow-plain.lock')).toContain('\ntensorflow==2.21.0');
    expect(read('tensorflow-gpu.lock')).toContain('\ntensorflow==2.21.0');
    expect(read('tensorflow-gpu.lock')).toContain('\nnvidia-cudnn-cu12==9.');
  });

  it('leaves Python 3.10 possible', () => {
    // Every package must have a pin whose marker holds on Python 3.10.
    const pins = [...read('notebook.lock').matchAll(/^([a-z0-9.-]+)==\S+(?: ; (.*?))? \\$/gm)];
    const newOnly = /python_full_version >= '3\.1[1-9]/;
    const names = new Set(pins.map(([, name]) => name));
    const onlyNew = [...names].filter((name) =>
      pins.filter((pin) => pin[1] === name).every((pin) => newOnly.test(pin[2] ?? '')),
    );
    // The one exception was split out of ipython 9, which Python 3.10 does not get.
    expect(onlyNew).toEqual(['ipython-pygments-lexers']);
  });
});

describe('package-lock.json', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const entries = Object.entries<any>(lock.packages).filter(([path]) =>
    path.includes('node_modules/'),
  );

  it('names no host', () => {
    const resolved = entries.map(([, { resolved: from }]) => from).filter(Boolean);
    expect(resolved.every((from) => !from.includes('://'))).toBe(true);
  });

  it('pins every package by hash', () => {
    const loose = entries.filter(([, entry]) => !entry.link && !entry.integrity);
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('is what is compared with node_modules', () => {
    expect(firstDifference(lock, lock)).toBeNull();
    const one = { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'x' } } };
    const other = { packages: { 'node_modules/a': { version: '1.0.1', integrity: 'y' } } };
    const optional = { packages: { 'node_modules/a': { version: '1.0.0', optional: true } } };
    expect(firstDifference(one, { packages: {} })).toBe('node_modules/a is missing');
    expect(firstDifference(one, other)).toBe('node_modules/a is 1.0.1, not 1.0.0');
    expect(firstDifference(optional, { packages: {} })).toBeNull();
    const build = { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] };
    const native = {
      packages: { 'node_modules/a': { ...optional.packages['node_modules/a'], ...build } },
    };
    const onLinux = (arch: string) =>
      firstDifference(native, { packages: {} }, { platform: 'linux', arch });
    expect(onLinux('x64')).toBeNull();
    expect(onLinux('arm64')).toBe('node_modules/a is missing');
    expect(firstDifference({ packages: {} }, one)).toContain('not in package-lock.json');
  });
});
