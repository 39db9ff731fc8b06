// @ts-check
import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeWhole } from './stamp.mjs';

/**
 * Who holds the lock. `child` is the command the set-up is waiting for: it outlives a killed
 * set-up and still writes into the shared folders, so the lock is held as long as either lives.
 * @typedef {{ pid: number, born: string | null, child: Identity | null, host: string }} Holder
 * @typedef {{ pid: number, born: string | null }} Identity
 */

/**
 * When a process was born, in the kernel's ticks, so that a process number given out again is
 * not taken for the old process. Null where the system does not tell (macOS).
 * @param {number} pid
 * @returns {string | null}
 */
export function birth(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name, may hold spaces and brackets: count from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {Identity} process_
 * @returns {boolean}
 */
export function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  return born === null || birth(pid) === born;
}

/**
 * A lock whose holder died is stale. A holder on another machine (a shared home folder) cannot
 * be asked, so its lock counts as held.
 * @param {Holder} holder
 * @returns {boolean}
 */
export function isStale(holder) {
  if (holder.host !== hostname()) return false;
  return !isAlive(holder) && !(holder.child && isAlive(holder.child));
}

/**
 * @param {string} file
 * @returns {Holder | null} Null if there is no lock, or one that is just being written.
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @param {Holder} me
 */
function tryCreate(file, me) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, JSON.stringify(me));
    closeSync(handle);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a stale lock. Renaming succeeds for one of several waiters; one that was slow may take
 * away the lock the first has made since, and puts it back.
 * @param {string} file
 * @param {Holder | null} stale
 */
function bury(file, stale) {
  const grave = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, grave);
    if (readHolder(grave)?.pid !== stale?.pid) linkSync(grave, file);
  } catch {
    // Another waiter was first.
  }
  rmSync(grave, { force: true });
}

/**
 * Takes the lock, waiting as long as a living process holds it.
 * @param {string} file
 * @param {{ onWait?: (holder: Holder) => void, signal?: AbortSignal, pollMs?: number }} [options]
 *   `onWait` is called once, when the lock turns out to be held; `signal` ends the waiting.
 */
export async function acquireLock(file, { onWait = () => {}, signal, pollMs = 300 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  /** @type {Holder} */
  const me = { pid: process.pid, born: birth(process.pid), child: null, host: hostname() };
  let told = false;
  let unreadable = 0;
  while (!tryCreate(file, me)) {
    const holder = readHolder(file);
    unreadable = holder ? 0 : unreadable + 1;
    // A file that stays unreadable was left by a process killed between creating and writing it.
    if (holder ? isStale(holder) : unreadable > 10) {
      bury(file, holder);
      unreadable = 0;
      continue;
    }
    if (holder && !told) {
      told = true;
      onWait(holder);
    }
    await sleep(pollMs, undefined, { signal });
  }
  return {
    /**
     * Notes the command now running on behalf of the holder (null: none).
     * @param {number | null} pid
     */
    noteChild(pid) {
      me.child = pid === null ? null : { pid, born: birth(pid) };
      writeWhole(file, JSON.stringify(me));
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof acquireLock>>} Lock */
