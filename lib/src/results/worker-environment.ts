const forTensorFlow = /^(?:TF_|OMP_|XLA_|CUDA_)/;

// Loading TensorFlow sets such variables in this process: its threads, a hidden GPU. What the user
// has set is what they were before, when this module was loaded.
const atStart = Object.entries(process.env).filter(([name]) => forTensorFlow.test(name));

/**
 * The environment of a worker: this process's own, without what TensorFlow was told here. A worker
 * trains on one thread unless KIT_THREADS says otherwise: one process per core is faster than
 * several threads a run, and a run does not depend on where it was started.
 */
export function workerEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !forTensorFlow.test(name));
  const threads = process.env.KIT_THREADS || '1';
  return { ...Object.fromEntries([...own, ...atStart]), KIT_THREADS: threads };
}
