import { describe, expect, it } from 'vitest';
import type { Python } from '../../scripts/setup/machine.mjs';
import {
  checkCompiler,
  checkDisk,
  checkDriver,
  checkNpm,
  checkPlatform,
  checkPython,
  choosePython,
  isAtLeast,
} from '../../scripts/setup/prerequisites.mjs';

const python = (command: string, version: string, hasVenv = true): Python => ({
  command,
  version,
  hasVenv,
  executable: `/usr/bin/${command}`,
  machine: 'x86_64',
});

describe('versions', () => {
  it('are compared by number, not by letter', () => {
    expect(isAtLeast('20.9.0', '20.11')).toBe(false);
    expect(isAtLeast('20.11.0', '20.11')).toBe(true);
    expect(isAtLeast('2.9', '2.27')).toBe(false);
    expect(isAtLeast('535.183.01', '525')).toBe(true);
  });
});

describe('npm', () => {
  it('is one that reads this lockfile', () => {
    expect(checkNpm('11.0.0')).toBeNull();
    expect(checkNpm('6.14.4')?.problem).toContain('6.14.4');
    expect(checkNpm(null)?.problem).toContain('PATH');
  });
});

describe('platform', () => {
  it.each([
    { platform: 'linux', arch: 'x64', glibc: '2.36' },
    { platform: 'linux', arch: 'arm64', glibc: '2.27' },
    { platform: 'darwin', arch: 'arm64', glibc: null },
  ])('$platform $arch is supported', (machine) => {
    expect(checkPlatform(machine)).toBeNull();
  });

  it.each([
    [{ platform: 'win32', arch: 'x64', glibc: null }, 'wsl'],
    [{ platform: 'darwin', arch: 'x64', glibc: null }, 'Linux'],
    [{ platform: 'linux', arch: 'riscv64', glibc: '2.39' }, 'x86-64'],
    [{ platform: 'linux', arch: 'x64', glibc: null }, 'Alpine'],
    [{ platform: 'linux', arch: 'x64', glibc: '2.17' }, 'glibc'],
    [{ platform: 'freebsd', arch: 'x64', glibc: null }, 'Linux'],
  ])('%o is refused with a way out', (machine, word) => {
    expect(checkPlatform(machine)?.remedy).toContain(word);
  });
});

describe('Python', () => {
  it('is the first that has wheels and its venv module', () => {
    const found = [python('python3', '3.14.0'), python('python3.12', '3.12.4')];
    expect(choosePython(found)?.command).toBe('python3.12');
    expect(checkPython(found)).toBeNull();
    expect(
      choosePython([python('python3', '3.11.2', false), python('python', '3.10.1')])?.command,
    ).toBe('python');
  });

  it('missing is told apart from too old, too new and stripped of venv', () => {
    expect(checkPython([])?.problem).toContain('no Python was found');
    expect(checkPython([python('python3', '3.9.18')])?.problem).toContain('python3 is 3.9.18');
    expect(checkPython([python('python3', '3.14.0')])?.problem).toContain('3.10 to 3.13');
    expect(checkPython([python('python', '2.7.18')])?.remedy).toContain('KIT_PYTHON');
    expect(checkPython([python('python3', '3.11.2', false)])?.remedy).toContain('python3-venv');
  });
});

describe('compiler, disk and driver', () => {
  it('names the compilers that were tried', () => {
    const tried = [['ccache', 'g++'], ['clang++']];
    expect(checkCompiler({ found: true, tried, platform: 'linux' })).toBeNull();
    const problem = checkCompiler({ found: false, tried, platform: 'linux' });
    expect(problem?.problem).toContain('ccache g++, clang++');
    expect(problem?.remedy).toContain('apt install g++');
    expect(checkCompiler({ found: false, tried, platform: 'darwin' })?.remedy).toContain('xcode');
  });

  it('names the space needed and the space free', () => {
    expect(checkDisk({ freeMB: 3000, needMB: 3000, folder: '/kit' })).toBeNull();
    const problem = checkDisk({ freeMB: 1234, needMB: 3000, folder: '/kit' });
    expect(problem?.problem).toMatch(/3\.0 GB.*\/kit.*1\.2 GB/);
  });

  it('refuses a driver that is too old only where the GPU wheel is installed', () => {
    const driver = { version: '470.82.01', computeCapability: 8 };
    const old = { variant: 'gpu', hasGpu: true, driver };
    expect(checkDriver(old)?.problem).toContain('470.82.01');
    expect(checkDriver(old)?.remedy).toContain('--tensorflow cpu');
    expect(checkDriver({ ...old, variant: 'cpu' })).toBeNull();
    expect(checkDriver({ ...old, hasGpu: false })).toBeNull();
    expect(checkDriver({ ...old, driver: null })).toBeNull();
  });
});
