import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { Child } from './child';
import type { Contender } from './contenders';
import { toArguments, type ContenderArguments } from './protocol';

/** What all contenders of one bench run share. */
export interface Setting {
  python: string | null; // of .venv-bench; null when no contender needs it
  threads: number;
  device: 'cpu' | 'gpu';
  scratch: string; // an empty folder: no compiler finds there what an earlier run compiled
  compileThreads?: number; // of torch.compile; more than one wait beside a timing
}

/** Starts the process of one variant of a contender. */
export function startChild(
  contender: Contender,
  args: Pick<ContenderArguments, 'folder' | 'variant'>,
  setting: Setting,
): Child {
  const { threads, device, scratch, compileThreads = 1 } = setting;
  const label = `${contender.name} (${args.variant})`;
  const rest = toArguments({ ...args, threads, device });
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of ['OMP_NUM_THREADS', 'MKL_NUM_THREADS']) env[name] = String(threads);
  if (contender.program === 'node') {
    for (const name of Object.keys(env)) if (name.startsWith('TF_')) delete env[name];
    env.TF_XLA_FLAGS = xlaFlags(path.join(scratch, 'xla'));
    return new Child(label, process.execPath, [contender.file, ...rest], env);
  }
  if (!setting.python) throw new Error(`${label} needs .venv-bench, which was not made.`);
  env.TORCHINDUCTOR_CACHE_DIR = path.join(scratch, 'inductor');
  env.TORCHINDUCTOR_COMPILE_THREADS = String(compileThreads);
  env.PYTHONDONTWRITEBYTECODE = '1';
  env.NPROC = String(threads); // JAX's threads
  if (threads === 1) env.XLA_FLAGS = '--xla_cpu_multi_thread_eigen=false';
  return new Child(label, setting.python, [contender.file, ...rest], env);
}

let engineFlags: string | null = null;

/** The engine's own XLA flags with another cache folder; asked of a process that loads it. */
function xlaFlags(cache: string): string {
  if (engineFlags === null) {
    const script =
      "require('memorization-kit/engine').loadTensorFlow({ device: 'cpu', threads: 1 });" +
      'process.stdout.write(process.env.TF_XLA_FLAGS)';
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
      cwd: __dirname,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The engine could not load TensorFlow:\n${stderr}`);
    engineFlags = stdout;
  }
  return engineFlags.replace(/(--tf_xla_persistent_cache_directory=)\S+/, `$1${cache}`);
}
