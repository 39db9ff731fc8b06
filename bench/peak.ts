import { execFileSync } from 'node:child_process';
import * as path from 'node:path';

/** What one core does at most, measured with the vectors of the build of the kernels that runs here. */
export interface Peak {
  level: string;
  gflops: number; // 1e9 floating-point operations a second
}

/** Measures it in a process of its own; null where the native kernels do not run. */
export function measurePeak(): Peak | null {
  const file = path.join(__dirname, 'contenders', 'peak.js');
  const printed = execFileSync(process.execPath, [file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(printed.trim().split('\n').pop() ?? 'null') as Peak | null;
}
