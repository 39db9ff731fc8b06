/*
 * What the bench and a contender say to each other: one JSON object a line, a request on the
 * contender's standard input, its reply on its standard output. Lines that do not start with "{"
 * are chatter. bench/python/contender.py speaks the same.
 */

export type Request =
  | { do: 'start'; steps: number } // the first steps, slow and loss by loss
  | { do: 'time'; steps: number } // this many more, as fast as it goes
  | { do: 'end' };

export interface StartReply {
  losses: number[]; // before each update
  firstStepSeconds: number; // with capturing or compiling
  device: string;
  versions: Record<string, string>;
}

export interface TimeReply {
  seconds: number; // on the clock, for all of the steps
  cpuSeconds: number; // of all threads of the process
  loss: number; // of the last step
}

export interface EndReply {
  peakMemoryMB: number; // most resident memory the process ever had
}

export type Reply<R extends Request> = R extends { do: 'start' }
  ? StartReply
  : R extends { do: 'time' }
    ? TimeReply
    : EndReply;

/** How a contender is started, after its program: where the problem lies, and how to run it. */
export interface ContenderArguments {
  folder: string;
  variant: string;
  threads: number;
  device: 'cpu' | 'gpu';
}

export function toArguments(args: ContenderArguments): string[] {
  return [args.folder, args.variant, String(args.threads), args.device];
}

export function fromArguments([folder, variant, threads, device]: string[]): ContenderArguments {
  return { folder, variant, threads: Number(threads), device: device === 'gpu' ? 'gpu' : 'cpu' };
}
