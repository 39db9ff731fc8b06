import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnyFinding } from 'memorization-kit/findings';
import { type AnyResult, readResults } from 'memorization-kit/results';
import { type ProcessIdentity, processStart } from '../../lib/dist/runner/process-identity';
import { EventProcess, filesBelow } from '../results/support.js';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
export const fixture = (name: string): string => path.join(folder, name);
export const tiny = createRequire(import.meta.url)('./fixtures/tiny-findings.cjs') as Record<
  string,
  AnyFinding
>;

/** What must be the same however often a run was interrupted, by hash. */
export type Numbers = Record<string, string>;

/** A folder of its own for data, locks and checkpoints; processes started here bear its mark. */
export class FaultSpace {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-faults-'));
  readonly dataDir: string;
  readonly stateDir: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(
    readonly names: string[],
    under = '',
  ) {
    this.dataDir = path.join(this.root, under, 'data');
    this.stateDir = path.join(this.root, under, 'state');
    this.env = { ...process.env, KIT_FAULT_SPACE: this.root, KIT_CHECKPOINT_SECONDS: '0.05' };
  }

  /** Starts a sweep of the findings in a process of its own. `limits`: for bash's ulimit. */
  sweep(limits = '', names = this.names): SweepProcess {
    const limited = limits ? ['bash', '-c', `ulimit ${limits}; exec "$0" "$@"`] : [];
    const args = [fixture('sweep.cjs'), this.dataDir, this.stateDir, ...names];
    return new EventProcess([...limited, process.execPath, ...args], this.env);
  }

  /** Lets sweeps keep their models, here. */
  keepModels(): string {
    return (this.env.KIT_TEST_MODELS = path.join(this.root, 'models'));
  }

  /** Starts a process that reads the results all the time. */
  reader(): StoreReader {
    return new StoreReader([fixture('read.cjs'), this.dataDir, ...this.names]);
  }

  results(names = this.names): AnyResult[] {
    return names.flatMap((name) => {
      const { results, problems } = readResults(tiny[name], 'quick', this.dataDir);
      if (problems.length > 0) throw problems[0];
      return results;
    });
  }

  numbers(): Numbers {
    const entries = this.results().map(({ hash, config, measurements, curves }) => [
      hash,
      JSON.stringify({ config, measurements, curves }),
    ]);
    return Object.fromEntries(entries) as Numbers;
  }

  /** The share of the runs that are stored. */
  share(names = this.names): number {
    const all = names.flatMap((name) => tiny[name].configs('quick'));
    return this.results(names).length / all.length;
  }

  /** The live worker processes of every sweep in this space, by /proc. */
  workers(): ProcessIdentity[] {
    return fs.readdirSync('/proc').flatMap((name) => {
      const pid = Number(name);
      if (!Number.isInteger(pid) || !this.isWorker(name)) return [];
      const start = processStart(pid);
      return start === null ? [] : [{ host: '', pid, start }];
    });
  }

  private isWorker(pid: string): boolean {
    try {
      return (
        fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('runner/worker.js') &&
        fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`KIT_FAULT_SPACE=${this.root}\0`)
      );
    } catch {
      return false; // it has just ended
    }
  }

  /** Files of locks and checkpoints that are left. */
  stateFiles(): string[] {
    return filesBelow(this.stateDir);
  }

  dataFiles(): string[] {
    return filesBelow(this.dataDir);
  }

  /** Forgets what was trained, and what is left of trainings. */
  clear(): void {
    for (const each of [this.dataDir, this.stateDir]) {
      fs.rmSync(each, { recursive: true, force: true });
    }
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

interface SweepLine {
  type: string;
  name: string;
  run: number;
}

export type SweepProcess = EventProcess<SweepLine>;

export interface Seen {
  reads: number;
  results: number; // over all reads
  problems: string[];
  numbers: Record<string, string[]>; // all different ones of each hash
}

export class StoreReader {
  private readonly child: ChildProcess;
  private output = '';

  constructor(args: string[]) {
    this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  async stop(): Promise<Seen> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin?.end();
    await ended;
    return JSON.parse(this.output) as Seen;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
