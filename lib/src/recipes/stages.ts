import type { Program } from '../engine';
import { train, type TrainOptions } from '../training';
import type { RunContext } from '../experiment';

type StageOptions = Omit<TrainOptions, 'signal' | 'checkpoint' | 'onStep'>;

/**
 * The trainings of a run that consists of several, one after the other, such as pretraining and
 * finetuning. Each keeps a checkpoint of its own beside the run's, also when it is done: a run that
 * is stopped goes on within the training it was in, and passes those before without training. Whoever
 * started the run removes them all (`removeCheckpoints`) when its result is safe.
 */
export class Stages {
  private stages = 0;
  private stepsBefore = 0;

  /**
   * @param totalSteps of all trainings together, for the progress of the run
   * @param fingerprint of the run's settings
   */
  constructor(
    private readonly context: RunContext,
    private readonly totalSteps: number,
    private readonly fingerprint: string,
  ) {}

  /** `train` as the next stage of the run; `name` is unique in it. Rejects as `train` does. */
  async train(name: string, program: Program, options: StageOptions): Promise<Float32Array> {
    const { checkpointFile, signal } = this.context;
    const { stepsBefore, totalSteps } = this;
    // the first has the run's own file, by which others see that the run has begun
    const file =
      checkpointFile && (this.stages === 0 ? checkpointFile : `${checkpointFile}.${name}`);
    this.stages += 1;
    const losses = await train(program, {
      ...options,
      signal,
      onStep: ({ step, loss }) => {
        this.context.onProgress({ step: stepsBefore + step, totalSteps, loss, note: name });
      },
      checkpoint: file
        ? { file, fingerprint: `${name} ${this.fingerprint}`, keep: true }
        : undefined,
    });
    this.stepsBefore += options.steps;
    return losses;
  }
}
