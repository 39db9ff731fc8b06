// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All files below a folder whose name ends so, sorted by path; none if the folder is missing.
 * @param {string} folder
 * @param {string[]} endings
 * @param {string[]} [skip] Names of folders not to enter.
 * @returns {string[]}
 */
export function filesBelow(folder, endings, skip = ['node_modules', 'dist', 'build']) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skip.includes(entry.name) ? [] : filesBelow(path, endings);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    })
    .sort();
}
