import { MessageChannel } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.on('message', () => waiting.shift()?.());
port1.unref();

/**
 * Calls a function in a turn of the event loop of its own. Unlike promises and immediates, what
 * waits here is not lost when code that does not end is broken off.
 */
export function soon(callback: () => void): void {
  waiting.push(callback);
  port2.postMessage(null);
}
