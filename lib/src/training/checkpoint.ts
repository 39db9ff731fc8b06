/** All that is needed to go on: the state after `step` updates and the losses so far. */
export interface Checkpoint {
  fingerprint: string; // of the run it belongs to
  about?: string; // stage and settings, for who asks the model in it; default: the fingerprint
  step: number; // updates done
  losses: Float32Array; // [step], each before its update
  state: Record<string, Float32Array>; // theta, m, v
}

/** Where one training keeps its checkpoint and looks for one to go on from. */
export interface CheckpointPlace {
  readonly name: string; // in messages: the file
  readonly everySeconds: number; // between two checkpoints
  /**
   * What is there; null = nothing. Throws when it is damaged or belongs to another run, and leaves it
   * in place.
   */
  read(): Checkpoint | null;
  /** Whoever reads finds the old checkpoint or the new one, whole. */
  write(checkpoint: Omit<Checkpoint, 'fingerprint' | 'about'>): void;
}

/**
 * Where the trainings of a run keep theirs, by their names; '' = the run's only or first one. `about`
 * is the stage and the settings of the run.
 */
export type Checkpoints = (training: string, about: string) => CheckpointPlace;

/** The error about a checkpoint that does not fit, which is left in place. */
export const checkpointRefused = (name: string, reason: string): Error =>
  new Error(
    `The checkpoint ${name} cannot be used: ${reason}. Move it away to train from the start.`,
  );
