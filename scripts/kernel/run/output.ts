import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from './descriptors.js';

type Callback = (error?: Error | null) => void;
export type WriteText = (name: StreamName, text: string) => void;

const pollMs = 100;

/** Sends all that the process writes to the notebook: by `console`, streams and descriptors. */
export class Output {
  /** `read` gives what was written past Node; `write` sends text to the notebook. */
  constructor(
    private readonly read: (name: StreamName) => string,
    private readonly write: WriteText,
  ) {}

  install(): void {
    process.stdout.write = this.writer('stdout');
    process.stderr.write = this.writer('stderr');
    setInterval(() => this.catchUp(), pollMs).unref();
  }

  /** Sends what was written past Node; called before anything else is sent, so that order holds. */
  catchUp(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const text = this.read(name);
      if (text !== '') this.write(name, text);
    }
  }

  /**
   * A replacement of `process.stdout.write`. It calls the callback that streams and pipes wait for,
   * and joins characters that were cut between two chunks.
   */
  private writer(name: StreamName) {
    const decoder = new StringDecoder('utf8');
    return (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | Callback,
      done?: Callback,
    ): boolean => {
      this.catchUp();
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      if (text !== '') this.write(name, text);
      const callback = typeof encoding === 'function' ? encoding : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
}
