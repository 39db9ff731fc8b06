// @ts-check
import { SetupError } from './error.mjs';

export const tensorflowVersion = '2.21.0';

/**
 * Which TensorFlow wheel is installed; each has a lock `requirements/tensorflow-<variant>.lock`.
 * - `cpu`: `tensorflow-cpu`, Linux x86-64 without a GPU;
 * - `gpu`: `tensorflow` with its CUDA packages, Linux x86-64; runs on the CPU too;
 * - `plain`: `tensorflow` alone, where no `tensorflow-cpu` wheel exists; runs on the CPU.
 * @typedef {'cpu' | 'gpu' | 'plain'} Variant
 * @typedef {'auto' | 'cpu' | 'gpu'} Request
 * @typedef {{ variant: Variant, request: Request, why: string }} Choice
 */

/**
 * Reads what the user asked for: the option, else the environment variable.
 * @param {{ option?: string, variable?: string }} given
 * @returns {Request | null} Null if the user said nothing.
 * @throws {SetupError} On any word but auto, cpu and gpu.
 */
export function readRequest({ option, variable }) {
  const word = option ?? (variable || undefined);
  if (word === undefined) return null;
  if (word === 'auto' || word === 'cpu' || word === 'gpu') return word;
  const source = option === undefined ? 'KIT_TENSORFLOW' : '--tensorflow';
  throw new SetupError({
    problem: `${source} is '${word}', which is no TensorFlow this kit knows.`,
    remedy: 'Use auto, cpu or gpu.',
  });
}

/**
 * Chooses the wheel.
 *
 * A word said once is kept (`auto` takes it back), and `auto` never goes back from the GPU wheel
 * to the CPU one: a clone in a cluster's shared home is set up for its GPU nodes, and must not be
 * reinstalled each time a command runs on the login node.
 * @param {{ platform: string, arch: string, hasGpu: boolean, request: Request | null,
 *   previous: Choice | null }} facts `request`: said now; `previous`: recorded by the last set-up.
 * @returns {Choice}
 * @throws {SetupError} If a GPU is asked for on a platform whose wheel has no GPU support.
 */
export function chooseTensorflow({ platform, arch, hasGpu, request, previous }) {
  const asked = request ?? previous?.request ?? 'auto';
  if (platform !== 'linux' || arch !== 'x64') {
    if (asked === 'gpu') {
      throw new SetupError({
        problem: `TensorFlow ${tensorflowVersion} has no GPU wheel for ${platform} ${arch}.`,
        remedy: 'Use --tensorflow cpu here, or a Linux x86-64 machine with an NVIDIA GPU.',
      });
    }
    return { variant: 'plain', request: asked, why: `the only wheel for ${platform} ${arch}` };
  }
  if (asked !== 'auto') return { variant: asked, request: asked, why: 'asked for' };
  if (hasGpu) return { variant: 'gpu', request: asked, why: 'an NVIDIA GPU is present' };
  if (previous?.variant === 'gpu') {
    return { variant: 'gpu', request: asked, why: 'installed before; it runs on the CPU too' };
  }
  return { variant: 'cpu', request: asked, why: 'no NVIDIA GPU is present' };
}
