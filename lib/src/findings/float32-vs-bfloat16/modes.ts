import type { TokenPrecision } from '../../recipes/tokens';

/** The formats of a mode, as the trainer takes them. */
export type TrainedIn = Pick<TokenPrecision, 'compute' | 'step' | 'fixedGains'>;

interface Mode {
  label: string;
  meaning: string; // what is in which format
  trained: TrainedIn | null; // null: not trained
}

const float32 = { compute: 'float32', step: {} } as const;
const everywhere = 'bfloat16-everywhere';
const nearest = 'bfloat16-nearest';
const stochastic = 'bfloat16-stochastic';
const gradientAndMoments = 'bfloat16';

/**
 * The ways to train that are compared, in the order of tables and figures; `bf16` is what the paper
 * calls training in bfloat16, and the last one is a control.
 */
const modes = {
  float32: {
    label: 'float32',
    meaning: 'everything in float32',
    trained: float32,
  },
  'rounded-once': {
    label: 'float32, rounded at the end',
    meaning: 'the weights of the float32 run, rounded to the nearest bf16 value when it was over',
    trained: null,
  },
  'bf16-products': {
    label: 'bf16 products, float32 weights',
    meaning:
      'matrices multiplied in bf16; weights, gradients, moments in float32 (mixed precision)',
    trained: { compute: 'bfloat16', step: {} },
  },
  'bf16-storage-stochastic': {
    label: 'bf16 weights (stochastic)',
    meaning:
      'computed in float32; after each step the weights are rounded to bf16, at random up or down',
    trained: { compute: 'float32', step: { storage: stochastic } },
  },
  'bf16-storage': {
    label: 'bf16 weights (nearest)',
    meaning:
      'computed in float32; after each step the weights are rounded to the nearest bf16 value',
    trained: { compute: 'float32', step: { storage: nearest } },
  },
  'bf16-stochastic': {
    label: 'all bf16 (stochastic)',
    meaning:
      'weights, activations, gradients, moments in bf16; weights rounded at random up or down',
    trained: { compute: everywhere, step: { storage: stochastic, gradientAndMoments } },
  },
  bf16: {
    label: 'all bf16 (nearest)',
    meaning: 'weights, activations, gradients, moments in bf16; all rounded to nearest',
    trained: { compute: everywhere, step: { storage: nearest, gradientAndMoments } },
  },
  'fixed-gains': {
    label: 'float32, gains fixed at 1',
    meaning: 'everything in float32, but the gains of the LayerNorms stay at 1 (a control)',
    trained: { ...float32, fixedGains: true },
  },
} as const satisfies Record<string, Mode>;

/** A mode that is trained, or `rounded-once`: the weights of the float32 run, rounded at its end. */
export type ComparedMode = keyof typeof modes;
export type PrecisionMode = Exclude<ComparedMode, 'rounded-once'>;

export const allModes = Object.keys(modes) as ComparedMode[];
export const trainedModes = allModes.filter((mode) => mode !== 'rounded-once');
/** The number formats, without the control. */
export const comparedModes = allModes.filter((mode) => mode !== 'fixed-gains');

export const trainedIn = (mode: PrecisionMode): TrainedIn => modes[mode].trained;
export const modeLabel = (mode: ComparedMode): string => modes[mode].label;
export const modeMeaning = (mode: ComparedMode): string => modes[mode].meaning;
