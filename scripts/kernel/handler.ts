import type { Executor } from 'tslab/dist/executor.js';
import {
  type ExecuteRequest,
  JupyterHandlerImpl,
  type WriteDisplay,
  type WriteStream,
} from 'tslab/dist/jupyter.js';
import { version as typescriptVersion } from '@tslab/typescript-for-tslab';
import type { Failure } from './failure.js';
import type { CellMonitor, ShowValue } from './monitor.js';
import { announceInterrupt, guardSigint } from './sigint.js';
import { streamWriter } from './stream-writer.js';

/** How long an interrupted cell that listens to `kernelInterrupt` may take to stop by itself. */
const graceMs = 1500;

/** Runs cells, one at a time, and knows how each ended. */
export class CellHandler extends JupyterHandlerImpl {
  private running = false;
  private grace: NodeJS.Timeout | null = null;
  private readonly removeSigintListeners: () => void;

  constructor(
    private readonly cellExecutor: Executor,
    private readonly monitor: CellMonitor,
  ) {
    super(cellExecutor, false);
    this.removeSigintListeners = guardSigint(() => this.interrupt());
  }

  override handleKernel(): Record<string, unknown> {
    const info = super.handleKernel();
    const language = info.language_info as Record<string, unknown>;
    return {
      ...info,
      status: 'ok',
      language_info: { ...language, version: typescriptVersion, pygments_lexer: 'typescript' },
    };
  }

  override createWriteToIopub(name: 'stdout' | 'stderr', stream: WriteStream): unknown {
    return streamWriter(name, stream);
  }

  /** Runs one cell to its end and returns why it failed, or null. Must not be called meanwhile. */
  async runCell(
    request: ExecuteRequest,
    stream: WriteStream,
    display: WriteDisplay,
    show: ShowValue,
  ): Promise<Failure | null> {
    const left = this.monitor.takeStray();
    if (left) {
      this.execCount += 1;
      return { ...left, traceback: ['Left behind by an earlier cell:', ...left.traceback] };
    }
    this.running = true;
    this.monitor.begin(request.code, show);
    try {
      await this.handleExecuteImpl(request, stream, display);
    } catch (error) {
      // tslab throws its execution count for a cell that failed; the reason is in the monitor.
      if (error instanceof Error) this.monitor.fail(error);
    }
    const failure = await this.monitor.end();
    this.running = false;
    this.clearGrace();
    this.removeSigintListeners();
    return failure;
  }

  /**
   * Stops the running cell: announces `kernelInterrupt` on `process`, gives code that listens to it
   * a moment to stop by itself (to write a checkpoint), then ends the cell without it. A second
   * interrupt, or a cell in which nobody listens, does not wait. Synchronous code does not come
   * here: `vm` breaks it off.
   */
  interrupt(): void {
    const listeners = process.listenerCount('kernelInterrupt');
    announceInterrupt();
    if (!this.running) return;
    this.monitor.interrupt(false);
    if (this.grace || listeners === 0) this.abandonCell();
    else this.grace = setTimeout(() => this.abandonCell(), graceMs);
  }

  private abandonCell(): void {
    this.clearGrace();
    this.monitor.interrupt(true);
    this.cellExecutor.interrupt();
  }

  private clearGrace(): void {
    if (this.grace) clearTimeout(this.grace);
    this.grace = null;
  }

  /** Whether a cell is running. */
  get busy(): boolean {
    return this.running;
  }
}
