import type { Feed, Program } from '../engine';
import { type AdamWOptions, biasCorrections } from './adamw';
import { type CheckpointPlace, checkpointRefused } from './checkpoint';
import { type DivergedAt, requireFinite } from './diverged';
import { nextTurn } from './next-turn';
import { noiseFeeds, type RoundingNoise } from './rounding-noise';
import type { Schedule } from './schedule';
import { STEP } from './training-program';

export interface StepInfo {
  step: number; // updates done, this one included
  steps: number;
  loss: number; // before this update
  gradientNorm: number; // before clipping
  learningRate: number;
}

export interface TrainOptions {
  steps: number;
  optimizer: AdamWOptions;
  learningRate: Schedule;
  /** The inputs of one step, a function of its number alone so that a resumed run agrees. */
  batch(step: number): Record<string, Feed>;
  /** Given when the program rounds stochastically. */
  noise?: RoundingNoise;
  /** Called after every update. */
  onStep?(info: StepInfo): void;
  /**
   * Further outputs of the step to keep beside the loss: for each name an array [steps] that is filled
   * as training goes on, from the checkpoint where it resumes.
   */
  record?: Record<string, Float32Array>;
  /** Measurements along the way. They are kept in the checkpoint, and reported again on resume. */
  measure?: {
    at: readonly number[]; // after so many updates, ascending; 0 = before the first
    size: number; // how many numbers one measurement yields
    /** Is waited for. Of a step whose numbers come from a checkpoint it is not called again. */
    take(step: number): ArrayLike<number> | Promise<ArrayLike<number>>;
    /** The numbers come rounded to float32, as a checkpoint keeps them. */
    onTaken(step: number, values: Float32Array): void;
  };
  /** Ends the training before `steps`: is asked before every update, after what is measured there. */
  until?(step: number): boolean;
  /** When it fires, the checkpoint is written and training rejects with TrainingInterrupted. */
  signal?: AbortSignal;
  checkpoint?: CheckpointPlace;
  /** Also keeps a checkpoint of the end, from which a later stage can start. */
  keep?: boolean;
}

/** Training was stopped from outside; with a checkpoint it can go on from there. */
export class TrainingInterrupted extends Error {
  override readonly name = 'TrainingInterrupted';
  constructor(
    readonly step: number,
    readonly checkpointFile: string | null,
  ) {
    const kept = checkpointFile
      ? `A checkpoint is kept in ${checkpointFile}; run again to go on from there.`
      : 'No checkpoint was asked for.';
    super(`Training was interrupted after ${step} steps. ${kept}`);
  }
}

const YIELD_MS = 40; // the event loop gets its turn this often: interrupts, live figures

/** State that training changes; anything else in the program's state is constant. */
const TRAINED_STATE = ['theta', 'm', 'v'];
const TAKEN = 'measured'; // the checkpoint's entry for measurements along the way

/**
 * Trains a program made by `trainingProgram` and returns the loss before each update, [updates].
 * Goes on from the checkpoint if there is one: the result is the one of an uninterrupted run.
 *
 * Rejects with TrainingInterrupted, TrainingDiverged, or an error about the checkpoint file.
 */
export async function train(program: Program, options: TrainOptions): Promise<Float32Array> {
  const { steps, optimizer, checkpoint, signal } = options;
  const losses = new Float32Array(steps);
  const file = checkpoint?.name ?? null;
  const measured = new Measured(options.measure);
  const recorded = Object.entries(options.record ?? {});
  let step = checkpoint ? resume(program, checkpoint, losses, recorded, measured) : 0;
  let saved: number | null = step > 0 ? step : null;
  const everyMs = 1000 * (checkpoint?.everySeconds ?? Infinity);
  /** Where the update number `update`, from 0, is. */
  const at = (update: number): DivergedAt => ({
    step: update + 1,
    learningRate: options.learningRate(Math.max(0, update)),
    lastCheckpoint: saved,
    file,
  });
  const trainedState = (): Record<string, Float32Array> => {
    const state = Object.fromEntries(TRAINED_STATE.map((name) => [name, program.read(name)]));
    requireFinite(state, at(step - 1));
    return state;
  };
  const save = (): void => {
    if (!checkpoint || saved === step) return;
    const state = trainedState();
    if (options.measure) state[TAKEN] = measured.all();
    for (const [name, values] of recorded) state[name] = values.slice(0, step);
    checkpoint.write({ step, losses: losses.slice(0, step), state });
    saved = step;
  };
  let lastYield = performance.now();
  let lastSave = lastYield;
  while (step < steps) {
    const now = performance.now();
    if (now - lastYield > YIELD_MS) {
      await nextTurn();
      lastYield = performance.now();
    }
    if (signal?.aborted) {
      save();
      throw new TrainingInterrupted(step, file);
    }
    if (now - lastSave > everyMs) {
      save();
      lastSave = performance.now(); // a slow disk does not leave the training without time
    }
    await measured.takeAt(step);
    if (options.until?.(step)) break;
    const learningRate = options.learningRate(step);
    const outputs = program.call(STEP, {
      ...options.batch(step),
      ...(options.noise && noiseFeeds(options.noise, step)),
      learningRate,
      ...biasCorrections(step + 1, optimizer),
    });
    const { loss, gradientNorm } = outputs;
    requireFinite({ loss, gradientNorm }, at(step));
    losses[step] = loss[0];
    for (const [name, values] of recorded) values[step] = outputs[name][0];
    step += 1;
    options.onStep?.({ step, steps, loss: loss[0], gradientNorm: gradientNorm[0], learningRate });
  }
  trainedState(); // the last update has no loss after it that would tell
  await measured.takeAt(step);
  if (options.keep) save();
  return losses.slice(0, step);
}

/** The measurements along the way: each step's is taken once, also over interruptions. */
class Measured {
  private readonly values: Float32Array[] = [];

  constructor(private readonly options: TrainOptions['measure']) {}

  async takeAt(step: number): Promise<void> {
    if (this.options?.at[this.values.length] === step) this.add(await this.options.take(step));
  }

  all(): Float32Array {
    const size = this.options?.size ?? 0;
    const all = new Float32Array(this.values.length * size);
    this.values.forEach((values, i) => all.set(values, i * size));
    return all;
  }

  restore(all: Float32Array): void {
    const size = this.options?.size ?? Infinity;
    for (let i = 0; i + size <= all.length; i += size) this.add(all.subarray(i, i + size));
  }

  private add(taken: ArrayLike<number>): void {
    if (!this.options) return;
    const { at, size, onTaken } = this.options;
    if (taken.length !== size) {
      throw new RangeError(`A measurement yielded ${taken.length} numbers, not ${size}.`);
    }
    const values = Float32Array.from(taken);
    onTaken(at[this.values.length], values);
    this.values.push(values);
  }
}

function resume(
  program: Program,
  place: CheckpointPlace,
  losses: Float32Array,
  recorded: [name: string, values: Float32Array][],
  measured: Measured,
): number {
  const checkpoint = place.read();
  if (!checkpoint) return 0;
  if (checkpoint.step > losses.length) {
    throw new Error(
      `The checkpoint ${place.name} is at step ${checkpoint.step}, beyond the ${losses.length} asked for.`,
    );
  }
  const sizes = [
    ...TRAINED_STATE.map((name) => [name, program.read(name).length] as const),
    ...recorded.map(([name]) => [name, checkpoint.step] as const),
  ];
  for (const [name, size] of sizes) {
    const there = Object.hasOwn(checkpoint.state, name) ? checkpoint.state[name].length : null;
    if (there === size) continue;
    throw checkpointRefused(place.name, `it has ${there ?? 'no'} values of "${name}", not ${size}`);
  }
  for (const name of TRAINED_STATE) program.write(name, checkpoint.state[name]);
  losses.set(checkpoint.losses);
  for (const [name, values] of recorded) values.set(checkpoint.state[name]);
  if (checkpoint.state[TAKEN]) measured.restore(checkpoint.state[TAKEN]);
  return checkpoint.step;
}
