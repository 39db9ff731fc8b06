import { createHash } from 'node:crypto';
import { checkpointFiles } from 'memorization-kit/training';
import { findFinding } from 'memorization-kit/findings';
import { useDevice } from 'memorization-kit/engine';
import type { CheckedRun, RunOrder } from './check-report.js';

/*
 * The program of one process of the GPU check: trains a run of a finding and prints, as one line of
 * JSON, the losses of its first steps and a digest of all that it measured. Argument: a RunOrder.
 */

async function main(): Promise<void> {
  const order = JSON.parse(process.argv[2]) as RunOrder;
  const finding = findFinding(order.finding);
  const stop = new AbortController();
  const losses: number[] = [];
  useDevice(order.device);
  const began = performance.now();
  let digest: string | null = null;
  try {
    const { measurements, curves } = await finding.run(finding.config(order.config), {
      device: order.device,
      signal: stop.signal,
      checkpoints: order.checkpoint === null ? null : checkpointFiles(order.checkpoint, 0.1),
      onProgress({ loss }) {
        if (typeof loss === 'number') losses.push(loss);
        if (order.steps !== null && losses.length >= order.steps) stop.abort();
      },
    });
    digest = createHash('sha256').update(JSON.stringify({ measurements, curves })).digest('hex');
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  const seconds = (performance.now() - began) / 1000;
  const run: CheckedRun = { losses, digest, seconds };
  console.log(`\n${JSON.stringify(run)}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
