import type { Message } from '../wire/message.js';
import type { Received } from '../wire/link.js';

export interface ExecuteContent {
  code: string;
  silent?: boolean;
  store_history?: boolean;
  stop_on_error?: boolean;
  user_expressions?: Record<string, string>;
}

/** Requests sent before a failure may still be on their way for this long after it. */
const inFlightMs = 200;

/**
 * Executes one request after the other. After a failure those are skipped that were sent before it
 * was reported, and no later one.
 */
export class ExecutionQueue {
  private last: Promise<void> = Promise.resolve();
  private failedAt = -Infinity;

  add(received: Received, execute: () => Promise<void>, skip: () => Promise<void>): void {
    this.last = this.last.then(() => (this.sentBeforeFailure(received) ? skip() : execute()));
  }

  /** A cell has failed; to be called before anybody is told. */
  failed({ message }: Received): void {
    const { stop_on_error: stops } = message.content as unknown as ExecuteContent;
    if (stops !== false) this.failedAt = Date.now();
  }

  /**
   * A cell that waited here was certainly sent before the failure; one that arrives right after it
   * is judged by the date in its header.
   */
  private sentBeforeFailure({ message, received }: Received): boolean {
    if (received < this.failedAt) return true;
    return received - this.failedAt < inFlightMs && sentAt(message) < this.failedAt;
  }
}

const sentAt = ({ header }: Message): number => Date.parse(header.date);
