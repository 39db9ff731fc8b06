import type { DeviceChoice, EngineRecord, FlatConfig, ProfileName } from '../engine';
import type { Checkpoints } from '../training';

/** One report from inside a run: a training step done, with its loss when it was read. */
export interface Progress {
  step: number;
  totalSteps: number;
  loss?: number;
  note?: string;
}

/** What a run is given by whoever starts it. */
export interface RunContext {
  device: DeviceChoice;
  /** When it fires, the run keeps a checkpoint and rejects: TrainingInterrupted, or its reason. */
  signal: AbortSignal;
  /** Where the run keeps its checkpoints and looks for ones to go on from; null = keeps none. */
  checkpoints: Checkpoints | null;
  onProgress(progress: Progress): void;
}

export interface Curve {
  x: number[];
  y: number[];
  xLabel: string;
  yLabel: string;
}

export interface RunOutcome<M> {
  measurements: M;
  curves: Record<string, Curve>;
  engine: EngineRecord;
}

/** The number behind a claim, with its 95 % interval over seeds (NaN, NaN if n < 2). */
export interface ClaimValue {
  value: number;
  low: number;
  high: number;
  n: number;
  note?: string;
  /** False when what the claim presupposes is not there: the verdict is at most partly reproduced. */
  gate?: boolean;
}

/** A range is inclusive at both ends. `partly` contains `reproduced`. */
export interface ClaimBands {
  reproduced: [number, number];
  partly: [number, number];
  /** Where an order is claimed: at most partly reproduced while the interval reaches this. */
  intervalAbove?: number;
  why: string;
}

/** What a run will need, to be known before it starts. */
export interface Resources {
  flops: number; // floating-point operations of all its trainings
  memoryBytes: number; // at the peak: parameters, optimizer and what the backward pass keeps
}

/** A run as claims see it. */
export interface ClaimRun<C extends FlatConfig, M> {
  config: C;
  measurements: M;
}

export interface Claim<C extends FlatConfig, M> {
  id: string;
  text: string;
  source: string; // paper and section
  paper: string; // the value as printed there
  unit: string;
  /** Is given the runs of `from` and no others. */
  measure(runs: ClaimRun<C, M>[]): ClaimValue;
  /** The runs that the value is computed from; default: all. */
  from?<R extends ClaimRun<C, M>>(runs: R[]): R[];
  /** How the value is computed from them, in plain text: for a person who checks it. */
  formula?: string;
  /** What of one run enters it, under the names that it has in the result file. */
  entry?(run: ClaimRun<C, M>): Record<string, number | null>;
  /** The figure that shows it, by its name in figures/. */
  figure?: string;
  /**
   * Why ours may differ from the paper's. It is shown where the claim is not reproduced, whatever the
   * numbers are by then: so it has to be true of all of them, and what is a guess is called one.
   */
  differs?: string;
  /**
   * What must lie in the band to be reproduced: the value (the default), or its whole 95 % interval,
   * for claims about a sign. Partly is always judged by the value.
   */
  judgeBy?: 'value' | 'interval';
  bands: Record<ProfileName, ClaimBands>;
}

/** A finding of a paper: a sweep of training runs, what is measured, and the claims it is held to. */
export interface Finding<C extends FlatConfig, M> {
  name: string; // 'bits-per-parameter'
  title: string;
  notebook: string; // '01-bits-per-parameter'
  version: number; // raised by hand when a change alters results
  defaults: C; // always has `seed`
  configs(profile: ProfileName): C[];
  /** Throws naming the key. */
  validate(config: C): void;
  /** SHA-256 (hex) that names the dataset: of its bytes, or of enough of them. */
  dataHash(config: C): string;
  /** Short, for progress lines: 'd=16 c=1.2 seed=1'. */
  label(config: C): string;
  /** Relative cost, to start the longest run first and to estimate the time left. */
  cost(config: C): number;
  /** What a run will need; given by findings whose runs are long. */
  resources?(config: C): Resources;
  /** What the trainings of a run were shown in all, by unit: { tokens: 350000 }. */
  seen?(run: ClaimRun<C, M>): Record<string, number>;
  run(config: C, context: RunContext): Promise<RunOutcome<M>>;
  claims: Claim<C, M>[];
}
