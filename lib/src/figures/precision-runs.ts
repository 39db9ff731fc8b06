import type { PrecisionRunLike } from '../findings/float32-vs-bfloat16/paired';
import { type ComparedMode, comparedModes } from '../findings/float32-vs-bfloat16/modes';
import { gray, ink, palette } from '../plot/colors';
import type { Line } from '../plot/figure';
import { byKey, requireRuns } from './runs';

/** What these figures need of a result of the finding float32-vs-bfloat16. */
export interface PrecisionRun extends PrecisionRunLike {
  curves?: Record<string, { x: number[]; y: number[] }>;
}

/** One hue a family, lighter and broken where weights are rounded at random. */
export const looks: Record<ComparedMode, { color: string; dash: Line['dash']; symbol: string }> = {
  float32: { color: ink, dash: 'solid', symbol: 'circle' },
  'rounded-once': { color: palette[3], dash: 'solid', symbol: 'star' },
  'bf16-products': { color: palette[2], dash: 'solid', symbol: 'triangle-up' },
  'bf16-storage-stochastic': { color: palette[5], dash: 'dash', symbol: 'bowtie' },
  'bf16-storage': { color: palette[1], dash: 'solid', symbol: 'square' },
  'bf16-stochastic': { color: palette[4], dash: 'dot', symbol: 'hourglass' },
  'fixed-gains': { color: gray, dash: 'longdash', symbol: 'cross' },
  bf16: { color: palette[0], dash: 'solid', symbol: 'triangle-down' },
};

/** The modes that occur, in the order of tables and figures. */
export function modesOf(summaries: readonly { mode: ComparedMode }[]): ComparedMode[] {
  return comparedModes.filter((mode) => summaries.some((summary) => summary.mode === mode));
}

/**
 * The runs of one model: of width `dModel`, else of the one with the most learning rates (and then
 * the fewest parameters). Throws when there are none.
 */
export function precisionRunsOfOneModel<T extends PrecisionRun>(
  runs: readonly T[],
  dModel?: number,
): T[] {
  requireRuns(runs, 'Number formats of one model');
  const models = [...byKey(runs, ({ config }) => `${config.nLayers}/${config.dModel}`).values()];
  if (dModel !== undefined) {
    const found = models.find(([run]) => run.config.dModel === dModel);
    if (found) return found;
    const widths = [...new Set(runs.map(({ config }) => config.dModel))].sort((a, b) => a - b);
    throw new RangeError(`No run has dModel ${dModel}. There are: ${widths.join(', ')}.`);
  }
  const rates = (ofModel: T[]): number =>
    new Set(ofModel.map(({ config }) => config.learningRate)).size;
  return models.sort(
    (a, b) => rates(b) - rates(a) || a[0].measurements.params - b[0].measurements.params,
  )[0];
}
