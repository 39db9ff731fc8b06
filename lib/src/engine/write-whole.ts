import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from './environment';

/**
 * Writes a file whole or not at all: to a temporary file beside it, flushed to disk, then renamed.
 * Only one process at a time may write the same file.
 * Throws with the remedy when the disk is full or the folder cannot be written.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const folder = path.dirname(file);
  const temporary = path.join(
    folder,
    `.${path.basename(file)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`,
  );
  try {
    fs.mkdirSync(folder, { recursive: true });
    removeLeftovers(file);
    const handle = fs.openSync(temporary, 'wx');
    try {
      fs.writeFileSync(handle, content);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, file);
    flushFolder(folder);
  } catch (error) {
    if (fs.existsSync(temporary)) fs.rmSync(temporary);
    throw explained(error as NodeJS.ErrnoException, file);
  }
}

/** Temporary files of earlier writers of this file that were killed. */
function removeLeftovers(file: string): void {
  const start = `.${path.basename(file)}.`;
  for (const name of fs.readdirSync(path.dirname(file))) {
    if (name.startsWith(start) && name.endsWith('.tmp')) {
      fs.rmSync(path.join(path.dirname(file), name), { force: true });
    }
  }
}

/** Makes the rename itself survive a power cut; some file systems cannot, which loses nothing. */
function flushFolder(folder: string): void {
  try {
    const handle = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch {
    return;
  }
}

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'the disk quota is used up. Free some space',
  EACCES: 'the folder may not be written. Change its permissions',
  EPERM: 'the folder may not be written. Change its permissions',
  EROFS: 'the disk is read-only. Choose another folder (KIT_DATA)',
};

function explained(error: NodeJS.ErrnoException, file: string): Error {
  const cause = causes[error.code ?? ''];
  const why = cause
    ? `${cause} and run again; nothing that was finished is lost`
    : `${error.message}; what was there before is still there`;
  return new Error(`Cannot write ${shownPath(file)}: ${why}.`, { cause: error });
}

/** A file's path for messages: relative to the project where it lies inside. */
export function shownPath(file: string): string {
  const relative = path.relative(projectRoot(), path.resolve(file));
  return relative.startsWith('..') ? file : relative;
}
