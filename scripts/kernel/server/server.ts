import type { Assistant } from '../compile/assistant.js';
import type { Completeness } from '../compile/completeness.js';
import type { DisplayContent } from '../run/display.js';
import { describeThrown } from '../run/failure.js';
import type { Notebook } from '../run/notebook.js';
import type { Output } from '../run/output.js';
import type { Runner } from '../run/runner.js';
import type { Link, Received } from '../wire/link.js';
import type { Message } from '../wire/message.js';
import { type ExecuteContent, ExecutionQueue } from './execution.js';
import type { History, HistoryRequest } from './history.js';
import type { Input } from './input.js';

export interface ServerParts {
  link: Link;
  runner: Runner;
  output: Output;
  input: Input;
  history: History;
  info: Record<string, unknown>;
  /** What needs the compiler, which is loaded when it is first asked for. */
  language(): {
    notebook: Notebook;
    assistant: Assistant;
    completenessOf(code: string): Completeness;
  };
  /** Ends the kernel; the reply is on its way. */
  shutdown(): void;
}

type Content = Record<string, unknown>;
type Answer = (content: never, request: Received) => Content;

/** These expect no answer. */
const silentRequests = new Set(['comm_open', 'comm_msg', 'comm_close', 'input_reply']);

/** Answers Jupyter's requests. */
export class KernelServer {
  private readonly queue = new ExecutionQueue();
  private count = 0;
  /** The request in whose name output is shown: that of the running cell, or of the last one. */
  private outputOf: Message | null = null;
  private quiet = false;

  constructor(private readonly parts: ServerParts) {}

  private readonly answers: Record<string, Answer> = {
    kernel_info_request: () => this.parts.info,
    complete_request: ({ code, cursor_pos: at }: { code: string; cursor_pos: number }) => {
      const { assistant } = this.parts.language();
      return { ...this.parts.link.shielded(() => assistant.complete(code, at)), metadata: {} };
    },
    inspect_request: ({ code, cursor_pos: at }: { code: string; cursor_pos: number }) => {
      const { assistant } = this.parts.language();
      const text = this.parts.link.shielded(() => assistant.inspect(code, at));
      const data = text === null ? {} : { 'text/plain': text };
      return { found: text !== null, data, metadata: {} };
    },
    is_complete_request: ({ code }: { code: string }) => ({
      ...this.parts.language().completenessOf(code),
    }),
    history_request: (content: HistoryRequest) => ({ history: this.parts.history.find(content) }),
    comm_info_request: () => ({ comms: {} }),
    interrupt_request: () => {
      this.parts.runner.interrupt(true);
      return {};
    },
    shutdown_request: ({ restart }: { restart?: boolean }) => {
      setImmediate(this.parts.shutdown); // after the idle status
      return { restart: restart === true };
    },
  };

  /** Answers a request: a cell when its turn comes, anything else at once, also while a cell waits. */
  receive(request: Received): void {
    const { header } = request.message;
    if (header.msg_type === 'execute_request') {
      this.queue.add(
        request,
        () => this.asBusy(request, () => this.execute(request)),
        () => this.asBusy(request, () => this.reply(request, { status: 'aborted' })),
      );
      return;
    }
    void this.asBusy(request, () => {
      if (silentRequests.has(header.msg_type)) return;
      this.reply(request, this.answer(request));
    });
  }

  private answer(request: Received): Content {
    const { header, content } = request.message;
    const answer = this.answers[header.msg_type];
    try {
      if (answer) return { status: 'ok', ...answer(content as never, request) };
      const evalue = `this kernel does not know ${header.msg_type}`;
      return { status: 'error', ename: 'NotSupported', evalue, traceback: [] };
    } catch (error) {
      return { status: 'error', ...describeThrown(error) };
    }
  }

  private async asBusy<T>({ message }: Received, work: () => T | Promise<T>): Promise<T> {
    this.status('busy', message);
    try {
      return await work();
    } finally {
      this.status('idle', message);
    }
  }

  private status(state: 'starting' | 'busy' | 'idle', parent: Message | null): void {
    this.parts.link.send('iopub', 'status', parent, { execution_state: state });
  }

  private reply({ channel, message }: Received, content: Content): void {
    const type = message.header.msg_type.replace(/_request$/, '_reply');
    this.parts.link.send(channel, type, message, content);
  }

  /** Sends text or a display for the running cell, or the last one. */
  readonly publish = (type: string, content: Content): void => {
    if (this.quiet || !this.outputOf) return;
    this.parts.link.send('iopub', type, this.outputOf, content);
  };

  readonly display = (content: DisplayContent, update: boolean): void => {
    this.parts.output.catchUp();
    this.publish(update ? 'update_display_data' : 'display_data', { ...content });
  };

  private async execute(request: Received): Promise<void> {
    const { message } = request;
    const content = message.content as unknown as ExecuteContent;
    const { code, silent = false } = content;
    const stored = !silent && content.store_history !== false;
    const count = this.count + 1;
    if (stored) this.count = count;
    this.parts.output.catchUp(); // what an earlier cell left behind belongs to that one
    this.outputOf = message;
    this.quiet = silent;
    this.parts.input.begin(message);
    this.publish('execute_input', { code, execution_count: count });
    let shown: string | null = null;
    const { notebook } = this.parts.language();
    const failure = await notebook.execute(code, count, (data) => {
      this.parts.output.catchUp();
      shown = typeof data['text/plain'] === 'string' ? data['text/plain'] : null;
      this.publish('execute_result', { data, metadata: {}, execution_count: count });
    });
    this.parts.output.catchUp();
    if (stored) this.parts.history.add(count, code, shown);
    if (failure) {
      this.queue.failed(request);
      this.publish('error', { ...failure });
    }
    const outcome = failure
      ? { status: 'error', ...failure }
      : { status: 'ok', payload: [], user_expressions: await this.evaluate(content, count) };
    this.reply(request, { execution_count: count, ...outcome });
  }

  /** The values of the expressions that a request wants to know after its cell. */
  private async evaluate(
    { user_expressions: expressions = {} }: ExecuteContent,
    count: number,
  ): Promise<Content> {
    const { notebook } = this.parts.language();
    const values: Content = {};
    for (const [name, expression] of Object.entries(expressions)) {
      let data: Content = { 'text/plain': 'undefined' };
      const failure = await notebook.execute(
        `(${expression}\n)`,
        count,
        (bundle) => (data = bundle),
      );
      values[name] = failure
        ? { status: 'error', ...failure }
        : { status: 'ok', data, metadata: {} };
    }
    return values;
  }

  /** Says that the kernel is there. */
  announce(): void {
    this.status('starting', null);
  }
}
