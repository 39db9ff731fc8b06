// The Jupyter kernel of the notebooks: cells are TypeScript that runs in this process; a second
// thread talks with Jupyter (see kernel/wire/thread.ts).
// Usage: node kernel.js kernel --config-path <connection file>
import { captureDescriptors, writeLog } from './kernel/run/descriptors.js';

// Before anything else opens a file.
const descriptors = captureDescriptors();

import path from 'node:path';
import { parseArgs } from 'node:util';
import type * as languageParts from './kernel/language-parts.js';
import { standInForTslab } from './kernel/run/display.js';
import { Output } from './kernel/run/output.js';
import { announceInterrupt, Runner } from './kernel/run/runner.js';
import { Traces } from './kernel/run/traces.js';
import { History } from './kernel/server/history.js';
import { Input } from './kernel/server/input.js';
import { kernelInfo } from './kernel/server/kernel-info.js';
import { KernelServer } from './kernel/server/server.js';
import { readConnection } from './kernel/wire/connection.js';
import { Link } from './kernel/wire/link.js';
import { killGroup } from './kernel/wire/parent-watch.js';

const { values } = parseArgs({
  options: { 'config-path': { type: 'string' } },
  allowPositionals: true,
});
const connectionFile = values['config-path'];
if (!connectionFile) {
  writeLog(
    descriptors.log,
    'kernel: --config-path <connection file> is missing; Jupyter starts this program.',
  );
  process.exit(2);
}

const kitFolder = path.resolve(__dirname, '..', '..');
const folder = process.cwd();
const link = new Link(readConnection(connectionFile), descriptors.log, {
  request: (received) => server.receive(received),
  brokenOff: () => runner.brokenOff(),
  orphaned: () => shutdown(),
});
const runner = new Runner(link.state, () => link.press());
const traces = new Traces(kitFolder);
const output = new Output(descriptors.read, (name, text) =>
  server.publish('stream', { name, text }),
);
const input = new Input(link, runner.throwInterrupt);
const info = kernelInfo(kitFolder);

let loaded: ReturnType<typeof languageParts.create> | null = null;
const language = () => {
  // TypeScript takes half a second to load: Jupyter can talk with the kernel before that.
  loaded ??= link.shielded(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would come too early
    const parts = require('./kernel/language-parts.js') as typeof languageParts;
    return parts.create({
      notebook: {
        folder,
        kitFolder,
        file: process.env.JPY_SESSION_NAME ?? path.join(folder, 'notebook.ipynb'),
        standIns: new Map([['tslab', loadTslab]]),
      },
      runner,
      traces,
      state: link.state,
      shield: (work) => link.shielded(work),
    });
  });
  return loaded;
};
const loadTslab = standInForTslab(
  kitFolder,
  (content, update) => server.display(content, update),
  info.language_info.version,
);

const server = new KernelServer({
  ...{ link, runner, output, input, language, info, shutdown },
  history: new History(process.env.KIT_HISTORY ?? path.join(kitFolder, '.kit', 'history.jsonl')),
});

/** How long a shutdown waits for the running cell. */
const stopMs = 1500;

/** Lets the running cell stop (and write its checkpoint), then ends with all that it started. */
function shutdown(): void {
  announceInterrupt();
  const deadline = Date.now() + stopMs;
  const finish = (): void => {
    if (runner.busy && Date.now() < deadline) return void setTimeout(finish, 50);
    process.on('SIGTERM', () => {}); // from the group, see killGroup
    void link.close().then(() => {
      killGroup();
      process.exit(0);
    });
  };
  finish();
}

Object.assign(globalThis, { prompt: input.prompt, input: input.input });
process.on('SIGINT', () => runner.interrupt());
traces.install();
output.install();
server.announce();
setImmediate(language);
