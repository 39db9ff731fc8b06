/** Runs that are done in worker processes: claimed, scheduled, watched; it knows no finding. */
export type { Run, RunFailure, SweepEvent, SweepOverview } from './events';
export { secondsLeft } from './estimate';
export type { Jobs } from './jobs';
export { expectedDevice, gpuInSight, visibleGpus } from './gpus';
export { indexVariables, jobIndex, jobsFor, mostJobs } from './jobs';
export type { DoRun, WorkHooks, WorkOutcome } from './messages';
export { processStart } from './process-identity';
export { claimRun, isClaimed } from './run-lock';
export { Scheduler, type SchedulerOptions } from './scheduler';
