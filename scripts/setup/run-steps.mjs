// @ts-check

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('./steps.mjs').Plan} Plan
 * @typedef {import('./stamp.mjs').StampStore} StampStore
 */

/** Stands in a stamp while a step runs, so that a kill in the middle is seen afterwards. */
export const unfinished = 'unfinished';

/**
 * @param {Step} step
 * @param {Plan} plan
 * @param {StampStore} stamps
 */
export function isDone(step, plan, stamps) {
  const stamp = stamps.read(step.name);
  if (stamp === unfinished) return false;
  if (stamp === null ? !step.adoptable : stamp !== step.inputs(plan)) return false;
  return step.isThere();
}

/**
 * The steps that have to run. Cheap: reads and hashes files; starts a process only to ask the Python
 * that KIT_PYTHON names.
 * @param {Step[]} steps
 * @param {Plan} plan
 * @param {StampStore} stamps
 */
export function pendingSteps(steps, plan, stamps) {
  return steps.filter((step) => !isDone(step, plan, stamps));
}

/**
 * Runs, in order, each step that is not done when its turn comes: an earlier step can undo a
 * later one (`npm ci` removes the binding).
 * @param {Step[]} steps
 * @param {import('./steps.mjs').Context} context
 * @param {StampStore} stamps
 * @param {import('./progress.mjs').Progress} progress
 */
export async function runSteps(steps, context, stamps, progress) {
  for (const step of steps) {
    if (isDone(step, context, stamps)) continue;
    stamps.write(step.name, unfinished);
    // Taken before the step runs, so that a file edited meanwhile is seen by the next set-up.
    const inputs = step.inputs(context);
    await progress.step(step.title, () => step.run(context));
    context.signal.throwIfAborted();
    stamps.write(step.name, inputs);
  }
}
