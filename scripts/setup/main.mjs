// @ts-check
import { join } from 'node:path';
import { stopAt } from './error.mjs';
import { acquireLock } from './lock.mjs';
import { glibcVersion, hasNvidiaGpu } from './machine.mjs';
import { kitFolder } from './paths.mjs';
import { checkPlatform } from './prerequisites.mjs';
import { readRecord, updateRecord } from './record.mjs';
import { requirePrerequisites } from './require.mjs';
import { pendingSteps, runSteps } from './run-steps.mjs';
import { stampStore } from './stamp.mjs';
import { steps } from './steps.mjs';
import { chooseTensorflow } from './tensorflow-choice.mjs';
import { versionsOf } from './versions.mjs';

const recordFile = join(kitFolder, 'setup.json');
const stamps = stampStore(join(kitFolder, 'stamps'));

/**
 * Does what is missing of the set-up.
 * @param {{ request: import('./tensorflow-choice.mjs').Request | null, signal: AbortSignal,
 *   progress: import('./progress.mjs').Progress }} options
 * @throws {import('./error.mjs').SetupError} If something is missing that it cannot install.
 */
export async function setUp({ request, signal, progress }) {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  const { platform, arch } = process;
  stopAt([checkPlatform({ platform, arch, glibc: glibcVersion() })]);

  const hasGpu = hasNvidiaGpu();
  const choose = () => {
    const previous = readRecord(recordFile).tensorflow ?? null;
    return chooseTensorflow({ platform, arch, hasGpu, request, previous });
  };
  const pending = () => pendingSteps(steps, { choice: choose() }, stamps);
  if (pending().length === 0) {
    if (request !== null) updateRecord(recordFile, { tensorflow: choose() });
    progress.say(`Set-up is complete, nothing to do (${seconds()}).`);
    return;
  }

  const lock = await acquireLock(join(kitFolder, 'setup.lock'), {
    signal,
    onWait: ({ pid, host }) =>
      progress.say(`Waiting for another set-up of this clone (process ${pid} on ${host}) ...`),
  });
  try {
    const todo = pending();
    if (todo.length > 0) {
      const choice = choose();
      const tools = requirePrerequisites(todo, { choice, hasGpu });
      progress.say(`Setting up memorization-kit (TensorFlow: ${choice.variant}, ${choice.why})`);
      updateRecord(recordFile, { tensorflow: choice });
      const execution = (/** @type {string} */ name) => ({
        log: join(kitFolder, 'logs', `${name}.log`),
        signal,
        noteChild: lock.noteChild,
      });
      const record = (/** @type {import('./record.mjs').Recorded} */ news) =>
        updateRecord(recordFile, news);
      await runSteps(steps, { choice, ...tools, signal, execution, record }, stamps, progress);
      record(versionsOf(hasGpu));
      const { binding, withoutKernels } = readRecord(recordFile);
      if (withoutKernels) {
        progress.say(
          "  Note: the native kernels could not be built, so training takes TensorFlow's own ops, " +
            `two to three times as long: ${withoutKernels}`,
        );
      }
      if (hasGpu && choice.variant === 'gpu' && binding?.missingGpu) {
        progress.say(`  Note: TensorFlow will use the CPU, not the GPU. ${binding.missingGpu}`);
      }
    }
    progress.say(`Set-up is complete (${seconds()}).`);
  } finally {
    lock.release();
  }
}
