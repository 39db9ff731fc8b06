import { mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { nativeBinding } from '../../scripts/setup/binding.mjs';
import { linkCudaLibraries } from '../../scripts/setup/cuda-links.mjs';
import { isPythonOf, pythonPackages } from '../../scripts/setup/python-packages.mjs';
import type { Plan } from '../../scripts/setup/steps.mjs';
import { trialLoad } from '../../scripts/setup/trial-load.mjs';
import { folderForEach } from '../folder';

const plan = (variant: Plan['choice']['variant']): Plan => ({
  choice: { variant, request: 'auto', why: '' },
});

describe('the stamp of what was made here', () => {
  /** The inputs of a step on a machine like this one but for some properties of `process`. */
  function on(step: typeof nativeBinding, other: object = {}): string {
    const properties = Object.entries(other).map(([name, value]) => [name, { value }]);
    vi.stubGlobal('process', Object.create(process, Object.fromEntries(properties)));
    try {
      return step.inputs(plan('cpu'));
    } finally {
      vi.unstubAllGlobals();
    }
  }
  const oldLibrary = { getReport: () => ({ header: { glibcVersionRuntime: '2.28' } }) };

  it('knows the platform', () => {
    for (const step of [pythonPackages, nativeBinding, trialLoad]) {
      expect(on(step)).toBe(step.inputs(plan('cpu')));
      expect(on(step, { arch: 'riscv64' })).not.toBe(on(step));
      expect(on(step, { platform: 'freebsd' })).not.toBe(on(step));
    }
  });

  it('knows the C library and the TensorFlow that the binding was compiled against', () => {
    for (const step of [nativeBinding, trialLoad]) {
      expect(on(step, { report: oldLibrary })).not.toBe(on(step));
      expect(step.inputs(plan('gpu'))).not.toBe(step.inputs(plan('cpu')));
    }
  });

  it('knows the Node under which TensorFlow was tried', () => {
    expect(trialLoad.name).toContain(process.versions.node);
  });
});

describe('the Python of .venv', () => {
  const packages = '/clone/.venv/lib/python3.11/site-packages';

  it('is another after an upgrade of the system', () => {
    expect(isPythonOf('/usr/bin/python3.11', packages)).toBe(true);
    expect(isPythonOf('/usr/bin/python3.12', packages)).toBe(false);
    expect(isPythonOf('/opt/python/bin/python3', packages)).toBe(true); // cannot be told
  });
});

describe('the CUDA libraries', () => {
  const packages = folderForEach();

  it.each([
    ['where TensorFlow looks for them, by a path that moves with the folder', false],
    ['anew where a link leads nowhere', true],
  ])('are linked %s', (_, broken) => {
    for (const name of ['cusolver', 'cusparse']) {
      mkdirSync(path.join(packages.path, 'nvidia', name, 'lib'), { recursive: true });
    }
    writeFileSync(path.join(packages.path, 'nvidia/cusolver/lib/libcusolver.so.11'), '');
    const link = path.join(packages.path, 'nvidia/cusparse/lib/libcusolver.so.11');
    if (broken) symlinkSync('/nowhere/libcusolver.so.11', link);
    linkCudaLibraries(packages.path);
    linkCudaLibraries(packages.path); // again: nothing is left to do
    expect(readlinkSync(link)).toBe('../../cusolver/lib/libcusolver.so.11');
  });

  it('need nothing where there are none', () => {
    expect(() => linkCudaLibraries(packages.path)).not.toThrow();
  });
});
