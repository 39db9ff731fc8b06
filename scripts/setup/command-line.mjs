// @ts-check
import { parseArgs } from 'node:util';
import { SetupError } from './error.mjs';
import { setUp } from './main.mjs';
import { progressLines } from './progress.mjs';
import { readRequest } from './tensorflow-choice.mjs';

const help = `Usage: npm run setup -- [--tensorflow auto|cpu|gpu]

Does what is missing of the set-up; a second run does nothing.

  --tensorflow  which TensorFlow to install (also KIT_TENSORFLOW). The word is kept until
                another is given; auto, the default, takes the GPU one if there is an NVIDIA GPU.

Environment: KIT_PYTHON and CXX name the Python and the C++ compiler to use.`;

const interruption = new AbortController();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => interruption.abort());
}

try {
  const { values } = readOptions();
  if (values.help) {
    console.log(help);
  } else {
    await setUp({
      request: readRequest({ option: values.tensorflow, variable: process.env.KIT_TENSORFLOW }),
      signal: interruption.signal,
      progress: progressLines(process.stdout),
    });
  }
} catch (error) {
  if (interruption.signal.aborted) {
    console.error('Set-up was interrupted; the same command continues it.');
    process.exitCode = 130;
  } else if (error instanceof SetupError) {
    console.error(`Set-up stopped.\n${error.message}`);
    process.exitCode = 1;
  } else {
    throw error;
  }
}

/** @throws {SetupError} On an unknown option. */
function readOptions() {
  try {
    return parseArgs({ options: { tensorflow: { type: 'string' }, help: { type: 'boolean' } } });
  } catch (error) {
    throw new SetupError({
      problem: error instanceof Error ? error.message : String(error),
      remedy: 'See npm run setup -- --help.',
    });
  }
}
