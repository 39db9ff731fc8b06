import { engineRecord, type Program } from '../engine';
import type { RunContext } from '../experiment';
import {
  type CheckpointPlace,
  nextTurn,
  train,
  TrainingInterrupted,
  type TrainOptions,
} from '../training';

interface StageOptions extends Omit<TrainOptions, 'signal' | 'checkpoint' | 'keep' | 'onStep'> {
  /** What the progress says beside the loss; default: the stage's name. */
  note?(): string;
}

/**
 * The trainings of a run that consists of several, one after the other, such as pretraining and
 * finetuning. Each keeps a checkpoint of its own beside the run's, also when it is done: a run that
 * is stopped goes on within the training it was in, and passes those before without training. Whoever
 * started the run removes them all (`removeCheckpoints`) when its result is safe.
 */
export class Stages {
  private last: CheckpointPlace | null = null;
  private stages = 0;
  private stepsBefore = 0;

  /**
   * @param totalSteps of all trainings together, for the progress of the run
   * @param settings of the run, in JSON
   */
  constructor(
    private readonly context: Pick<
      RunContext,
      'signal' | 'checkpoints' | 'onProgress' | 'keepModel'
    >,
    private readonly totalSteps: number,
    private readonly settings: string,
  ) {}

  /** `train` as the next stage of the run; `name` is unique in it. Rejects as `train` does. */
  async train(
    name: string,
    program: Program,
    { note = () => name, ...options }: StageOptions,
  ): Promise<Float32Array> {
    const { checkpoints, signal } = this.context;
    const { stepsBefore, totalSteps } = this;
    // the first has the run's own, by which others see that the run has begun
    const key = this.stages === 0 ? '' : name;
    const checkpoint = checkpoints?.(key, `${name} ${this.settings}`);
    this.last = checkpoint ?? null;
    this.stages += 1;
    const losses = await train(program, {
      ...options,
      signal,
      checkpoint,
      keep: true,
      onStep: ({ step, loss }) => {
        this.context.onProgress({ step: stepsBefore + step, totalSteps, loss, note: note() });
      },
    });
    this.stepsBefore += options.steps;
    return losses;
  }

  /**
   * Hands a trained model to whoever wants it.
   * @param theta [P]; default: what the program has trained
   */
  keepModel(name: string, program: Program, theta = () => program.read('theta')): void {
    this.context.keepModel?.(name, theta(), engineRecord(program));
  }

  /**
   * Lets the event loop have its turn, in long work between or after the trainings. Rejects with
   * TrainingInterrupted when the run is to stop.
   */
  async pause(): Promise<void> {
    await nextTurn();
    if (!this.context.signal.aborted) return;
    throw new TrainingInterrupted(this.stepsBefore, this.last?.name ?? null);
  }
}
