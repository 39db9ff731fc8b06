import { isOnGpu, isTensorFlowBackend, rawOp, tensorFlowBackend, tensorFlowOp } from './binding';
import { type KernelChoice, kernelLevels } from '../base';
import type { Tensor } from './tensor-types';

/** Numbers of one set of kernels differ from another's by rounding. */
export const kernelSets = [
  'composed',
  'native',
  'native, Muon too',
  'native, grouped heads',
  'native, grouped heads, Muon too',
] as const;
/** What a program runs on: TensorFlow's own ops, or native ones for a model's blocks, and for Muon. */
export type Kernels = (typeof kernelSets)[number];

let choice: KernelChoice = 'auto'; // KIT_KERNELS, once TensorFlow is loaded
let runnable: boolean[] = []; // for each level whether it can run here; none: no kernels
let recorder: Set<string> | null = null;

/** Runs `body`, and notes the names of the native ops that it runs. */
export function noteNativeOps<T>(names: Set<string>, body: () => T): T {
  const before = recorder;
  recorder = names;
  try {
    return body();
  } finally {
    recorder = before;
  }
}

/** What a program with these ops runs on; AdamW's is not counted, whose numbers are TensorFlow's. */
export function kernelsOf(ops: Iterable<string>): Kernels {
  const native = [...ops].filter((op) => isNativeOp(op) && op !== ADAMW);
  if (native.length === 0) return 'composed';
  const grouped = native.some((op) => op.startsWith(GROUPED));
  const muon = native.includes(ORTHOGONAL);
  return `native${grouped ? ', grouped heads' : ''}${muon ? ', Muon too' : ''}`;
}

/** The op of attention in which small heads share a vector. */
export const GROUPED = 'KitGroupedAttention';
/**
 * Whether heads are so small against a vector of this build that it computes several at once, and
 * sequences so short that their scores stay near the processor.
 */
export const groupsHeads = (level: number, nHeads: number, headDim: number, length: number) =>
  nHeads > 1 && 2 * headDim <= LANES[level] && length <= 128;
const LANES = [4, 8, 16]; // floats of a vector, for each of `kernelLevels`

/** Newton and Schulz of Muon as one op: a matrix [r, c] with singular values near 1. */
export const orthogonalOp = (x: Tensor, level: number, iterations: number): Tensor =>
  nativeOp(ORTHOGONAL, { level, iterations }, [x], 1)[0];
const ORTHOGONAL = 'KitOrthogonal';
/** One update of AdamW in one pass; inputs and outputs as in training/adamw.ts. */
export const adamWOp = (inputs: Tensor[], level: number): Tensor[] =>
  nativeOp(ADAMW, { level }, inputs, 3);
const ADAMW = 'KitAdamW';

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
  recorder?.add(name);
  const ints = Object.entries(attributes).map(([key, int]) => [key, { int }] as const);
  return tensorFlowOp(name, Object.fromEntries(ints), inputs, nOutputs);
}
