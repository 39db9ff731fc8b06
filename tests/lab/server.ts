import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../kernel/session.js';

/** A JupyterLab as `npm run lab` starts it, on a port of its own. */
export interface LabServer {
  origin: string; // http://localhost:PORT
  port: number;
  token: string;
  /** What it has said so far. */
  log(): string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Until something listens there, at most a minute. */
async function answering(port: number): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await setTimeout(50)) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, 'localhost', () => {
        resolve(true);
        socket.destroy();
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
  }
}

/** Starts it without a browser and without anybody's settings, and waits until it answers. */
export async function startLab(...more: string[]): Promise<LabServer> {
  const settings = mkdtempSync(path.join(tmpdir(), 'kit-lab-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    JUPYTER_CONFIG_DIR: path.join(settings, 'config'),
    JUPYTER_DATA_DIR: path.join(settings, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(settings, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: path.join(settings, 'lab'),
    JUPYTERLAB_WORKSPACES_DIR: path.join(settings, 'workspaces'),
    IPYTHONDIR: path.join(settings, 'ipython'),
  };
  delete env.JUPYTER_TOKEN;
  const script = path.join(root, 'build', 'scripts', 'lab.js');
  const args = [script, '--no-browser', `--port=${await freePort()}`, ...more];
  const lab = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const address = new Promise<RegExpExecArray>((resolve, reject) => {
    const read = (text: Buffer) => {
      said += text.toString();
      const found = /(http:\/\/localhost:(\d+))\/lab\S*\?token=([0-9a-f]+)/.exec(said);
      if (found) resolve(found);
    };
    lab.stdout.on('data', read);
    lab.stderr.on('data', read);
    lab.on('exit', (code) => reject(new Error(`JupyterLab ended with ${code}:\n${said}`)));
  });
  try {
    const [, origin, port, token] = await address;
    await answering(Number(port)); // the address is said a little before
    const stop = () => end(lab, settings);
    return { origin, port: Number(port), token, log: () => said, stop };
  } catch (error) {
    await end(lab, settings);
    throw error;
  }
}

async function end(lab: ChildProcess, settings: string): Promise<void> {
  if (lab.exitCode === null && lab.signalCode === null) {
    await new Promise((resolve) => {
      lab.once('exit', resolve);
      lab.kill('SIGTERM');
    });
  }
  rmSync(settings, { recursive: true, force: true });
}
