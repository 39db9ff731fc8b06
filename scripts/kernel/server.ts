import { type ExecuteRequest, type Message, type Socket, ZmqServer } from 'tslab/dist/jupyter.js';
import type { Failure } from './failure.js';
import type { CellHandler } from './handler.js';
import { announceInterrupt } from './sigint.js';

/** Requests sent before a failure may still be on their way for this long after it. */
const inFlightMs = 200;
/** How long a shutdown waits for the running cell, and for the last messages to leave. */
const shutdownMs = { cell: 1500, flush: 100 };

/**
 * tslab's server with Jupyter's rules: one request after the other, an `execute_input` and where
 * due an `error` message for each cell, and after a failure only those cells are skipped that were
 * queued before it.
 */
export class KernelServer extends ZmqServer {
  private last: Promise<void> = Promise.resolve();
  private failedAt = -Infinity;

  /** `exit` ends the process after a shutdown. */
  constructor(
    private readonly cells: CellHandler,
    connectionFile: string,
    private readonly exit: () => void,
  ) {
    super(cells, connectionFile);
  }

  override async handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void> {
    const received = Date.now();
    const answer = () =>
      this.answer(socket, frames, received).catch((error: unknown) =>
        console.error('The kernel could not answer a request:', error),
      );
    // The control channel (interrupt, shutdown) must not wait for a running cell.
    if (socket === this.control) return answer();
    this.last = this.last.then(answer);
    return this.last;
  }

  private async answer(socket: Socket, frames: Buffer[], received: number): Promise<void> {
    const message = await this.parse(socket, frames);
    const type = message.header.msg_type;
    if (/^(comm_(open|msg|close)|input_reply)$/.test(type)) return; // these expect no answer
    if (type === 'execute_request') {
      return this.withStatus(message, () => this.execute(socket, message, received));
    }
    if (type === 'history_request') {
      return this.withStatus(message, () => this.reply(socket, message, { history: [] }));
    }
    if (type === 'interrupt_request') {
      this.cells.interrupt();
      return this.withStatus(message, () => this.reply(socket, message, {}));
    }
    return super.handleShellMessage(socket, ...frames);
  }

  /**
   * The message in `frames`, its signature checked. tslab does not export its message class, but
   * its own handler passes the parsed message to `publishStatus` before it does anything else.
   */
  private async parse(socket: Socket, frames: Buffer[]): Promise<Message> {
    let parsed: Message | null = null;
    const probe = {
      connInfo: this.connInfo,
      publishStatus: (_status: string, message: Message) => {
        parsed = message;
        throw new Error('parsed');
      },
    };
    const handle: (this: typeof probe, socket: Socket, ...frames: Buffer[]) => Promise<void> = super
      .handleShellMessage;
    await handle.call(probe, socket, ...frames).catch((error: unknown) => {
      if (!parsed) throw error;
    });
    return parsed as unknown as Message;
  }

  private async withStatus(message: Message, work: () => void | Promise<void>): Promise<void> {
    this.publishStatus('busy', message);
    try {
      await work();
    } finally {
      this.publishStatus('idle', message);
    }
  }

  private reply(socket: Socket, message: Message, content: Record<string, unknown>): void {
    const reply = message.createReply();
    reply.header.msg_type = message.header.msg_type.replace('_request', '_reply');
    reply.content = { status: 'ok', ...content };
    reply.signAndSend(this.connInfo.key, socket);
  }

  private publish(parent: Message, type: string, content: Record<string, unknown>): void {
    const message = parent.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.signAndSend(this.connInfo.key, this.iopub);
  }

  private async execute(socket: Socket, message: Message, received: number): Promise<void> {
    if (this.queuedBeforeFailure(message, received)) {
      return this.reply(socket, message, { status: 'aborted' });
    }
    const request = message.content as unknown as ExecuteRequest;
    const counted = !request.silent && request.store_history !== false;
    const count = this.cells.execCount + 1;
    const publish = (type: string, content: Record<string, unknown>) => {
      if (!request.silent) this.publish(message, type, content);
    };
    publish('execute_input', { code: request.code, execution_count: count });
    const failure = await this.cells.runCell(
      request,
      (name, text) => publish('stream', { name, text }),
      (content, update) => publish(update ? 'update_display_data' : 'display_data', { ...content }),
      (data) => publish('execute_result', { data, metadata: {}, execution_count: count }),
    );
    if (!counted) this.cells.execCount = count - 1;
    if (failure) publish('error', { ...failure });
    this.reply(socket, message, { execution_count: count, ...this.outcome(request, failure) });
  }

  private outcome(request: ExecuteRequest, failure: Failure | null): Record<string, unknown> {
    if (!failure) return { payload: [], user_expressions: {} };
    if (request.stop_on_error !== false) this.failedAt = Date.now();
    return { status: 'error', ...failure };
  }

  /**
   * Whether the cell was sent before the last failure was reported. A cell that waited here
   * certainly was; one that arrives right after the failure is judged by the date in its header.
   */
  private queuedBeforeFailure(message: Message, received: number): boolean {
    if (received <= this.failedAt) return true;
    const sent = Date.parse(message.header.date);
    return received - this.failedAt < inFlightMs && sent <= this.failedAt;
  }

  override handleCommInfoRequest(socket: Socket, message: Message): void {
    this.reply(socket, message, { comms: {} });
  }

  override handleShutdown(socket: Socket, message: Message): void {
    this.reply(socket, message, { restart: message.content.restart === true });
  }

  /** Lets the running cell stop (and write its checkpoint), then closes the sockets and exits. */
  override close(): void {
    announceInterrupt();
    const deadline = Date.now() + shutdownMs.cell;
    const finish = () => {
      if (this.cells.busy && Date.now() < deadline) return void setTimeout(finish, 50);
      super.close();
      setTimeout(this.exit, shutdownMs.flush);
    };
    finish();
  }
}
