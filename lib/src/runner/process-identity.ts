import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';

/** Names a process for good: process numbers are used again, number and start time together not. */
export interface ProcessIdentity {
  host: string;
  pid: number;
  start: string;
}

/** This machine's name in the letters that a file name may hold. */
export function hostName(): string {
  return os.hostname().replace(/[^A-Za-z0-9-]/g, '-') || 'host';
}

/** When a process of this machine started, as an opaque token; null when it is not running. */
export function processStart(pid: number): string | null {
  try {
    process.kill(pid, 0); // asks only whether it exists
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  return process.platform === 'linux' ? linuxStart(pid) : portableStart(pid);
}

/** Clock ticks since boot, with the boot's own number. A killed but unburied process is dead. */
function linuxStart(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third field on
    const [state, ticks] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return null;
    return `${bootNumber()}x${ticks}`;
  } catch {
    return null;
  }
}

function bootNumber(): string {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  } catch {
    return '0';
  }
}

function portableStart(pid: number): string | null {
  try {
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } } as const;
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], options).trim();
    return started ? createHash('sha256').update(started).digest('hex').slice(0, 12) : null;
  } catch {
    return null;
  }
}

/** Who this process is. */
export function ownIdentity(): ProcessIdentity {
  return { host: hostName(), pid: process.pid, start: processStart(process.pid) ?? '0' };
}
