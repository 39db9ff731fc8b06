import { cacheDir, type FlatConfig, readSettings } from '../engine/node';
import type { Finding, Progress, RunOutcome } from '../experiment';
import { plannedRun } from '../results/runs';
import { checkpointPath } from '../results/train-run';
import { checkpointFiles, removeCheckpoints } from '../training/node';
import { kernelSignal } from './interrupt';

/** Where a live run of these settings keeps its checkpoint when it is interrupted. */
export function liveCheckpoint<C extends FlatConfig, M>(finding: Finding<C, M>, config: C): string {
  return checkpointPath(cacheDir(), 'live', plannedRun(finding, config).hash);
}

/**
 * One run in the kernel itself, for watching; nothing is stored. Interrupting the cell stops it at
 * a checkpoint, and running the cell again goes on from there. Rejects as the finding's run does.
 */
export async function runLive<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  config: C,
  onProgress: (progress: Progress) => void,
): Promise<RunOutcome<M>> {
  const checkpointFile = liveCheckpoint(finding, config);
  const outcome = await finding.run(config, {
    device: readSettings().device,
    signal: kernelSignal(),
    checkpoints: checkpointFiles(checkpointFile),
    onProgress,
  });
  removeCheckpoints(checkpointFile);
  return outcome;
}
