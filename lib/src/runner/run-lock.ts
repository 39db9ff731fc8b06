import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { explainedWrite, makeFolder } from '../engine/node';
import { hostName, ownIdentity, type ProcessIdentity, processStart } from './process-identity';

/*
 * A run is claimed by a file of its own whose name tells the claiming process:
 * `<hash>.<host>.<pid>.<start>.<nonce>.lock`. Whoever creates one looks for others afterwards and
 * steps back if a live process has one. No two files share a name, so removing that of a dead
 * process can never hit a live claim, which a single lock file taken over by two at once would.
 */

const heartbeatMs = 20_000;
const silentMs = 300_000; // a claim from another machine counts as dead after this silence
const attempts = 4;
const claimName = /^[^.]+\.[^.]+\.\d+\.[^.]+\.[^.]+\.lock$/; // other files are none of ours

/** A claim on one run, held until `release`. */
export interface RunLock {
  release(): void;
}

/**
 * Claims a run for this process; null when another live process holds it.
 * Claims of dead processes are removed on the way.
 */
export async function claimRun(folder: string, hash: string): Promise<RunLock | null> {
  makeFolder(folder);
  for (let attempt = 0; attempt < attempts; attempt++) {
    // Two that came at the same moment both step back; a random pause lets one go first.
    if (attempt > 0) await pause(20 + Math.random() * 100);
    const { host, pid, start } = ownIdentity();
    const nonce = randomBytes(4).toString('hex');
    const own = path.join(folder, [hash, host, pid, start, nonce, 'lock'].join('.'));
    writeClaim(own);
    if (liveClaims(folder, hash, own).length === 0) return held(own);
    fs.rmSync(own, { force: true });
  }
  return null;
}

function writeClaim(file: string): void {
  try {
    fs.writeFileSync(file, '', { flag: 'wx' });
  } catch (error) {
    throw explainedWrite(error, file);
  }
}

function held(file: string): RunLock {
  const beat = (): void => {
    try {
      fs.utimesSync(file, new Date(), new Date());
    } catch {
      return; // someone emptied the folder; the run itself is not hurt
    }
  };
  const timer = setInterval(beat, heartbeatMs).unref();
  return {
    release() {
      clearInterval(timer);
      fs.rmSync(file, { force: true });
    },
  };
}

/** Whether a live process, this one included, has claimed the run. */
export function isClaimed(folder: string, hash: string): boolean {
  return fs.existsSync(folder) && liveClaims(folder, hash, null).length > 0;
}

function liveClaims(folder: string, hash: string, own: string | null): string[] {
  const now = own ? fs.statSync(own).mtimeMs : Date.now(); // the file server's own clock
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith(`${hash}.`) && claimName.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => file !== own)
    .filter((file) => {
      const alive = isAlive(file, now);
      if (!alive) fs.rmSync(file, { force: true });
      return alive;
    });
}

function isAlive(file: string, now: number): boolean {
  const claim = parseName(path.basename(file));
  if (claim.host === hostName()) return processStart(claim.pid) === claim.start;
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && now - stat.mtimeMs < silentMs;
}

function parseName(name: string): ProcessIdentity {
  const [, host, pid, start] = name.split('.');
  return { host, pid: Number(pid), start };
}
