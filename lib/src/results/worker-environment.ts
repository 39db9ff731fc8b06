import { environmentForChild } from '../engine';

/**
 * The environment of a worker: this process's own, without what TensorFlow was told here. A worker
 * trains on one thread unless KIT_THREADS says otherwise: one process per core is faster than
 * several threads a run, and a run does not depend on where it was started.
 */
export function workerEnvironment(): NodeJS.ProcessEnv {
  return { ...environmentForChild(), KIT_THREADS: process.env.KIT_THREADS || '1' };
}
