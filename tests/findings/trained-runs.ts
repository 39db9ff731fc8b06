import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { FlatConfig } from 'memorization-kit/base';
import type { Finding, Progress, RunContext, RunOutcome } from 'memorization-kit/experiment';
import { checkpointFiles, removeCheckpoints } from 'memorization-kit/training';
import { expect } from 'vitest';

/* Runs of findings that are really trained, and stopped on the way. */

/** What a run is given that nobody watches. */
export const quiet: RunContext = {
  device: 'cpu',
  signal: new AbortController().signal,
  checkpoints: null,
  onProgress: () => {},
};

/** Says at which report, of so many, a run is to stop. */
type StopAt = (progress: Progress, reports: number) => boolean;

/** A run with its reports; `error` where it was stopped or failed. */
export async function started<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  config: C,
  { stopAt = () => false, file = null as string | null }: { stopAt?: StopAt; file?: string | null },
) {
  const stop = new AbortController();
  const progress: Progress[] = [];
  const ended = finding.run(config, {
    ...quiet,
    signal: stop.signal,
    checkpoints: file ? checkpointFiles(file) : null,
    onProgress(report) {
      progress.push(report);
      if (stopAt(report, progress.length)) stop.abort();
    },
  });
  const { outcome, error } = await ended.then(
    (outcome) => ({ outcome, error: null }),
    (error: Error) => ({ outcome: null, error }),
  );
  return { outcome, error, progress };
}

/**
 * The outcome of a run that is stopped at each of these places in turn and goes on from there. It
 * goes on where it was, and leaves nothing behind when its checkpoints are removed.
 */
export async function resumed<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  config: C,
  ...stops: StopAt[]
): Promise<RunOutcome<M>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-resumed-'));
  const file = path.join(folder, 'run.safetensors');
  try {
    let reached = 0;
    for (const stopAt of stops) {
      const { error, progress } = await started(finding, config, { stopAt, file });
      expect(error?.name).toBe('TrainingInterrupted');
      expect(progress[0].step).toBeGreaterThan(reached);
      reached = progress[progress.length - 1].step;
    }
    const { outcome, error, progress } = await started(finding, config, { file });
    if (!outcome) throw error as Error;
    for (const { step } of progress) expect(step).toBeGreaterThan(reached);
    removeCheckpoints(file);
    expect(fs.readdirSync(folder)).toEqual([]);
    return outcome;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** After so many reports. */
export const after =
  (count: number): StopAt =>
  (_, reports) =>
    reports === count;
