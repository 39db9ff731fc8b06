// @ts-check
'use strict';
// In JavaScript, since set-up asks it before anything is compiled.
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');

/**
 * The driver, and the compute capability of the first GPU ("9.0" of an H100) where nvidia-smi tells.
 * @typedef {{ version: string, computeCapability: number | null }} Driver
 */

/**
 * The driver out of what nvidia-smi and the kernel's module say; null where neither does.
 * @param {string} smi A line "535.104.05, 8.0".
 * @param {string} moduleText /proc/driver/nvidia/version.
 * @returns {Driver | null}
 */
function readDriver(smi, moduleText) {
  const [, told, capability] = /^(\d+[.\d]*)(?:, *(\d+\.\d+))?/m.exec(smi) ?? [];
  const version = told ?? /^NVRM version:.*?\s(\d{3,}\.[.\d]*\d)/m.exec(moduleText)?.[1];
  if (!version) return null;
  return { version, computeCapability: capability ? Number(capability) : null };
}

/** @returns {Driver | null} The NVIDIA driver of this machine, where its version can be told. */
function nvidiaDriver() {
  const query = ['--query-gpu=driver_version,compute_cap', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 10_000 });
  // A container may have the driver and not its tools.
  const file = '/proc/driver/nvidia/version';
  return readDriver(status === 0 ? stdout : '', existsSync(file) ? readFileSync(file, 'utf8') : '');
}

/**
 * Why the driver is too old. TensorFlow's GPU build carries machine code for the compute capabilities
 * 6.0 to 8.9, which CUDA 12 runs on drivers from 525 on. For 9.0 and later it has PTX 8.5, which
 * drivers before 555 cannot compile. An unknown GPU is taken for a new one.
 * @param {Driver} driver
 * @returns {{ problem: string, remedy: string } | null}
 */
function driverProblem({ version, computeCapability }) {
  const least = (computeCapability ?? 9) >= 9 ? 555 : 525;
  if (parseInt(version, 10) >= least) return null;
  return {
    problem:
      `The NVIDIA driver is ${version}; TensorFlow needs ${least} or later` +
      (least === 525 ? ' for CUDA 12.' : ' to compile its kernels (PTX 8.5) for this GPU.'),
    remedy: 'Update the driver, or use the CPU: npm run setup -- --tensorflow cpu.',
  };
}

module.exports = { driverProblem, nvidiaDriver, readDriver };
