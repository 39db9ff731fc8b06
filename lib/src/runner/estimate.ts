/** What is known about a sweep that is under way. Costs are in the finding's own unit. */
export interface SweepLoad {
  doneCost: number;
  doneSeconds: number; // worker seconds spent on finished runs
  running: { cost: number; fraction: number; seconds: number }[];
  queuedCosts: number[]; // in the order in which they will start
  jobs: number;
}

const tellingFraction = 0.02; // before it, loading and compiling are most of what was seen
const trustedFraction = 0.1; // from here on a run's own speed says more than the others'

/**
 * Seconds until the last worker is done, at the speed so far; null before that can be told.
 * Plays the rest of the sweep through: each queued run goes to the worker that is free first.
 */
export function secondsLeft(load: SweepLoad): number | null {
  const { running, queuedCosts, jobs } = load;
  const spent = load.doneSeconds + running.reduce((sum, run) => sum + run.seconds, 0);
  const achieved = load.doneCost + running.reduce((sum, run) => sum + run.cost * run.fraction, 0);
  if (running.length + queuedCosts.length === 0) return 0;
  const known = load.doneCost > 0 || running.some((run) => run.fraction >= tellingFraction);
  if (!known || spent <= 0) return null;
  const secondsPerCost = spent / achieved;
  const busyUntil = running.map(({ cost, fraction, seconds }) =>
    fraction >= trustedFraction
      ? (seconds * (1 - fraction)) / fraction
      : cost * (1 - fraction) * secondsPerCost,
  );
  while (busyUntil.length < jobs) busyUntil.push(0);
  for (const cost of queuedCosts) {
    const first = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[first] += cost * secondsPerCost;
  }
  return Math.max(...busyUntil);
}
