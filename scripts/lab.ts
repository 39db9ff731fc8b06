// `npm run lab`: JupyterLab on the notebooks, from .venv, with the kit's kernel as the default.
// Words after `--` go to JupyterLab, as in `npm run lab -- --no-browser --port 9000`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const notebooks = join(root, 'notebooks');
const venv = join(root, '.venv');

const GRACE_MS = 3000; // for JupyterLab to end after a ctrl-C of its own

/** Options of the server; those of the user come after them and win. */
export function labArguments(given: string[], isRoot: boolean): string[] {
  return [
    ...['-m', 'jupyterlab', '--ServerApp.ip=localhost', `--ServerApp.root_dir=${notebooks}`],
    // One ctrl-C ends it: nothing is lost, checkpoints and notebooks are on disk.
    '--ServerApp.answer_yes=True',
    // A container often knows no user but root, as whom Jupyter does not start unasked.
    ...(isRoot ? ['--allow-root'] : []),
    ...given,
  ];
}

function main(): void {
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
