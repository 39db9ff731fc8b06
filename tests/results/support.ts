import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FlatConfig } from 'memorization-kit/engine';
import type { Finding } from 'memorization-kit/findings';
import { type Result, sweep, type SweepOptions } from 'memorization-kit/results';
import type { SweepEvent } from 'memorization-kit/runner';

export interface FakeMeasurements {
  bits: number;
  final: { loss: number };
}
export type FakeFinding = Finding<FlatConfig, FakeMeasurements>;
export type FakeResult = Result<FlatConfig, FakeMeasurements>;

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
export const fixture = (name: string): string => path.join(fixtures, name);
export const fakes = createRequire(import.meta.url)('./fixtures/fake-finding.cjs') as Record<
  string,
  FakeFinding
>;

/** A folder of its own for the data, locks and checkpoints of one test. */
export class Workspace {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'memorization-kit-'));
  readonly dataDir = path.join(this.root, 'data');
  readonly stateDir = path.join(this.root, 'state');
  readonly log = path.join(this.root, 'log.txt');

  constructor() {
    process.env.FAKE_LOG = this.log;
  }

  /** Sweeps a fake finding in worker processes of this process. */
  sweep(name: string, options: Partial<SweepOptions> = {}): Promise<FakeResult[]> {
    const { dataDir, stateDir } = this;
    const source = { module: fixture('fake-finding.cjs'), export: name };
    return sweep(fakes[name], { profile: 'quick', jobs: 2, dataDir, stateDir, source, ...options });
  }

  /** Sweeps a fake finding in a process of its own. */
  sweepProcess(name: string, jobs = 2): SweepProcess {
    const args = [name, this.dataDir, this.stateDir, String(jobs)];
    return new SweepProcess([process.execPath, fixture('run-sweep.cjs'), ...args]);
  }

  /** What the runs noted: 'seed=1 from=0 pid=123'. */
  notes(): string[] {
    return fs.existsSync(this.log) ? fs.readFileSync(this.log, 'utf8').trim().split('\n') : [];
  }

  /** The process ids of all workers that have trained something here. */
  pids(): number[] {
    return [...new Set(this.notes().map((line) => Number(/pid=(\d+)/.exec(line)?.[1])))];
  }

  dataFiles(name: string): string[] {
    const folder = path.join(this.dataDir, fakes[name].name, 'quick');
    return fs.existsSync(folder)
      ? fs.readdirSync(folder).map((file) => path.join(folder, file))
      : [];
  }

  /** Files of locks and checkpoints that are left. */
  stateFiles(): string[] {
    return filesBelow(this.stateDir);
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

/** A process that prints a line of JSON an event. */
export class EventProcess<E extends { type: string }> {
  readonly child: ChildProcess;
  readonly events: E[] = [];
  errors = '';
  /** Resolves with the exit code when the process is gone. */
  readonly ended: Promise<number | null>;
  private readonly listeners: (() => void)[] = [];

  constructor([command, ...args]: string[], env = process.env) {
    this.child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.events.push(...lines.map((line) => JSON.parse(line) as E));
      for (const listener of this.listeners) listener();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Resolves when an event of this type has come, or the process has ended. */
  async saw(type: string): Promise<void> {
    const came = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.count(type) > 0) resolve();
      };
      this.listeners.push(look);
      look();
    });
    await Promise.race([came, this.ended]);
  }

  count(type: string): number {
    return this.events.filter((event) => event.type === type).length;
  }
}

type FakeEvent = SweepEvent | { type: 'results'; results: FakeResult[] };

/** A sweep of a fake finding; at its end it prints the results. */
export class SweepProcess extends EventProcess<FakeEvent> {
  async results(): Promise<FakeResult[]> {
    await this.ended;
    const last = this.events.at(-1);
    if (last?.type !== 'results') throw new Error(`It printed no results: ${this.errors}`);
    return last.results;
  }
}

/** The names of all files below a folder. */
export function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** Waits until `condition` holds; fails the test if it never does. */
export async function until(what: string, condition: () => boolean, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; !condition(); await pause(10)) {
    if (Date.now() > end) throw new Error(`Waited in vain for: ${what}`);
  }
}

export function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    if (fs.existsSync('/proc/self')) return false;
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
}

/** What must be equal between two trainings of a run: all but when and how long. */
export function numbersOf(results: FakeResult[]): unknown {
  return results.map(({ hash, config, measurements, curves }) => ({
    hash,
    config,
    measurements,
    curves,
  }));
}
