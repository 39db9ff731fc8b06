import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';

const root = projectRoot();
const venv = path.join(root, '.venv-bench');
const python = path.join(venv, 'bin', 'python');
const lock = path.join(root, 'requirements', 'bench.lock');
const cpuLock = path.join(root, 'requirements', 'bench-cpu.lock');
const cudaLock = path.join(root, 'requirements', 'bench-cuda.lock');
const jaxLock = path.join(root, 'requirements', 'bench-jax.lock');
const stamp = path.join(venv, 'kit-stamp');

/** What the stamp says when .venv-bench is as it should be, but for the kind of PyTorch. */
function wantedStamp(): string {
  const hash = createHash('sha256');
  for (const file of [cpuLock, lock, cudaLock, jaxLock]) hash.update(fs.readFileSync(file));
  // A venv holds its own path, and fits one Python on one platform.
  const base = fs.realpathSync(path.join(root, '.venv', 'bin', 'python'));
  hash.update([venv, base, process.platform, process.arch].join('\0'));
  return hash.digest('hex');
}

/** The Python of .venv-bench when it is there and of use on that device, else null. */
export function installedBenchPython(device: 'cpu' | 'gpu'): string | null {
  const found = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
  const kinds = device === 'cpu' ? ['cpu', 'cuda'] : ['cuda'];
  return kinds.some((kind) => found === `${wantedStamp()} ${kind}`) ? python : null;
}

/**
 * The Python of .venv-bench with PyTorch and JAX in it; makes it when it is missing, or the locks,
 * the Python or the clone's place changed.
 * For the CPU a build without CUDA is taken where pip finds one: the other is 5 GB with what it
 * loads. Throws, with the end of pip's output, when that fails.
 */
export function benchPython(device: 'cpu' | 'gpu', log: (line: string) => void): string {
  const installed = installedBenchPython(device);
  if (installed !== null) return installed;
  log('Installing PyTorch and JAX into .venv-bench (used by the bench only; some minutes, once)');
  fs.rmSync(venv, { recursive: true, force: true });
  must(path.join(root, '.venv', 'bin', 'python'), ['-m', 'venv', venv]);
  const small = device === 'cpu' && ask(pipInstall(cpuLock)).status === 0;
  must(python, pipInstall(lock));
  must(python, pipInstall(jaxLock));
  const works = ask(['-c', 'import torch']).status === 0;
  if (!works) {
    log('This build of PyTorch loads the CUDA libraries: installing them too (4 GB)');
    must(python, pipInstall(cudaLock));
    must(python, ['-c', 'import torch']);
  }
  fs.writeFileSync(stamp, `${wantedStamp()} ${small ? 'cpu' : 'cuda'}`);
  return python;
}

function pipInstall(file: string): string[] {
  return [
    ...['-m', 'pip', 'install', '--require-hashes', '--no-deps', '--only-binary', ':all:'],
    ...['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '-r', file],
  ];
}

function ask(args: string[]): { status: number | null } {
  return spawnSync(python, args, { stdio: 'ignore' });
}

function must(command: string, args: string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return;
  const printed = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(-15).join('\n');
  throw new Error(
    `PyTorch and JAX could not be installed for the bench: ${error?.message ?? `exit code ${status}`}.\n` +
      `${printed}\nTo bench without them: npm run bench -- --contenders native,captured,tfjs`,
  );
}
