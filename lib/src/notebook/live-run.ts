import { cacheDir, type FlatConfig, readSettings } from '../engine/node';
import type { Progress, RunOutcome, Trainable } from '../experiment';
import type { AskableModel } from '../recipes/complete-text';
import { plannedRun } from '../results/runs';
import { checkpointPath } from '../results/train-run';
import { checkpointsOfRun, removeCheckpoints } from '../training/node';
import { kernelSignal } from './interrupt';

/** Where a live run of these settings keeps its checkpoint when it is interrupted. */
export function liveCheckpoint<C extends FlatConfig>(finding: Trainable<C>, config: C): string {
  return checkpointPath(cacheDir(), 'live', plannedRun(finding, config).hash);
}

/** What a live run yields: its models too, in memory, by name. */
export interface LiveOutcome<M> extends RunOutcome<M> {
  models: Record<string, AskableModel>;
}

/**
 * One run in the kernel itself, for watching; nothing is stored. Interrupting the cell stops it at
 * a checkpoint, and running the cell again goes on from there. Rejects as the finding's run does.
 */
export async function runLive<C extends FlatConfig, M>(
  finding: Trainable<C, M>,
  config: C,
  onProgress: (progress: Progress) => void,
): Promise<LiveOutcome<M>> {
  const { hash } = plannedRun(finding, config);
  const checkpointFile = liveCheckpoint(finding, config);
  const models: Record<string, AskableModel> = {};
  const label = finding.label(config);
  const form = finding.models?.form(config);
  const outcome = await finding.run(config, {
    device: readSettings().device,
    signal: kernelSignal(),
    checkpoints: checkpointsOfRun(checkpointFile, hash),
    onProgress,
    keepModel(name, theta) {
      if (form) models[name] = { ...form, theta, about: `${label}, ${name}` };
    },
  });
  removeCheckpoints(checkpointFile);
  return { ...outcome, models };
}
