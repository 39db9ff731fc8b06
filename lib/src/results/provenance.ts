import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ENGINE_VERSION, type EngineRecord, projectRoot } from '../engine/node';
import type { Provenance } from './result';

/** What only the run itself knows. */
export interface RunFacts {
  engine: EngineRecord;
  dataHash: string;
  code: CodeVersion;
  seconds: number;
  resumed: boolean;
}

/** Collects where a result comes from; call it in the process that trained, right afterwards. */
export function makeProvenance(facts: RunFacts): Provenance {
  const { engine, dataHash, code, seconds, resumed } = facts;
  return {
    ...code,
    engineVersion: ENGINE_VERSION,
    dataHash,
    node: process.versions.node,
    tensorflow: engine.tensorflow,
    tfjs: engine.tfjs,
    platform: `${process.platform}-${process.arch}`,
    cpu: os.cpus()[0]?.model.trim() || 'unknown',
    device: engine.device,
    gpu: engine.gpuName,
    engineMode: engine.mode,
    kernels: engine.kernels,
    ...(engine.tf32 && { tf32: true }),
    threads: engine.threads,
    seconds: Math.round(seconds * 100) / 100,
    resumed,
    peakMemoryMB: peakMemoryMB(),
    date: new Date().toISOString(),
  };
}

/** Which code trains. */
export interface CodeVersion {
  kit: string; // the version in the lib's package.json
  commit: string | null;
}

/** Reads the version of the code; a sweep does so once, at its start. */
export function codeVersion(): CodeVersion {
  const manifest = path.join(projectRoot(), 'lib', 'package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string };
  return { kit: version, commit: gitCommit() };
}

/** What decides numbers; data, figures and notebooks may change while a sweep runs. */
const sources = ['lib', 'vendor', 'requirements', 'package.json', 'package-lock.json'];

/** The git commit of the project, with '-dirty' when sources differ from it; null outside git. */
export function gitCommit(root: string = projectRoot()): string | null {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    if (fs.realpathSync(git('rev-parse', '--show-toplevel')) !== fs.realpathSync(root)) return null;
    const commit = git('rev-parse', 'HEAD');
    return git('status', '--porcelain', '--', ...sources) ? `${commit}-dirty` : commit;
  } catch {
    return null; // no git, no repository, or no commit yet
  }
}

/**
 * The most memory this process has held since `resetPeakMemory`, in MB of 2^20 bytes.
 * Linux: VmHWM, because there the maxRSS of a child starts at what its parent held.
 */
function peakMemoryMB(): number | null {
  if (process.platform === 'linux') {
    const status = fs.readFileSync('/proc/self/status', 'utf8');
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(status);
    return peak ? Math.round(Number(peak[1]) / 1024) : null;
  }
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Starts the peak memory anew, so that each run of one process gets its own; Linux only. */
export function resetPeakMemory(): void {
  try {
    fs.writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    return; // the peak then counts from the start of the process
  }
}
