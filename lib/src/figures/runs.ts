export { byKey } from '../base';

/** Throws, naming the figure and the remedy, when there is nothing to draw. */
export function requireRuns(runs: readonly unknown[], figure: string): void {
  if (runs.length > 0) return;
  throw new Error(
    `The figure "${figure}" has no results to show. Train them with "npm run reproduce", or name a ` +
      'profile that has results in data/.',
  );
}
