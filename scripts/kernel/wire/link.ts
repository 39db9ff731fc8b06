import path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { writeLog } from '../run/descriptors.js';
import type { Connection } from './connection.js';
import { type Channel, type Message, parseMessage, type RequestChannel } from './message.js';
import { SharedState } from './shared-state.js';
import type { FromThread, ThreadData, ToThread } from './thread.js';

export interface Received {
  channel: RequestChannel;
  message: Message;
  received: number; // ms since 1970
}

export interface LinkHandlers {
  request(received: Received): void;
  /** Code of a cell was broken off, in the middle of whatever it did. */
  brokenOff(): void;
  /** The Jupyter process that started the kernel is gone. */
  orphaned(): void;
}

/** The main thread's end of the thread that holds the sockets. */
export class Link {
  readonly state = SharedState.create();
  private readonly thread: Worker;
  private readonly answers = new MessageChannel();
  private closed: () => void = () => {};

  constructor(
    private readonly connection: Connection,
    private readonly log: number | null,
    private readonly handlers: LinkHandlers,
  ) {
    const data: ThreadData = {
      connection,
      state: this.state.buffer,
      parent: process.env.JPY_PARENT_PID ? process.ppid : null,
      answers: this.answers.port2,
      log,
    };
    this.thread = new Worker(path.join(__dirname, 'thread.js'), {
      workerData: data,
      transferList: [this.answers.port2],
    });
    this.thread.on('message', (event: FromThread) => this.receive(event));
    this.thread.on('error', (error) => {
      writeLog(log, `kernel: ${error.stack}`);
      process.exit(1);
    });
  }

  private receive(event: FromThread): void {
    switch (event.event) {
      case 'request':
        return this.request(event.channel, event.frames, event.received);
      case 'ping':
        return this.state.pongs.add(1);
      case 'brokenOff':
        return this.handlers.brokenOff();
      case 'orphaned':
        return this.handlers.orphaned();
      case 'closed':
        return this.closed();
      case 'bound':
    }
  }

  private request(channel: RequestChannel, frames: Uint8Array[], received: number): void {
    try {
      const message = parseMessage(this.connection.key, frames);
      this.handlers.request({ channel, message, received });
    } catch (error) {
      writeLog(this.log, `kernel: a message was dropped: ${String(error)}`);
    }
  }

  /** Sends a message; `parent` is the request that it belongs to, or null. */
  send(
    channel: Channel,
    type: string,
    parent: Message | null,
    content: Record<string, unknown>,
    metadata: Record<string, unknown> = {},
  ): void {
    const message = {
      channel,
      identities: channel === 'iopub' ? [Buffer.from(type)] : (parent?.identities ?? []),
      type,
      parent: JSON.stringify(parent?.header ?? {}),
      metadata: JSON.stringify(metadata),
      content: JSON.stringify(content),
    };
    this.order({ order: 'send', message });
  }

  private order(order: ToThread): void {
    this.thread.postMessage(order);
  }

  /** Tells the other thread of an interrupt that reached this one. */
  press(): void {
    this.order({ order: 'press' });
  }

  /** Waits, without letting anything else run, for what a person types; null when interrupted. */
  waitForAnswer(isStopped: () => boolean): string | null {
    let answer: { message: unknown } | undefined;
    this.state.sleepUntil(
      () => isStopped() || (answer = receiveMessageOnPort(this.answers.port1)) !== undefined,
    );
    return answer ? String(answer.message) : null;
  }

  /** Calls back with what a person types, and lets everything else run meanwhile. */
  onAnswer(callback: (answer: string) => void): () => void {
    const { port1 } = this.answers;
    const listener = (answer: unknown): void => callback(String(answer));
    port1.once('message', listener);
    return () => {
      port1.off('message', listener);
      port1.unref();
    };
  }

  /** Work of the kernel itself, which an interrupt must not break off. */
  shielded<T>(work: () => T): T {
    this.state.shields.add(1);
    try {
      return work();
    } finally {
      this.state.shields.add(-1);
    }
  }

  /** Closes the sockets when all has been sent. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => (this.closed = resolve));
    this.order({ order: 'close' });
    await closed;
    await this.thread.terminate();
  }
}
