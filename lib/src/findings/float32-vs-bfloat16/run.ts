import { type Compute, engineRecord, nearestBfloat16 } from '../../engine';
import type { Curve, RunContext, RunOutcome } from '../../experiment';
import { mean, memorizedBits } from '../../measure';
import { gptLayout, parameterSlice } from '../../model';
import { memorizedCurve, type TokenBits, tokenBits } from '../../recipes/token-bits';
import { tokenGpt, warmupSteps } from '../../recipes/token-config';
import { type TokenRun, withTokens } from '../../recipes/tokens';
import type { PrecisionConfig } from './config';
import { trainedIn } from './modes';

/** What one run yields; the memorized bits in the arithmetic that the run was trained in. */
export interface PrecisionMeasurements extends Omit<TokenBits, 'datasetBitsScored'> {
  memorizedBitsFloat32: number; // of the same weights, in float32 arithmetic
  memorizedBitsRounded: number; // of the weights rounded to bfloat16, in float32 arithmetic
  memorizedBitsBfloat16: number; // of the rounded weights, with everything computed in bfloat16
  unchangedShare: number; // weights that a step leaves as they were, mean of the steps after warm-up
  stuckGains: number; // share of the LayerNorms' gains that end at the value where they began, 1
}

const UNCHANGED_POINTS = 50; // of the curve: means over so many equal stretches of the training

/** Trains one model in one of the number formats and counts the bits that it memorized. */
export function runPrecision(
  config: PrecisionConfig,
  context: RunContext,
): Promise<RunOutcome<PrecisionMeasurements>> {
  const { compute, step, fixedGains } = trainedIn(config.mode);
  const measureIn = [...new Set([compute, 'float32', 'bfloat16-everywhere'] as const)];
  const precision = { compute, fixedGains, step: { ...step, reportUnchanged: true }, measureIn };
  const body = async ({ program, params, train, meanNll }: TokenRun) => {
    const unchanged = new Float32Array(config.steps);
    const initialGains = gainsOf(program.read('theta'), config);
    const losses = await train({ unchanged });
    const bits = (compute: Compute): number => memorizedBits(meanNll(compute), config, 'paper');
    const finalLoss = meanNll();
    const memorizedBitsFloat32 = bits('float32');
    const theta = program.read('theta');
    const stuck = gainsOf(theta, config).filter((gain, i) => gain === initialGains[i]);
    program.write('theta', nearestBfloat16(theta));
    const { datasetBitsScored: _, ...counted } = tokenBits(config, params, finalLoss);
    return {
      measurements: {
        ...counted,
        memorizedBitsFloat32,
        memorizedBitsRounded: bits('float32'),
        memorizedBitsBfloat16: bits('bfloat16-everywhere'),
        unchangedShare: mean(unchanged.subarray(Math.min(warmupSteps(config), config.steps - 1))),
        stuckGains: stuck.length / initialGains.length,
      },
      curves: {
        memorized: memorizedCurve(config, losses, finalLoss),
        unchanged: stretchMeans(unchanged),
      },
      engine: engineRecord(program),
    };
  };
  return withTokens(config, context, body, precision);
}

/** The gains of all LayerNorms. */
function gainsOf(theta: Float32Array, config: PrecisionConfig): number[] {
  const layout = gptLayout(tokenGpt(config));
  return layout
    .filter(({ name }) => name.endsWith('.gain'))
    .flatMap(({ name }) => [...parameterSlice(theta, layout, name)]);
}

/** The share of unchanged weights through the training; x is the middle of each stretch of steps. */
function stretchMeans(values: Float32Array): Curve {
  const count = Math.min(UNCHANGED_POINTS, values.length);
  const ends = Array.from({ length: count + 1 }, (_, i) => Math.round((i * values.length) / count));
  const stretches = ends.slice(1).map((end, i) => [ends[i], end]);
  return {
    x: stretches.map(([start, end]) => (start + end + 1) / 2),
    y: stretches.map(([start, end]) => mean(values.subarray(start, end))),
    xLabel: 'training step',
    yLabel: 'share of the weights unchanged by a step',
  };
}
