// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Hash of everything a step depends on: plain values, and files by content.
 * @param {unknown} values Any JSON value.
 * @param {string[]} [files] Absolute paths; a missing file counts as different from an empty one.
 * @returns {string} 64 hex digits.
 */
export function hashInputs(values, files = []) {
  const hash = createHash('sha256').update(JSON.stringify(values) ?? 'undefined');
  for (const file of files) {
    hash.update(`\0${file}\0`).update(existsSync(file) ? readFileSync(file) : '\0missing');
  }
  return hash.digest('hex');
}

/**
 * Writes a file whole or not at all, so that a kill in the middle leaves the old one.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/**
 * Remembers, in one small file a step, the inputs with which the step last ran to its end.
 * @param {string} folder
 */
export function stampStore(folder) {
  const path = (/** @type {string} */ name) => join(folder, `${name}.stamp`);
  return {
    /**
     * @param {string} name
     * @returns {string | null}
     */
    read: (name) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8').trim() : null),
    /**
     * @param {string} name
     * @param {string} hash
     */
    write: (name, hash) => writeWhole(path(name), `${hash}\n`),
    /** @param {string} name */
    clear: (name) => rmSync(path(name), { force: true }),
  };
}

/** @typedef {ReturnType<typeof stampStore>} StampStore */
