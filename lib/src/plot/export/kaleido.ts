import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

export type StaticFormat = 'svg' | 'png' | 'pdf';

/** One drawing to make: `data` is what plotly.js takes; the size is in CSS pixels (96 an inch). */
export interface RenderRequest {
  data: object;
  format: StaticFormat;
  width: number;
  height: number;
  scale: number;
}

interface Reply {
  code: number;
  message: string | null;
  result: string | null;
}

const SET_UP = 'Run "npm run setup" to install it.';

/**
 * The folder of the kaleido 0.2.1 wheel's own binary, its libraries and its fonts in the project's
 * `.venv`. Throws an error with the remedy when it is not installed.
 */
export function findKaleido(root: string): string {
  const lib = path.join(root, '.venv', 'lib');
  for (const python of fs.existsSync(lib) ? fs.readdirSync(lib) : []) {
    const folder = path.join(lib, python, 'site-packages', 'kaleido', 'executable');
    if (fs.existsSync(path.join(folder, 'kaleido'))) return folder;
  }
  throw new Error(`Figures cannot be exported: kaleido is not in ${path.dirname(lib)}. ${SET_UP}`);
}

/** plotly.js as a file address, which kaleido's browser loads. Throws when it is not installed. */
export function findPlotly(root: string): string {
  try {
    const fromRoot = createRequire(path.join(root, 'package.json'));
    return pathToFileURL(fromRoot.resolve('plotly.js-dist/plotly.js')).href;
  } catch {
    throw new Error(
      `Figures cannot be exported: plotly.js-dist is not in ${path.join(root, 'node_modules')}. ${SET_UP}`,
    );
  }
}

/**
 * One running kaleido process (a headless browser that draws plotly figures), spoken to in JSON
 * lines, one request at a time. It holds Node's event loop open only while it draws.
 */
export class Kaleido {
  private readonly child: ChildProcessWithoutNullStreams;
  private waiting: { resolve(line: string): void; reject(error: Error): void } | null = null;
  private readonly early: string[] = [];
  private queue: Promise<unknown>;
  private complaints = '';
  private ended: Error | null = null;

  /** Starts the process. `timeout`: milliseconds after which a drawing is given up. */
  constructor(
    folder: string,
    plotly: string,
    private readonly timeout = 60_000,
  ) {
    const flags = [
      'plotly',
      `--plotlyjs=${plotly}`,
      '--disable-gpu',
      '--allow-file-access-from-files',
      '--disable-breakpad',
      '--disable-dev-shm-usage', // containers give /dev/shm only 64 MB
      '--no-sandbox', // the browser's sandbox does not start for root, nor in many containers
    ];
    // The wheel's start script breaks on folders with a space in their name, and a signal to it
    // does not reach the browser; so the binary is started as the script would.
    const binary = path.join(folder, 'bin', 'kaleido');
    const libraries = path.join(folder, 'lib');
    const inherited = process.env.LD_LIBRARY_PATH;
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      LD_LIBRARY_PATH: inherited ? `${libraries}:${inherited}` : libraries,
      FONTCONFIG_PATH: path.join(folder, 'etc', 'fonts'),
      XDG_DATA_HOME: path.join(folder, 'xdg'),
    };
    delete env.LD_PRELOAD;
    const command = fs.existsSync(binary) ? binary : path.join(folder, 'kaleido');
    this.child = spawn(command, flags, { cwd: folder, env });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      if (this.waiting) this.waiting.resolve(line);
      else this.early.push(line);
    });
    this.child.stderr.on('data', (text: Buffer) => {
      this.complaints = (this.complaints + text.toString()).slice(-2000);
    });
    this.child.stdin.on('error', () => undefined); // a broken pipe: 'close' tells the same
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('close', (code, signal) =>
      this.end(`it ended (${signal ?? `exit code ${code}`})`),
    );
    this.queue = this.answer(null).catch(() => undefined); // the greeting, once the browser is up
  }

  /** Whether the process can still draw. */
  get alive(): boolean {
    return this.ended === null;
  }

  /** Draws one figure; png and pdf as bytes, svg as UTF-8 text. Throws when kaleido refuses or dies. */
  render(request: RenderRequest): Promise<Buffer> {
    const { data, ...options } = request;
    const line = JSON.stringify({ ...options, data });
    const drawing = this.queue.then(async () => {
      const reply = JSON.parse(await this.answer(line)) as Reply;
      if (reply.code !== 0 || reply.result === null) {
        throw new Error(`kaleido could not draw the figure: ${reply.message ?? 'no reason given'}`);
      }
      return Buffer.from(reply.result, request.format === 'svg' ? 'utf8' : 'base64');
    });
    this.queue = drawing.catch(() => undefined);
    return drawing;
  }

  /** Ends the process; drawings under way are rejected. */
  close(): void {
    this.end('it was closed');
  }

  private async answer(line: string | null): Promise<string> {
    if (this.ended) throw this.ended;
    const early = this.early.shift();
    if (early !== undefined && line === null) return early;
    this.holdEventLoop(true);
    const timer = setTimeout(() => {
      this.end(`a figure took more than ${this.timeout / 1000} s`);
    }, this.timeout);
    try {
      return await new Promise<string>((resolve, reject) => {
        this.waiting = { resolve, reject };
        if (line !== null) this.child.stdin.write(line + '\n');
      });
    } finally {
      clearTimeout(timer);
      this.waiting = null;
      this.holdEventLoop(false);
    }
  }

  private holdEventLoop(hold: boolean): void {
    const pipes = [this.child.stdin, this.child.stdout, this.child.stderr] as unknown as Socket[];
    for (const handle of [this.child, ...pipes]) {
      if (hold) handle.ref();
      else handle.unref();
    }
  }

  private end(why: string): void {
    if (this.ended) return;
    const said = this.complaints.trim();
    this.ended = new Error(
      `kaleido, which exports the figures, stopped: ${why}.${said ? ` It said: ${said}` : ''} ` +
        'Try again; if it happens each time, delete .venv and run "npm run setup".',
    );
    this.child.kill('SIGKILL');
    this.waiting?.reject(this.ended);
  }
}
