// @ts-check
import { readFileSync, rmSync } from 'node:fs';
import { nativeBinding } from './binding.mjs';
import { run } from './command.mjs';
import { SetupError } from './error.mjs';
import { at, bindingFile } from './paths.mjs';
import { hashInputs } from './stamp.mjs';

/** @type {import('./steps.mjs').Step} */
export const trialLoad = {
  // A stamp for each Node: whoever changes between two of them pays for one trial with each.
  name: `trial-load-node-${process.versions.node}`,
  title: `Trial load of TensorFlow under Node ${process.versions.node}`,
  diskMB: 1,
  inputs: (plan) => hashInputs(nativeBinding.inputs(plan), [at('package-lock.json')]),
  isThere: () => true,
  async run({ execution, choice, record }) {
    const options = { ...execution('trial-load'), env: environment() };
    try {
      await run(process.execPath, [at('scripts', 'setup', 'trial-load.cjs')], {
        ...options,
        remedy:
          'Remove .venv and node_modules and run this again.' +
          (choice.variant === 'gpu' ? ' Or use the CPU: npm run setup -- --tensorflow cpu.' : ''),
      });
    } catch (error) {
      if (error instanceof SetupError) rmSync(bindingFile, { force: true });
      throw error;
    }
    const report = readFileSync(options.log, 'utf8').trimEnd().split('\n').at(-1);
    record({ binding: JSON.parse(report ?? '{}') });
  },
};

/** This process's environment without the kit's settings, which are for runs. */
function environment() {
  const settings = Object.entries(process.env).filter(([name]) => !name.startsWith('KIT_'));
  return Object.fromEntries(settings);
}
