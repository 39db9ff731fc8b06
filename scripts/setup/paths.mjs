// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Joins a path below the clone's folder.
 * @param {...string} parts
 */
export const at = (...parts) => join(root, ...parts);

export const kitFolder = at('.kit');
export const venv = at('.venv');
export const venvPython = at('.venv', 'bin', 'python');
export const tfjsPackage = at('node_modules', '@tensorflow', 'tfjs-node-gpu');

/** Where `tfjs-node-gpu` looks for its native part. */
export const bindingFile = join(tfjsPackage, 'lib', 'napi-v8', 'tfjs_binding.node');

/**
 * The site-packages folder of `.venv`, or null while there is none. Its name holds the Python
 * version, so it is looked up and not spelled out.
 * @returns {string | null}
 */
export function sitePackages() {
  const lib = join(venv, 'lib');
  if (!existsSync(lib)) return null;
  const python = readdirSync(lib).find((name) => name.startsWith('python3'));
  const folder = python && join(lib, python, 'site-packages');
  return folder && existsSync(folder) ? folder : null;
}
