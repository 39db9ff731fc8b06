import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { dsoLog, missingGpuFacts, whyNoGpu } from './missing-gpu';

/** What the process of a trial prints. */
export interface LoadedInTrial {
  tensorflow: string; // version
  tfjs: string; // version
  usesGpu: boolean;
  gpuName: string | null;
  kernels: string[]; // the builds of the native kernels that run here
}

export interface TrialLoad extends LoadedInTrial {
  missingGpu: string | null; // why no GPU is used
  log: string; // what TensorFlow wrote
}

/**
 * Loads TensorFlow in a process of its own, so that a binding that crashes does not take this one
 * with it, and so that TensorFlow writes what it keeps quiet about in a run.
 *
 * env: the environment to load it in. Throws with the end of the log when the process fails.
 */
export function trialLoad(env: NodeJS.ProcessEnv): TrialLoad {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(__dirname, 'trial-program.js')],
    {
      encoding: 'utf8',
      env: { ...env, ...dsoLog },
    },
  );
  // TensorFlow writes lines of its own around the report.
  const report = stdout.split('\n').find((line) => line.startsWith('{"tensorflow"'));
  if (status !== 0 || !report) {
    const end = stderr.trimEnd().split('\n').slice(-25).join('\n');
    throw new Error(`TensorFlow could not be loaded (${signal ?? `exit code ${status}`}):\n${end}`);
  }
  const loaded = JSON.parse(report) as LoadedInTrial;
  const missingGpu = loaded.usesGpu ? null : whyNoGpu(missingGpuFacts(stderr, env));
  return { ...loaded, missingGpu, log: stderr };
}
