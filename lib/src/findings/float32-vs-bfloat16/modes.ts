import type { TokenPrecision } from '../../recipes/tokens';

/** One way to train. */
interface Mode extends TrainedIn {
  label: string;
  meaning: string; // what is in which format
}

/** The formats of a mode, as the trainer takes them. */
export type TrainedIn = Pick<TokenPrecision, 'compute' | 'step' | 'fixedGains'>;

/** The ways to train that are compared; `bf16` is what the paper calls training in bfloat16. */
export const precisionModes = {
  float32: {
    label: 'float32',
    meaning: 'everything in float32',
    compute: 'float32',
    step: {},
  },
  'bf16-products': {
    label: 'bf16 products, float32 weights',
    meaning:
      'matrices multiplied in bf16; weights, gradients, moments in float32 (mixed precision)',
    compute: 'bfloat16',
    step: {},
  },
  'bf16-storage-stochastic': {
    label: 'bf16 weights (stochastic)',
    meaning:
      'computed in float32; after each step the weights are rounded to bf16, at random up or down',
    compute: 'float32',
    step: { storage: 'bfloat16-stochastic' },
  },
  'bf16-storage': {
    label: 'bf16 weights (nearest)',
    meaning:
      'computed in float32; after each step the weights are rounded to the nearest bf16 value',
    compute: 'float32',
    step: { storage: 'bfloat16-nearest' },
  },
  'bf16-stochastic': {
    label: 'all bf16 (stochastic)',
    meaning:
      'weights, activations, gradients, moments in bf16; weights rounded at random up or down',
    compute: 'bfloat16-everywhere',
    step: { storage: 'bfloat16-stochastic', gradientAndMoments: 'bfloat16' },
  },
  bf16: {
    label: 'all bf16 (nearest)',
    meaning: 'weights, activations, gradients, moments in bf16; all rounded to nearest',
    compute: 'bfloat16-everywhere',
    step: { storage: 'bfloat16-nearest', gradientAndMoments: 'bfloat16' },
  },
  'fixed-gains': {
    label: 'float32, gains fixed at 1',
    meaning: 'everything in float32, but the gains of the LayerNorms stay at 1 (a control)',
    compute: 'float32',
    step: {},
    fixedGains: true,
  },
} as const satisfies Record<string, Mode>;

export type PrecisionMode = keyof typeof precisionModes;

/** A mode that is trained, or `rounded-once`: the weights of the float32 run, rounded at its end. */
export type ComparedMode = PrecisionMode | 'rounded-once';

/** The number formats that are compared, in the order of tables and figures; no control. */
export const comparedModes: readonly ComparedMode[] = [
  'float32',
  'rounded-once',
  'bf16-products',
  'bf16-storage-stochastic',
  'bf16-storage',
  'bf16-stochastic',
  'bf16',
];

export function modeLabel(mode: ComparedMode): string {
  return mode === 'rounded-once' ? 'float32, rounded at the end' : precisionModes[mode].label;
}

export function modeMeaning(mode: ComparedMode): string {
  return mode === 'rounded-once'
    ? 'the weights of the float32 run, rounded to the nearest bf16 value when it was over'
    : precisionModes[mode].meaning;
}
