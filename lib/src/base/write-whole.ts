import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from './environment';

/** Bytes that are written or read at once: Node does not take 2 GiB. */
export const AT_ONCE = 2 ** 30;

/**
 * Writes a file whole or not at all: to a temporary file beside it, flushed to disk, then renamed.
 * Several arrays come one after the other: together they may be more than one Buffer can hold.
 * Only one process at a time may write the same file.
 * Throws with the remedy when the disk is full or the folder cannot be written.
 */
export function writeWhole(
  file: string,
  content: string | Uint8Array | readonly Uint8Array[],
): void {
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
      writeParts(handle, partsOf(content));
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, file);
    flushFolder(folder);
  } catch (error) {
    if (fs.existsSync(temporary)) fs.rmSync(temporary, { force: true });
    throw explainedWrite(error, file);
  }
}

function partsOf(content: string | Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] {
  if (typeof content === 'string') return [Buffer.from(content)];
  return content instanceof Uint8Array ? [content] : content;
}

function writeParts(handle: number, parts: readonly Uint8Array[]): void {
  for (const part of parts) {
    let at = 0;
    while (at < part.length) {
      at += fs.writeSync(handle, part, at, Math.min(AT_ONCE, part.length - at));
    }
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

/** Makes a folder. Throws with the remedy as `writeWhole` does. */
export function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw explainedWrite(error, folder);
  }
}

/**
 * Makes a folder and tries whether files can be written in it: permissions alone do not tell of a
 * read-only disk, or of a full one. Throws with the remedy as `writeWhole` does.
 */
export function requireWritable(folder: string): void {
  makeFolder(folder);
  const probe = path.join(folder, `.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
  try {
    fs.writeFileSync(probe, 'x', { flag: 'wx' });
  } catch (error) {
    throw explainedWrite(error, folder);
  } finally {
    fs.rmSync(probe, { force: true });
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

/** A file could not be written. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
  /** Nothing else can be written either, until a person has done something about it. */
  readonly lasting: boolean;

  constructor(message: string, cause: NodeJS.ErrnoException) {
    super(message, { cause });
    this.lasting = Object.hasOwn(causes, cause.code ?? '') && cause.code !== 'EFBIG';
  }
}

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'the disk quota is used up. Free some space',
  EFBIG: 'the system allows no file of this size. Raise the limit (ulimit -f)',
  EACCES: 'the folder may not be written. Change its permissions',
  EPERM: 'the folder may not be written. Change its permissions',
  EROFS: 'the disk is read-only. Choose another folder (KIT_DATA)',
};

/** An error of the file system about writing `file`, with its cause and the remedy. */
export function explainedWrite(cause: unknown, file: string): WriteError {
  const error = cause as NodeJS.ErrnoException;
  const known = causes[error.code ?? ''];
  const why = known
    ? `${known} and run again; nothing that was finished is lost`
    : `${error.message}; what was there before is still there`;
  return new WriteError(`Cannot write ${shownPath(file)}: ${why}.`, error);
}

/** A file's path for messages: relative to the project where it lies inside. */
export function shownPath(file: string): string {
  const relative = path.relative(projectRoot(), path.resolve(file));
  return relative.startsWith('..') ? file : relative;
}
