import { bitsPerParameter } from 'memorization-kit/findings';
import type { Figure } from 'memorization-kit/plot';
import { drawn, lawfulRuns } from '../findings/made-up-runs';

/** A figure with lines, markers, error bars and a legend: 800, 1.6k and 3.2k parameters. */
export const sampleFigure = (): Figure =>
  drawn(
    bitsPerParameter,
    'memorized-vs-dataset',
    lawfulRuns((_, seed) => 2.48 + 0.01 * seed),
  );
