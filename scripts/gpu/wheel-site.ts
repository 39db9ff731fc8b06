import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cacheDir, projectRoot } from 'memorization-kit/engine';

/** Why the test of the GPU wheel cannot run on this machine; null where it can. */
export function whyNotHere(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the GPU wheel is for Linux x86-64, and this is ${process.platform} ${process.arch}.`;
  }
  for (const [tool, remedy] of [
    ['g++', 'sudo apt install g++'],
    ['nm', 'sudo apt install binutils'],
  ]) {
    try {
      execFileSync(tool, ['--version'], { stdio: 'ignore' });
    } catch {
      return `${tool} is not there: ${remedy}.`;
    }
  }
  return null;
}

/**
 * The folder with the unpacked GPU wheel and its CUDA packages: the one that is given, that of .venv
 * where set-up has installed them, or one of its own that is downloaded once (3.3 GB, 6 GB unpacked).
 * Throws when the download fails or the folder holds no GPU wheel.
 */
export function gpuSite(given: string | undefined, log: (line: string) => void): string {
  const own = cacheDir('gpu-wheel', 'site');
  const site = given ?? [installedSite(), own].find((each) => each !== null && isGpuSite(each));
  if (site !== undefined && site !== null) {
    if (!isGpuSite(site)) throw new Error(`${site} holds no GPU wheel: tensorflow/ and nvidia/.`);
    linkSolver(site);
    return site;
  }
  log('Downloading the GPU wheel with its CUDA packages (3.3 GB) ...');
  const python = path.join(projectRoot(), '.venv', 'bin', 'python');
  const lock = path.join(projectRoot(), 'requirements', 'tensorflow-gpu.lock');
  try {
    execFileSync(
      python,
      ['-m', 'pip', 'install', '-q', '--no-deps', '--no-compile', '--target', own, '-r', lock],
      { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
    );
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const said = stderr.trim().split('\n').slice(-3).join('\n') || message;
    throw new Error(`The GPU wheel could not be installed (--site names one):\n${said}`, {
      cause: error,
    });
  }
  linkSolver(own);
  return own;
}

function isGpuSite(site: string): boolean {
  return ['tensorflow/libtensorflow_cc.so.2', 'nvidia/cublas/lib/libcublas.so.12'].every((file) =>
    fs.existsSync(path.join(site, file)),
  );
}

function installedSite(): string | null {
  const lib = path.join(projectRoot(), '.venv', 'lib');
  const python = fs.existsSync(lib)
    ? fs.readdirSync(lib).find((n) => n.startsWith('python'))
    : null;
  return python ? path.join(lib, python, 'site-packages') : null;
}

/** As set-up does (scripts/setup/cuda-links.mjs). */
function linkSolver(site: string): void {
  const link = path.join(site, 'nvidia', 'cusparse', 'lib', 'libcusolver.so.11');
  if (!fs.existsSync(link)) fs.symlinkSync('../../cusolver/lib/libcusolver.so.11', link);
}
