import type { TokenPrecision } from './tokens';

/** The number format of a training. */
interface Format {
  label: string;
  meaning: string; // what is in which format
  precision: TokenPrecision;
}

const float32 = { compute: 'float32', step: {} } as const;
const everywhere = 'bfloat16-everywhere';
const nearest = 'bfloat16-nearest';
const stochastic = 'bfloat16-stochastic';
const gradientAndMoments = 'bfloat16';

/** The number formats in which tokens can be trained on, from the most exact one, and a control. */
export const tokenFormats = {
  float32: {
    label: 'float32',
    meaning: 'everything in float32',
    precision: float32,
  },
  'bf16-products': {
    label: 'bf16 products, float32 weights',
    meaning:
      'matrices multiplied in bf16; weights, gradients, moments in float32 (mixed precision)',
    precision: { compute: 'bfloat16', step: {} },
  },
  'bf16-storage-stochastic': {
    label: 'bf16 weights (stochastic)',
    meaning:
      'computed in float32; after each step the weights are rounded to bf16, at random up or down',
    precision: { compute: 'float32', step: { storage: stochastic } },
  },
  'bf16-storage': {
    label: 'bf16 weights (nearest)',
    meaning:
      'computed in float32; after each step the weights are rounded to the nearest bf16 value',
    precision: { compute: 'float32', step: { storage: nearest } },
  },
  'bf16-stochastic': {
    label: 'all bf16 (stochastic)',
    meaning:
      'weights, activations, gradients, moments in bf16; weights rounded at random up or down',
    precision: { compute: everywhere, step: { storage: stochastic, gradientAndMoments } },
  },
  bf16: {
    label: 'all bf16 (nearest)',
    meaning: 'weights, activations, gradients, moments in bf16; all rounded to nearest',
    precision: { compute: everywhere, step: { storage: nearest, gradientAndMoments } },
  },
  'fixed-gains': {
    label: 'float32, gains fixed at 1',
    meaning: 'everything in float32, but the gains of the LayerNorms stay at 1 (a control)',
    precision: { ...float32, fixedGains: true },
  },
} as const satisfies Record<string, Format>;

export type TokenFormat = keyof typeof tokenFormats;

/** What a training is given to be in a format. */
export const precisionOf = (format: TokenFormat): TokenPrecision => tokenFormats[format].precision;
