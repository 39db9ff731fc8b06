import { StringDecoder } from 'node:string_decoder';
import type { WriteStream } from 'tslab/dist/jupyter.js';

type Callback = (error?: Error | null) => void;

/**
 * A replacement of `process.stdout.write` that sends the text to the notebook. It calls the
 * callback that streams and pipes wait for, and joins characters that were cut between two chunks.
 */
export function streamWriter(name: 'stdout' | 'stderr', stream: WriteStream) {
  const decoder = new StringDecoder('utf8');
  return (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Callback,
    done?: Callback,
  ): boolean => {
    const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
    if (text !== '') stream(name, text);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}
