import { type Publisher, type Reply, type Router, type Writable } from 'zeromq';
import { writeLog } from '../run/descriptors.js';
import { addressOf, type Connection } from './connection.js';
import { type Channel, framesOf, type Outgoing, type RequestChannel } from './message.js';
import { StreamBatch } from './stream-batch.js';

/**
 * With a limit, zeromq.js sends up to 512 messages at once and then one for each turn of the event
 * loop, and loses the rest; without a limit and without waiting every message is sent where it is
 * asked for, in order.
 */
const unlimited = { sendHighWaterMark: 0, sendTimeout: 0 };

/** The five sockets of a kernel. */
export class Sockets {
  private readonly batch = new StreamBatch((message) => void this.sendNow(message));

  private constructor(
    private readonly key: string,
    private readonly log: number | null,
    private readonly writers: ReadonlyMap<Channel, Writable>,
    private readonly all: (Publisher | Router | Reply)[],
  ) {}

  /** Binds the sockets; `receive` gets the frames of each request. */
  static async open(
    connection: Connection,
    log: number | null,
    receive: (channel: RequestChannel, frames: Uint8Array[]) => void,
  ): Promise<Sockets> {
    const zmq = await import('zeromq');
    const iopub = new zmq.Publisher(unlimited);
    const requests = new zmq.Router(unlimited); // Jupyter's channel `shell`
    const control = new zmq.Router(unlimited);
    const stdin = new zmq.Router(unlimited);
    const heartbeat = new zmq.Reply(unlimited);
    await Promise.all([
      iopub.bind(addressOf(connection, 'iopub')),
      requests.bind(addressOf(connection, 'shell')),
      control.bind(addressOf(connection, 'control')),
      stdin.bind(addressOf(connection, 'stdin')),
      heartbeat.bind(addressOf(connection, 'hb')),
    ]);
    void listen(requests, (frames) => receive('shell', frames));
    void listen(control, (frames) => receive('control', frames));
    void listen(stdin, (frames) => receive('stdin', frames));
    void listen(heartbeat, (frames) => void heartbeat.send(frames));
    const writers = new Map<Channel, Writable>([
      ['iopub', iopub],
      ['shell', requests],
      ['control', control],
      ['stdin', stdin],
    ]);
    return new Sockets(connection.key, log, writers, [
      ...[iopub, requests, control, stdin, heartbeat],
    ]);
  }

  /** Sends a message, after all text that was written before it. */
  send(message: Outgoing): void {
    if (message.type === 'stream') return this.batch.add(message);
    this.batch.flush();
    void this.sendNow(message);
  }

  /** Also what comes when the sockets are closed, such as the status of a late timer, is only logged. */
  private async sendNow(message: Outgoing): Promise<void> {
    try {
      await this.writers.get(message.channel)!.send(framesOf(this.key, message));
    } catch (error) {
      writeLog(this.log, `kernel: a ${message.type} was not sent: ${String(error)}`);
    }
  }

  /** Sends what is left and closes; ZeroMQ then delivers in the background. */
  close(): void {
    this.batch.flush();
    for (const socket of this.all) socket.close();
  }
}

async function listen(
  socket: Router | Reply,
  receive: (frames: Uint8Array[]) => void,
): Promise<void> {
  for await (const frames of socket) receive(frames);
}
