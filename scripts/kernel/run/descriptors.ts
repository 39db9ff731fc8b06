import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';

export type StreamName = 'stdout' | 'stderr';

/** One of the process's own descriptors, replaced by a file that is read as it grows. */
class CapturedDescriptor {
  private readonly reader: number;
  private readonly decoder = new StringDecoder('utf8');
  private position = 0;

  constructor(
    descriptor: 1 | 2,
    readonly name: StreamName,
  ) {
    const file = path.join(tmpdir(), `kernel-${process.pid}-${descriptor}-${Date.now()}`);
    fs.closeSync(descriptor);
    // A file is opened under the lowest number that is free, which is the one just closed.
    const opened = fs.openSync(file, 'ax', 0o600);
    if (opened !== descriptor) throw new Error(`descriptor ${descriptor} became ${opened}`);
    this.reader = fs.openSync(file, 'r');
    fs.unlinkSync(file); // it lives as long as somebody has it open
  }

  /** What was written since the last call. */
  read(): string {
    const { size } = fs.fstatSync(this.reader);
    if (size <= this.position) return '';
    const bytes = Buffer.alloc(size - this.position);
    const count = fs.readSync(this.reader, bytes, 0, bytes.length, this.position);
    this.position += count;
    return this.decoder.write(bytes.subarray(0, count));
  }
}

/**
 * Information that native libraries (TensorFlow) log about themselves, in the form of Abseil: for
 * whoever runs Jupyter, and not for the readers of a notebook.
 */
const nativeLog =
  /^(?:I\d{4} \d\d:\d\d:|WARNING: All log messages before absl::InitializeLog\(\)).*\n?/gm;

/**
 * Takes over what is written to the descriptors 1 and 2 themselves: by child processes that inherit
 * them, by native libraries, by `fs.writeSync(1)`. A file takes it and not a pipe, because nobody
 * would empty a pipe while a cell waits for its child. Must come before any other file is opened.
 */
export function captureDescriptors(): { read(name: StreamName): string; log: number | null } {
  const log = duplicate(2);
  if (process.platform === 'win32') return { read: () => '', log };
  const captured = {
    stdout: new CapturedDescriptor(1, 'stdout'),
    stderr: new CapturedDescriptor(2, 'stderr'),
  };
  const read = (name: StreamName): string => {
    const text = captured[name].read();
    if (name === 'stdout' || text === '') return text;
    return text.replace(nativeLog, (line) => (writeLog(log, line.trimEnd()), ''));
  };
  return { read, log };
}

/** The kernel's own complaints still go where Jupyter keeps its log; null if that cannot be opened. */
function duplicate(descriptor: number): number | null {
  try {
    return fs.openSync(`/dev/fd/${descriptor}`, 'a');
  } catch {
    return null;
  }
}

/** Writes a line for whoever runs Jupyter. */
export function writeLog(log: number | null, text: string): void {
  if (log === null) return;
  try {
    fs.writeSync(log, `${text}\n`);
  } catch {
    // nobody listens any more
  }
}
