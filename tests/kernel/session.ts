import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect } from 'vitest';

export const root = path.resolve(import.meta.dirname, '../..');
export const kernelName = 'memorization-kit';

export interface KernelMessage {
  request: number | null;
  channel: 'iopub' | 'shell' | 'control' | 'stdin';
  type: string;
  content: Record<string, any>;
}

/** All that the kernel sent about one cell. */
export interface CellRun {
  reply: Record<string, any>;
  iopub: KernelMessage[];
  /** The contents of the iopub messages of one type. */
  of(type: string): Record<string, any>[];
  stdout: string;
  /** The value of the last expression, as text; undefined when none was shown. */
  value: string | undefined;
}

/** A real kernel behind a real Jupyter client. */
export class KernelSession extends EventEmitter {
  client!: ChildProcessWithoutNullStreams;
  kernelPid = 0;
  private nextId = 1;
  private readonly messages: KernelMessage[] = [];

  constructor(
    private readonly cwd = path.join(root, 'tests/kernel'),
    private readonly env: NodeJS.ProcessEnv = process.env,
    private readonly name = kernelName,
  ) {
    super();
    this.setMaxListeners(0); // one for each cell that is waited for
  }

  static async start(...options: ConstructorParameters<typeof KernelSession>) {
    const session = new KernelSession(...options);
    await session.start();
    return session;
  }

  start(): Promise<void> {
    const python = path.join(root, '.venv/bin/python');
    const script = path.join(import.meta.dirname, 'kernel_client.py');
    const history = path.join(tmpdir(), `kit-history-${process.pid}.jsonl`);
    const env = { KIT_HISTORY: history, ...this.env };
    this.client = spawn(python, [script, this.name, this.cwd], { env });
    let errors = '';
    this.client.stderr.on('data', (text) => (errors += text));
    return new Promise((resolve, reject) => {
      this.client.once('exit', (code) =>
        reject(new Error(`the client ended with ${code}:\n${errors}`)),
      );
      createInterface({ input: this.client.stdout }).on('line', (line) => {
        const message = JSON.parse(line);
        if (this.kernelPid) return this.receive(message);
        this.kernelPid = message.content.pid;
        resolve();
      });
    });
  }

  private receive(message: KernelMessage): void {
    this.messages.push(message);
    this.emit('message', message);
  }

  /** Resolves with the first message, past or future, that `test` accepts. */
  waitFor(test: (message: KernelMessage) => boolean): Promise<KernelMessage> {
    const past = this.messages.find(test);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => {
      const listener = (message: KernelMessage) => {
        if (!test(message)) return;
        this.off('message', listener);
        resolve(message);
      };
      this.on('message', listener);
    });
  }

  private send(request: Record<string, unknown>): void {
    this.client.stdin.write(JSON.stringify(request) + '\n');
  }

  /** Sends a cell without waiting for it; returns the id of the request. */
  submit(code: string, stopOnError = true, more: Record<string, unknown> = {}): number {
    const id = this.nextId++;
    this.send({ op: 'execute', id, code, stop_on_error: stopOnError, ...more });
    return id;
  }

  /** Waits until the cell has ended: its reply and its idle status have both come. */
  async result(id: number): Promise<CellRun> {
    const isReply = (m: KernelMessage) => m.request === id && m.channel === 'shell';
    const isIdle = (m: KernelMessage) =>
      m.request === id && m.type === 'status' && m.content.execution_state === 'idle';
    const [reply] = await Promise.all([this.waitFor(isReply), this.waitFor(isIdle)]);
    const iopub = this.messages.filter((m) => m.request === id && m.channel === 'iopub');
    const of = (type: string) => iopub.filter((m) => m.type === type).map((m) => m.content);
    const stdout = of('stream')
      .filter((content) => content.name === 'stdout')
      .map((content) => content.text)
      .join('');
    const value = of('execute_result')[0]?.data['text/plain'];
    return { reply: reply.content, iopub, of, stdout, value };
  }

  /** Whether the cell has ended. */
  replied(id: number): boolean {
    return this.messages.some((m) => m.request === id && m.channel === 'shell');
  }

  run(code: string, stopOnError = true): Promise<CellRun> {
    return this.result(this.submit(code, stopOnError));
  }

  /** Runs a cell that must not fail. */
  async works(code: string): Promise<CellRun> {
    const run = await this.run(code);
    expect(run.reply.traceback ?? run.reply.status).toBe('ok');
    return run;
  }

  /** Sends a cell and waits until it has printed `running`. */
  async running(code: string): Promise<number> {
    const id = this.submit(code);
    await this.printed(id, 'running');
    return id;
  }

  /** Runs a cell that prints `running`, and interrupts it there. */
  async interrupted(code: string): Promise<CellRun> {
    const id = await this.running(code);
    this.interrupt();
    const run = await this.result(id);
    expect(run.reply).toMatchObject({ status: 'error', ename: 'KeyboardInterrupt' });
    return run;
  }

  /** Waits until the cell has printed `text`. */
  async printed(id: number, text: string): Promise<void> {
    await this.waitFor(
      (m) => m.request === id && m.type === 'stream' && String(m.content.text).includes(text),
    );
  }

  async request(
    channel: 'shell' | 'control',
    type: string,
    content: Record<string, unknown> = {},
  ): Promise<KernelMessage> {
    const id = this.nextId++;
    this.send({ op: 'request', id, channel, type, content });
    return this.waitFor((m) => m.request === id && m.channel === channel);
  }

  /** Types an answer to a prompt. */
  answer(value: string): void {
    this.send({ op: 'answer', value });
  }

  interrupt(): void {
    this.send({ op: 'interrupt' });
  }

  /** Shuts the kernel down as Jupyter does and waits for the client to end. */
  async stop(): Promise<void> {
    if (this.client.exitCode !== null || this.client.signalCode !== null) return;
    const ended = new Promise((resolve) => this.client.once('exit', resolve));
    this.send({ op: 'shutdown' });
    await ended;
  }
}

/** A kernel for the tests of one file or block, in `cwd`: started before them, stopped after them. */
export function kernelForAll(...options: ConstructorParameters<typeof KernelSession>) {
  const session = new KernelSession(...options);
  beforeAll(() => session.start(), 180_000);
  afterAll(() => session.stop(), 60_000);
  return session;
}

/** Whether a process is there (a zombie, already dead, does not count). */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !stat.includes(') Z');
}
