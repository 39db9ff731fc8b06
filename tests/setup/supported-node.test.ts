import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import supportedNode from '../../lib/src/engine/supported-node.cjs';
import { folderForAll } from '../folder';

const { oldestReleases, unsupportedNode } = supportedNode;
const root = projectRoot();
const read = (...parts: string[]): string => readFileSync(path.join(root, ...parts), 'utf8');
const { engines, scripts } = JSON.parse(read('package.json'));
const oldest = oldestReleases(engines.node);

describe('the supported Nodes', () => {
  it.each(['20.19.0', '20.20.2', '22.13.0', '24.1.0', '26.10.0'])('%s is one', (version) => {
    expect(unsupportedNode(version)).toBeNull();
  });

  it.each(['12.22.12', '18.20.0', '20.18.3', '21.7.0', '22.12.0', '23.11.1', '25.9.0', '99.0.0'])(
    '%s is refused in a sentence that names those that are',
    (version) => {
      const { problem, remedy } = unsupportedNode(version) ?? {};
      expect(problem).toContain(`Node ${version} is running`);
      for (const { major } of oldest) expect(problem).toMatch(new RegExp(`\\b${major}\\b`));
      expect(remedy).toContain('Install Node ');
      const [, installed] = /Install Node (\d+)/.exec(remedy ?? '') ?? [];
      expect(unsupportedNode(`${installed}.99.0`)).toBeNull();
    },
  );

  it('are named one by one: a range without an end promises what nobody has run', () => {
    expect(oldestReleases('^20.19.0 || ^24.0.0')).toEqual([
      { major: 20, minor: 19 },
      { major: 24, minor: 0 },
    ]);
    expect(() => oldestReleases('^20.19.0 || >=22.0.0')).toThrow('>=22.0.0');
  });

  it('run every package that is installed', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { engines?: { node?: string }; optional?: boolean }>;
    };
    expect(packages['']?.engines).toEqual(engines);
    // The newer tools say which releases they leave out, in the same few forms.
    const allows = (range: string, { major, minor }: { major: number; minor: number }) =>
      range.split('||').some((part) => {
        const [, sign, from, least] = /^\s*(>=?|\^)?\s*(\d+)(?:\.(\d+))?/.exec(part) ?? [];
        if (!from) return true; // "*" and the like
        if (major > Number(from)) return sign?.startsWith('>');
        return major === Number(from) && minor >= Number(least ?? 0);
      });
    const refusing = Object.entries(packages)
      .filter(([, { optional }]) => !optional)
      .filter(([, entry]) => !oldest.every((each) => allows(entry.engines?.node ?? '*', each)));
    expect(refusing.map(([name]) => name)).toEqual([]);
  });

  it('are those that CI runs: the oldest of each release, and newer ones', () => {
    const pins = JSON.parse(read('.ci', 'nodes', 'package.json')).dependencies;
    const versions = Object.keys(pins).map((name) => name.replace('node-', ''));
    for (const { major, minor } of oldest) expect(versions).toContain(`${major}.${minor}.0`);
    const newest = oldest.map(({ major }) => versions.filter((v) => v.startsWith(`${major}.`)));
    expect(newest.slice(1).every((found) => found.length === 2)).toBe(true);
    expect(versions.filter((version) => unsupportedNode(version))).toEqual([]);

    const { packages } = JSON.parse(read('.ci', 'nodes', 'package-lock.json')) as {
      packages: Record<string, { version: string; integrity: string; resolved?: string }>;
    };
    for (const version of versions) {
      const pin = packages[`node_modules/node-${version}`];
      expect(pin).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-/) });
      expect(pin.resolved ?? '').not.toContain('://');
    }
  });
});

describe('another Node is refused before anything else', () => {
  /** A clone that supports no Node of today. */
  const clone = folderForAll();
  beforeAll(() => {
    for (const name of ['scripts', 'lib/src/engine/supported-node.cjs']) {
      cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
    }
    writeFileSync(path.join(clone, 'package.json'), '{"engines":{"node":"^98.1.0 || ^99.0.0"}}');
  });

  const run = (...parts: string[]) =>
    spawnSync(process.execPath, [path.join(clone, ...parts)], { encoding: 'utf8' });
  const sentence = `Node ${process.versions.node} is running; the kit supports Node 98 (from 98.1) and 99.`;

  it('by set-up', () => {
    const { status, stdout, stderr } = run('scripts', 'setup.mjs');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('Remedy: Install Node');
  });

  it('by a program of build/, without set-up', () => {
    const compiled = path.join('lib', 'dist', 'engine');
    mkdirSync(path.join(clone, compiled), { recursive: true });
    for (const name of ['supported-node.cjs', 'require-supported-node.js']) {
      cpSync(path.join(root, compiled, name), path.join(clone, compiled, name));
    }
    const { status, stderr } = run(compiled, 'require-supported-node.js');
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
  });

  it('by each of the programs that npm runs', () => {
    const programs = new Set(
      Object.values<string>(scripts).flatMap((line) => line.match(/build\/\S+\.js/g) ?? []),
    );
    expect(programs.size).toBeGreaterThan(10);
    for (const program of programs) {
      const [first] = /require\("[^"]+"\)/.exec(read(program)) ?? [];
      expect(`${program}: ${first}`).toBe(`${program}: require("memorization-kit/supported-node")`);
    }
  });
});
