import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import type { Reply, Request } from './protocol';

const running = new Set<ChildProcess>();

/** Gives `body` a folder for the contenders' files; when all is ended early, both go with it. */
export async function withScratch<T>(
  name: string,
  body: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `kit-${name}-`));
  const remove = (): void => fs.rmSync(folder, { recursive: true, force: true });
  const stop = (): never => {
    running.forEach((child) => child.kill('SIGKILL'));
    remove();
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await body(folder);
  } finally {
    remove();
  }
}

/** A contender's process: answers one request at a time, and is idle in between. */
export class Child {
  private readonly process: ChildProcess;
  private readonly label: string;
  private waiting: { resolve(line: string): void; reject(error: Error): void } | null = null;
  private complaints = '';
  private failure: Error | null = null;

  constructor(label: string, command: string, args: string[], env: NodeJS.ProcessEnv) {
    this.label = label;
    this.process = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    running.add(this.process);
    this.process.on('exit', () => running.delete(this.process));
    readline.createInterface({ input: this.process.stdout! }).on('line', (line) => {
      if (!line.startsWith('{') || !this.waiting) return;
      this.waiting.resolve(line);
      this.waiting = null;
    });
    this.process.stderr!.on('data', (text) => {
      this.complaints = (this.complaints + String(text)).slice(-4000);
    });
    this.process.stdin!.on('error', () => {}); // a process that died is reported by its exit
    this.process.on('error', (error) => this.fail(error.message));
    this.process.on('close', (code, signal) =>
      this.fail(`it ended with ${signal ?? `code ${code}`}`),
    );
  }

  /** Throws, with the end of what the process printed, when it ends instead of answering. */
  async ask<R extends Request>(request: R): Promise<Reply<R>> {
    if (this.waiting) throw new Error(`${this.label} is still busy with another request.`);
    if (this.failure) throw this.failure;
    const line = await new Promise<string>((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.process.stdin!.write(`${JSON.stringify(request)}\n`);
    });
    return JSON.parse(line) as Reply<R>;
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }

  private fail(reason: string): void {
    this.failure ??= new Error(`${this.label} failed: ${reason}.\n${this.complaints.trim()}`);
    this.waiting?.reject(this.failure);
    this.waiting = null;
  }
}
