import { describe, expect, it } from 'vitest';
import { type MissingGpuFacts, whyNoGpu } from '../../lib/dist/engine/missing-gpu';
import nvidia from '../../lib/src/engine/nvidia-driver.cjs';

const { driverProblem, readDriver } = nvidia;

/** What TensorFlow 2.21's GPU build writes. */
const missing = (library: string): string =>
  `I0000 00:00:1795653603.664791   22335 dso_loader.cc:144] Could not load dynamic library '${library}'; ` +
  `dlerror: ${library}: cannot open shared object file: No such file or directory\n`;
const noDriver =
  'E0000 00:00:1795653574.569880   21962 cuda_platform.cc:52] failed call to cuInit: INTERNAL: ' +
  'CUDA error: Failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected\n';
const skipped =
  'W0000 00:00:1795653591.556936   22159 gpu_device.cc:2365] Cannot dlopen some GPU libraries. ' +
  'Please make sure the missing libraries mentioned above are installed properly.\n' +
  'Skipping registering GPU devices...\n';

const facts: MissingGpuFacts = {
  gpuBuild: true,
  visibleDevices: undefined,
  driver: { version: '570.86.10', computeCapability: 9 },
  log: '',
};

describe('why no GPU is used', () => {
  it.each<[string, Partial<MissingGpuFacts>, RegExp]>([
    ['the CPU build', { gpuBuild: false }, /CPU build.*npm run setup -- --tensorflow gpu/],
    ['a hidden GPU', { visibleDevices: '-1' }, /CUDA_VISIBLE_DEVICES="-1" hides/],
    [
      'no driver',
      { driver: null, log: missing('libcuda.so.1') + noDriver },
      /^libcuda.*--gpus all/,
    ],
    ['a container without NVML', { log: missing('libnvidia-ml.so.1') }, /compute,utility/],
    ['no cusolver', { log: missing('libcusolver.so.11') + skipped }, /^libcusolver.*\.venv/],
    ['an old driver', { driver: { version: '535.1', computeCapability: 9 } }, /is 535\.1; .*555/],
    ['what the driver says', { log: noDriver }, /TensorFlow says: failed.*CUDA_ERROR_NO_DEVICE/],
    ['nothing that is known', {}, /nvidia-smi/],
  ])('is said: %s', (_, some, expected) => {
    expect(whyNoGpu({ ...facts, ...some })).toMatch(expected);
  });

  it('names what the driver lacks before what comes from it', () => {
    const log = missing('libcudnn.so.9') + missing('libnvidia-ml.so.1') + skipped;
    expect(whyNoGpu({ ...facts, log })).toMatch(/^libnvidia-ml\.so\.1/);
  });
});

describe('the NVIDIA driver', () => {
  const module =
    'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  555.42.02  Release Build\n' +
    'GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n';

  it('is read from nvidia-smi, else from its kernel module', () => {
    expect(readDriver('535.104.05, 8.0\n535.104.05, 8.0\n', module)).toEqual({
      version: '535.104.05',
      computeCapability: 8,
    });
    expect(readDriver('', module)).toEqual({ version: '555.42.02', computeCapability: null });
    expect(readDriver('535.104.05, [N/A]', '')?.computeCapability).toBeNull();
    expect(readDriver('', '')).toBeNull();
  });

  it('must compile PTX 8.5 for a GPU of compute capability 9.0 or later, or an unknown one', () => {
    const problem = (version: string, computeCapability: number | null) =>
      driverProblem({ version, computeCapability })?.problem;
    expect(problem('555.42.02', 9)).toBeUndefined();
    expect(problem('550.90.07', 9)).toMatch(/550\.90\.07.*555.*PTX 8\.5/);
    expect(problem('550.90.07', null)).toMatch(/555/);
    expect(problem('550.90.07', 12)).toMatch(/555/);
    expect(problem('550.90.07', 8.9)).toBeUndefined();
    expect(problem('520.61.05', 8)).toMatch(/525.*CUDA 12/);
  });
});
