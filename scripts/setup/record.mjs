// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { writeWhole } from './stamp.mjs';

/**
 * .kit/setup.json: what set-up chose and found, for the provenance of results, for bug reports,
 * and for the next set-up.
 * @typedef {{
 *   kit?: string, node?: string, npm?: string, platform?: string, glibc?: string | null,
 *   python?: { version: string, executable: string, sitePackages: string },
 *   compiler?: string,
 *   tensorflow?: import('./tensorflow-choice.mjs').Choice,
 *   binding?: {
 *     tensorflow: string, tfjs: string, usesGpu: boolean, missingGpu: string | null, kernels: string[],
 *   },
 *   withoutKernels?: string | null,
 *   nvidiaDriver?: string | null,
 *   finished?: string,
 * }} Recorded
 */

/**
 * @param {string} file
 * @returns {Recorded} Empty if there is none or it cannot be read.
 */
export function readRecord(file) {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {string} file
 * @param {Recorded} news Replaces what is recorded under the same names.
 */
export function updateRecord(file, news) {
  writeWhole(file, `${JSON.stringify({ ...readRecord(file), ...news }, null, 2)}\n`);
}
