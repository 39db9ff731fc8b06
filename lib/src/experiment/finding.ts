import {
  checkFields,
  type ConfigOf,
  defaultsOf,
  type DeviceChoice,
  type Fields,
  fillIn,
  type FlatConfig,
  type ProfileName,
} from '../base';
import type { EngineRecord } from '../engine';
import type { FigureSpec } from '../plot';
import type { Checkpoints } from '../training';
import type { Claim } from './claims';
import type { KeepModel, RunModels } from './model-form';
import type { PaperTables } from './paper-tables';
import type { Curve, Run } from './run';

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
  /** Given by whoever wants the models, not only what is measured of them. */
  keepModel?: KeepModel;
}

export interface RunOutcome<M> {
  measurements: M;
  curves: Record<string, Curve>;
  engine: EngineRecord;
}

/** What a run will need, to be known before it starts. */
export interface Resources {
  flops: number; // floating-point operations of all its trainings
  memoryBytes: number; // at the peak: parameters, optimizer and what the backward pass keeps
}

/** One training of a run, or another pass over tokens that takes about as long. */
export interface Stage {
  name: string;
  steps: number;
  tokens: number; // that go through the model in a step
  params: number; // of the model
  /** Of a step's work, relative to an update of all parameters; default 1. */
  work?: number;
  /** Whether the model learns from the tokens: they count as seen. Default true. */
  learns?: boolean;
  /** What a step shows, by unit, where that is not its tokens: { biographies: 32 }. */
  shows?: Record<string, number>;
}

/** Steps of all stages, by which a run tells how far it is. */
export const stepsOf = (stages: readonly Stage[]): number =>
  stages.reduce((sum, { steps }) => sum + steps, 0);

/** Relative cost: tokens times parameters. */
export const costOf = (stages: readonly Stage[]): number =>
  stages.reduce(
    (sum, { steps, tokens, params, work = 1 }) => sum + steps * tokens * params * work,
    0,
  );

/** Floating-point operations: six a parameter and token of an update. */
export const flopsOf = (stages: readonly Stage[]): number => 6 * costOf(stages);

/** What the model learned from in all stages, by unit. */
export function seenIn(stages: readonly Stage[]): Record<string, number> {
  const seen: Record<string, number> = {};
  for (const { steps, tokens, learns = true, shows = { tokens } } of stages) {
    for (const [unit, n] of Object.entries(learns ? shows : {})) {
      seen[unit] = (seen[unit] ?? 0) + steps * n;
    }
  }
  return seen;
}

/** What a finding says of itself, in its declaration and after it. */
interface Told<C extends FlatConfig, M> {
  name: string; // 'bits-per-parameter'
  title: string;
  notebook: string; // '01-bits-per-parameter'
  version: number; // raised by hand when a change alters results
  /** Files of lib/settings/ in which the fields are held against the paper's. */
  settings: readonly string[];
  /** Short, for progress lines: 'd=16 c=1.2 seed=1'. */
  label(config: C): string;
  /** SHA-256 (hex) that names the dataset: of its bytes, or of enough of them. */
  dataHash(config: C): string;
  /** The models that `run` hands over. Findings without it keep none. */
  models?: RunModels<C>;
  run(config: C, context: RunContext): Promise<RunOutcome<M>>;
}

/** What a finding shows of its runs. */
interface Shown<C extends FlatConfig, M> {
  claims: Record<string, Claim<Run<C, M>>>;
  figures: Record<string, FigureSpec<Run<C, M>, PaperTables>>;
}

/** A finding as it is declared; see lib/README.md. */
export interface FindingSpec<F extends Fields, M>
  extends Told<ConfigOf<F>, M>, Shown<ConfigOf<F>, M> {
  fields: F;
  /** What follows from other keys where it is not `given` itself; `config` has the defaults too. */
  derive?(config: ConfigOf<F>, given: Partial<ConfigOf<F>>): Partial<ConfigOf<F>>;
  /** What has to hold between keys. Throws naming the key. */
  check?(config: ConfigOf<F>): void;
  /** The overrides of each run of a profile. */
  sweeps: Record<ProfileName, Partial<ConfigOf<F>>[]>;
  /** The trainings of a run; with measurements as they went, without as they are planned. */
  stages(config: ConfigOf<F>, measurements?: M): Stage[];
  /** Given by findings whose runs are long. */
  memoryBytes?(config: ConfigOf<F>): number;
}

/** What of a finding is trained and stored, whatever is claimed and drawn of it. */
export interface Trainable<C extends FlatConfig = FlatConfig, M = unknown> extends Told<C, M> {
  fields: Fields;
  defaults: C; // always has `seed`
  /** Fills in defaults and what follows from them. Throws a TypeError on an unknown key. */
  config(overrides: Partial<C>): C;
  /** Throws naming the key. */
  validate(config: C): void;
  configs(profile: ProfileName): C[];
  /** Relative cost, to start the longest run first and to estimate the time left. */
  cost(config: C): number;
  resources?(config: C): Resources;
  /** What the trainings of a run were shown in all: { tokens: 350000 }. */
  seen(run: Pick<Run<C, M>, 'config' | 'measurements'>): Record<string, number>;
}

/** A finding of a paper: a sweep of training runs, what is measured, and the claims it is held to. */
export interface Finding<C extends FlatConfig, M> extends Trainable<C, M>, Shown<C, M> {}

/** A declared finding with all that follows from its fields and stages. */
export function finding<F extends Fields, M>(
  spec: FindingSpec<F, M>,
): Finding<ConfigOf<F> & FlatConfig, M> {
  type C = ConfigOf<F> & FlatConfig;
  const { name, fields, derive, check, sweeps, stages, memoryBytes, run, ...rest } = spec;
  const config = (overrides: Partial<C>): C => {
    const filled = fillIn(name, fields, overrides);
    if (!derive) return filled;
    return fillIn(name, fields, { ...filled, ...derive(filled, overrides), ...overrides });
  };
  const validate = (given: C): void => {
    checkFields(name, fields, given);
    check?.(given);
  };
  return {
    ...rest,
    name,
    fields,
    defaults: defaultsOf(fields),
    config,
    validate,
    configs: (profile) => sweeps[profile].map((overrides) => config(overrides as Partial<C>)),
    cost: (given) => costOf(stages(given)),
    ...(memoryBytes && {
      resources: (given: C) => ({
        flops: flopsOf(stages(given)),
        memoryBytes: memoryBytes(given),
      }),
    }),
    seen: ({ config, measurements }) => seenIn(stages(config, measurements)),
    async run(given, context) {
      validate(given);
      return run(given, context);
    },
  };
}

/** All combinations of the values of some keys, the last key changing fastest. */
export function grid<C>(
  axes: { [K in keyof C]?: readonly C[K][] },
  common: Partial<C> = {},
): Partial<C>[] {
  return Object.entries(axes).reduce<Partial<C>[]>(
    (configs, [key, values]) =>
      configs.flatMap((config) =>
        (values as readonly unknown[]).map((value) => ({ ...config, [key]: value })),
      ),
    [common],
  );
}

/** Each of these runs with every seed. */
export const seeded = <C extends { seed: number }>(
  seeds: readonly number[],
  runs: readonly Partial<C>[],
): Partial<C>[] => runs.flatMap((run) => seeds.map((seed) => ({ ...run, seed })));
