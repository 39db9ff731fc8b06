import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SetupError } from '../../scripts/setup/error.mjs';
import { isTensorflowPart, tensorflowLock } from '../../scripts/setup/tensorflow.mjs';
import { chooseTensorflow, readRequest } from '../../scripts/setup/tensorflow-choice.mjs';
import type { Choice } from '../../scripts/setup/tensorflow-choice.mjs';

const linux = { platform: 'linux', arch: 'x64', request: null, previous: null };
const before = (variant: Choice['variant'], request: Choice['request']): Choice => ({
  variant,
  request,
  why: '',
});

describe('the TensorFlow wheel', () => {
  it.each([
    ['linux', 'x64', false, null, 'cpu'],
    ['linux', 'x64', true, null, 'gpu'],
    ['linux', 'x64', true, 'cpu', 'cpu'],
    ['linux', 'x64', false, 'gpu', 'gpu'],
    ['linux', 'x64', true, 'auto', 'gpu'],
    ['linux', 'arm64', false, null, 'plain'],
    ['linux', 'arm64', true, null, 'plain'],
    ['darwin', 'arm64', false, 'cpu', 'plain'],
  ] as const)('on %s %s, GPU %s, asked for %s: %s', (platform, arch, hasGpu, request, variant) => {
    const choice = chooseTensorflow({ platform, arch, hasGpu, request, previous: null });
    expect(choice.variant).toBe(variant);
    expect(existsSync(tensorflowLock(choice.variant))).toBe(true);
  });

  it('with a GPU asked for where no wheel has one is an error', () => {
    const mac = { platform: 'darwin', arch: 'arm64', hasGpu: false, previous: null };
    expect(() => chooseTensorflow({ ...mac, request: 'gpu' })).toThrow(SetupError);
    expect(() => chooseTensorflow({ ...mac, request: 'gpu' })).toThrow('darwin arm64');
  });

  it('keeps to what was asked for once, until auto takes it back', () => {
    const previous = before('cpu', 'cpu');
    expect(chooseTensorflow({ ...linux, hasGpu: true, previous }).variant).toBe('cpu');
    expect(chooseTensorflow({ ...linux, hasGpu: true, previous, request: 'auto' }).variant).toBe(
      'gpu',
    );
  });

  it('stays the GPU one on a login node without a GPU', () => {
    const previous = before('gpu', 'auto');
    expect(chooseTensorflow({ ...linux, hasGpu: false, previous }).variant).toBe('gpu');
    expect(chooseTensorflow({ ...linux, hasGpu: false, previous, request: 'cpu' }).variant).toBe(
      'cpu',
    );
  });

  it('is asked for by the option before the variable, and only in known words', () => {
    expect(readRequest({})).toBeNull();
    expect(readRequest({ variable: '' })).toBeNull();
    expect(readRequest({ variable: 'cpu' })).toBe('cpu');
    expect(readRequest({ option: 'gpu', variable: 'cpu' })).toBe('gpu');
    expect(() => readRequest({ option: 'tpu' })).toThrow("--tensorflow is 'tpu'");
    expect(() => readRequest({ variable: 'GPU' })).toThrow('KIT_TENSORFLOW');
  });

  it('is removed as a whole before another is installed', () => {
    for (const name of [
      'tensorflow',
      'tensorflow_cpu-2.21.0.dist-info',
      'nvidia',
      'nvidia_nccl_cu12-2.dist-info',
    ]) {
      expect(isTensorflowPart(name)).toBe(true);
    }
    for (const name of ['plotly', 'kaleido', 'tensorflowjs', 'nvidiana']) {
      expect(isTensorflowPart(name)).toBe(false);
    }
  });
});
