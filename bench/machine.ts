import { execFileSync } from 'node:child_process';
import * as os from 'node:os';
import { projectRoot } from 'memorization-kit/engine';

/** Where a bench ran, as far as it explains the numbers. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGB: number;
  platform: string;
  node: string;
  commit: string | null; // with '+' where files differ from it
  load: number; // other work at the start: runnable processes, mean over the last minute
}

export function thisMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model.trim() || 'unknown CPU',
    cores: os.availableParallelism(),
    memoryGB: Math.round(os.totalmem() / 1e9),
    platform: `${os.platform()} ${os.arch()}`,
    node: process.version,
    commit: commit(),
    load: os.loadavg()[0],
  };
}

function commit(): string | null {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: projectRoot(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'lib', 'bench');
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
  } catch {
    return null;
  }
}

/** 'Intel(R) Xeon(R) Processor @ 2.50GHz' -> 'intel-xeon-processor-2-50ghz', for file names. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/\((r|tm)\)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
