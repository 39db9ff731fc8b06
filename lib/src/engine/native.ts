import { isOnGpu, isTensorFlowBackend, rawOp, tensorFlowBackend, tensorFlowOp } from './binding';
import { type KernelChoice, kernelLevels } from '../base';
import type { Tensor } from './tensor-types';

/** How the blocks of a model are computed: by the native kernels, or by TensorFlow's own ops. */
export type Kernels = 'native' | 'composed';

let choice: KernelChoice = 'auto'; // KIT_KERNELS, once TensorFlow is loaded
let runnable: boolean[] = []; // for each level whether it can run here; none: no kernels
let calls = 0;

/** How many native ops this process has run, or recorded. */
export function nativeCalls(): number {
  return calls;
}

/** Runs `body` with another choice than KIT_KERNELS: for tests and the bench. */
export function withKernels<T>(other: KernelChoice, body: () => T): T {
  const before = choice;
  choice = other;
  try {
    return body();
  } finally {
    choice = before;
  }
}

/**
 * The build of the native kernels that runs here, as an index into `kernelLevels`; null where there
 * is none: they are switched off or were not compiled, or tensors are not TensorFlow's or on a GPU.
 * Throws when KIT_KERNELS names a build that cannot run here.
 */
export function kernelLevel(): number | null {
  if (!isTensorFlowBackend() || isOnGpu()) return null;
  if (choice === 'composed') return null;
  const best = runnable.lastIndexOf(true);
  if (choice === 'auto') return best < 0 ? null : best;
  const wanted = kernelLevels.indexOf(choice);
  if (!runnable[wanted]) {
    throw new Error(
      `The kernels "${choice}" (KIT_KERNELS) cannot run here: this processor runs ` +
        `${runnableKernels().join(', ') || 'none, for they were not compiled (npm run setup)'}.`,
    );
  }
  return wanted;
}

/** Asks the binding, right after it was loaded, which kernels are linked into it and run here. */
export function findKernels(chosen: KernelChoice, threads: number): void {
  choice = chosen;
  try {
    runnable = setKernelThreads(threads).map((one) => one === 1);
  } catch {
    // set-up has said that there are none
  }
}

/**
 * Lets a kernel share its tiles among so many threads, from now on. What it adds up over rows is added
 * up by each thread first, so that another number of threads rounds otherwise; what it computes for
 * each row stays the same to the last bit. Throws where there are no kernels.
 * @returns for each of `kernelLevels` 1 where its build runs here, else 0
 */
export function setKernelThreads(threads: number): number[] {
  const { binding } = tensorFlowBackend();
  const [{ id }] = rawOp('KitLevels', { threads: { int: threads } }, []);
  const runs = Array.from(binding.tensorDataSync(id));
  binding.deleteTensor(id);
  return runs;
}

/** The builds that are linked into the binding and run here. */
export const runnableKernels = (): string[] => kernelLevels.filter((_, i) => runnable[i]);

/** Whether an op is one of native/ops.cc. */
export function isNativeOp(name: string): boolean {
  return name.startsWith('Kit');
}

/** Runs one op of native/ops.cc. */
export function nativeOp(
  name: string,
  attributes: Record<string, number>,
  inputs: Tensor[],
  nOutputs: number,
): Tensor[] {
  calls++;
  const ints = Object.entries(attributes).map(([key, int]) => [key, { int }] as const);
  return tensorFlowOp(name, Object.fromEntries(ints), inputs, nOutputs);
}
