import type { RunFailure } from '../runner';
import type { AnyResult } from './result';

/** Some runs of a sweep failed; the others were trained, and their results are stored. */
export class SweepError extends Error {
  override name = 'SweepError';

  constructor(
    finding: string,
    readonly failures: RunFailure[],
    readonly results: AnyResult[],
    total: number,
  ) {
    const lines = failures.map(({ run, reason }) => `- ${run.label} (run ${run.index}): ${reason}`);
    const untried = total - failures.length - results.length;
    const others =
      untried > 0 ? `, ${untried} others were given up, since they could not be stored` : '';
    super(
      `${failures.length} of ${total} runs of "${finding}" failed${others}; ${results.length} ` +
        `results are stored and will not be trained again.\n${lines.join('\n')}`,
    );
  }
}

/** A sweep was stopped by its AbortSignal. */
export class SweepStopped extends Error {
  override name = 'SweepStopped';

  constructor(
    finding: string,
    done: number,
    total: number,
    failures: RunFailure[],
    cause: unknown,
  ) {
    const failed = failures.map(({ run, reason }) => `\n- ${run.label}: ${reason}`);
    super(
      `The sweep of "${finding}" was stopped with ${done} of ${total} results stored. Run it again ` +
        `to go on: unfinished runs continue from their checkpoints.${failed.join('')}`,
      { cause },
    );
  }
}
