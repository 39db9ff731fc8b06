// `npm run lab`: JupyterLab on the notebooks, from .venv, with the kit's kernel as the default.
// Words after `--` go to JupyterLab, as in `npm run lab -- --no-browser --port 9000`.
import 'memorization-kit/supported-node';
import { readSettings } from 'memorization-kit/engine';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const notebooks = join(root, 'notebooks');
const venv = join(root, '.venv');

const GRACE_MS = 3000; // for JupyterLab to end after a ctrl-C of its own

/** The server's settings, with the short name that some have. A person's own replace them. */
const settings = [
  { name: 'ServerApp.ip', short: 'ip', value: 'localhost' },
  { name: 'ServerApp.root_dir', short: 'notebook-dir', value: notebooks },
  // One ctrl-C ends it: nothing is lost, checkpoints and notebooks are on disk.
  { name: 'ServerApp.answer_yes', short: null, value: 'True' },
];

/** What JupyterLab is started with: it takes every setting once. */
export function labArguments(given: string[], isRoot: boolean): string[] {
  const asked = new Set(given.map((word) => word.replace(/=.*/s, '')));
  return [
    ...['-m', 'jupyterlab'],
    ...settings
      .filter(({ name, short }) => !asked.has(`--${name}`) && !asked.has(`--${short}`))
      .map(({ name, value }) => `--${name}=${value}`),
    // A container often knows no user but root, as whom Jupyter does not start unasked.
    ...(isRoot ? ['--allow-root'] : []),
    ...given,
  ];
}

function main(): void {
  try {
    readSettings(); // or the first cell of every notebook would fail
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
    return;
  }
  if (!existsSync(notebooks)) {
    console.error(`There is no folder ${notebooks}; restore it with git checkout notebooks.`);
    process.exitCode = 1;
    return;
  }
  // The kernel is started as `node`: the Node this runs on must be the first that is found.
  const path = [dirname(process.execPath), join(venv, 'bin'), process.env.PATH].join(delimiter);
  const lab = spawn(
    join(venv, 'bin', 'python'),
    labArguments(process.argv.slice(2), process.getuid?.() === 0),
    { stdio: 'inherit', env: { ...process.env, PATH: path, VIRTUAL_ENV: venv } },
  );
  // The terminal sends ctrl-C to JupyterLab as well, which then ends by itself; a signal that came to
  // this process alone is passed on.
  process.on('SIGINT', () => {
    setTimeout(() => lab.kill('SIGTERM'), GRACE_MS).unref();
  });
  process.on('SIGTERM', () => lab.kill('SIGTERM'));
  process.on('SIGHUP', () => lab.kill('SIGTERM'));
  lab.on('error', (error) => {
    console.error(`JupyterLab did not start: ${error.message}. Run npm run setup.`);
    process.exitCode = 1;
  });
  lab.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
  });
}

if (require.main === module) main();
