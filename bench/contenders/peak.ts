import { kernelLevel, kernelLevels, loadTensorFlow, nativeOp } from 'memorization-kit/engine';

// Prints what one core does at most: {"level": "avx512", "gflops": 245.8}, or null without kernels.

const ROUNDS = 2_000_000; // some milliseconds
const TRIES = 60;

/** The best of many short tries: the peak is what is there when nothing else runs. */
function peak(level: number): number {
  const rates = Array.from({ length: TRIES }, () => {
    const began = performance.now();
    const [done] = nativeOp('KitPeak', { level, rounds: ROUNDS }, [], 1);
    const [operations] = done.dataSync();
    done.dispose();
    return operations / (performance.now() - began) / 1e6;
  });
  return Math.max(...rates);
}

loadTensorFlow({ device: 'cpu', threads: 1 });
const level = kernelLevel();
const found = level === null ? null : { level: kernelLevels[level], gflops: peak(level) };
process.stdout.write(`${JSON.stringify(found)}\n`);
