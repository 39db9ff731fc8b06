import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { writeLog } from '../run/descriptors.js';
import { type Connection } from './connection.js';
import { InterruptWatch } from './interrupt-watch.js';
import { type Outgoing, parseMessage, type RequestChannel } from './message.js';
import { killAfterGrace, watchParent } from './parent-watch.js';
import { SharedState } from './shared-state.js';
import { Sockets } from './sockets.js';

// The kernel's second thread. It holds the sockets, so that the kernel receives and sends while a
// cell keeps the main thread busy: text appears, an interrupt and a shutdown are obeyed.

export interface ThreadData {
  connection: Connection;
  state: SharedArrayBuffer;
  parent: number | null; // the Jupyter process, with which the kernel ends
  answers: MessagePort; // to a `prompt` that waits
  log: number | null; // descriptor of Jupyter's log
}

export type FromThread =
  | { event: 'bound' | 'ping' | 'brokenOff' | 'orphaned' | 'closed' }
  | { event: 'request'; channel: RequestChannel; frames: Uint8Array[]; received: number };

export type ToThread =
  | { order: 'send'; message: Outgoing }
  | { order: 'press' } // an interrupt that came by another way
  | { order: 'close' };

async function main(port: MessagePort, data: ThreadData): Promise<void> {
  const { connection, parent, answers, log } = data;
  const state = new SharedState(data.state);
  const post = (event: FromThread): void => port.postMessage(event);
  const watch = new InterruptWatch(
    state,
    () => post({ event: 'ping' }),
    () => post({ event: 'brokenOff' }),
  );

  const receive = (channel: RequestChannel, frames: Uint8Array[]): void => {
    if (channel === 'shell')
      return post({ event: 'request', channel, frames, received: Date.now() });
    try {
      const { header, content } = parseMessage(connection.key, frames);
      if (channel === 'stdin') {
        answers.postMessage(content.value);
        state.wake();
        return;
      }
      if (header.msg_type === 'interrupt_request') watch.press();
      if (header.msg_type === 'shutdown_request') killAfterGrace();
      post({ event: 'request', channel, frames, received: Date.now() });
    } catch (error) {
      writeLog(log, `kernel: a message was dropped: ${String(error)}`);
    }
  };

  const sockets = await Sockets.open(connection, log, receive);
  port.on('message', (message: ToThread) => {
    if (message.order === 'send') sockets.send(message.message);
    else if (message.order === 'press') watch.press();
    else {
      sockets.close();
      post({ event: 'closed' });
    }
  });
  if (parent !== null) watchParent(parent, () => post({ event: 'orphaned' }));
  post({ event: 'bound' });
}

if (parentPort) void main(parentPort, workerData as ThreadData);
