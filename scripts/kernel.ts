// The Jupyter kernel of the notebooks: tslab's own converter, executor and server, with the ways of
// Jupyter where tslab has others (errors, interrupts, queued cells, shutdown).
// Usage: node kernel.js kernel --config-path <connection file>
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Converter, createConverter } from 'tslab/dist/converter.js';
import { createExecutor } from 'tslab/dist/executor.js';
import { CellHandler } from './kernel/handler.js';
import { CellMonitor } from './kernel/monitor.js';
import { killGroup, watchParent } from './kernel/parent-watch.js';
import { KernelServer } from './kernel/server.js';
import { expandShorthand } from './kernel/shorthand.js';

const { values } = parseArgs({
  options: { 'config-path': { type: 'string' } },
  allowPositionals: true,
});
const connectionFile = values['config-path'];
if (!connectionFile) {
  console.error('kernel: --config-path <connection file> is missing; Jupyter starts this program.');
  process.exit(2);
}

const monitor = new CellMonitor(path.resolve(__dirname, '..', '..'));
const node = createConverter({ isJS: false, isBrowser: false });
let browser: Converter | null = null;

/** Names the compiled code after its cell, so that stack traces do. */
function convert(previousDeclarations: string, source: string) {
  const converted = node.convert(previousDeclarations, expandShorthand(source));
  if (converted.output) {
    const cell = `cell-${handler.execCount}`;
    monitor.remember(cell, converted.output);
    converted.output += `\n//# sourceURL=${cell}`;
  }
  return converted;
}

const executor = createExecutor(
  process.cwd(),
  {
    node: { ...node, convert },
    get browser() {
      return (browser ??= createConverter({ isJS: false, isBrowser: true }));
    },
    close() {
      node.close();
      browser?.close();
    },
  },
  monitor,
);
const handler = new CellHandler(executor, monitor);

function exit(): void {
  process.on('SIGTERM', () => {}); // from the group, see killGroup
  killGroup();
  process.exit(0);
}

process.on('unhandledRejection', (reason) => monitor.stray('UnhandledRejection', reason));
process.on('uncaughtException', (error) => monitor.stray('UncaughtException', error));

const server = new KernelServer(handler, connectionFile, exit);
if (process.env.JPY_PARENT_PID) watchParent(() => server.close());
void server.init();
