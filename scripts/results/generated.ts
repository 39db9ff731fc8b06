import fs from 'node:fs';
import path from 'node:path';

/**
 * Writes a file that is made from data/, or with `check` only says whether it is what would be
 * written. Returns false when it is not, having told the remedy.
 */
export function updateGenerated(
  file: string,
  content: string,
  { check, command }: { check: boolean; command: string },
): boolean {
  const present = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
  if (present === content) return true;
  if (check) {
    console.error(`${path.basename(file)} does not show what is in data/. Run \`${command}\`.`);
    return false;
  }
  fs.writeFileSync(file, content);
  return true;
}
