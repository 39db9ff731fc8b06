import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labArguments } from '../../build/scripts/lab.js';
import { type LabServer, startLab } from './server.js';

describe('the options of JupyterLab', () => {
  it('bind it to this machine, and never switch the token or its checks off', () => {
    const args = labArguments([], false).join(' ');
    expect(args).toContain('--ServerApp.ip=localhost');
    expect(args).not.toMatch(/token|password|allow_origin|disable_check_xsrf|allow_remote_access/);
    expect(args).not.toContain('--allow-root');
    expect(labArguments([], true)).toContain('--allow-root');
  });

  it('are one word each, whatever is in them', () => {
    const given = ['--port', '9000', '; touch x', '$(id)', `a 'b' "c"`];
    expect(labArguments(given, false).slice(-given.length)).toEqual(given);
  });
});

describe('a setting of JupyterLab that is given', () => {
  it.each([
    ['--ServerApp.root_dir=/tmp', '--ServerApp.root_dir='],
    ['--notebook-dir=/tmp', '--ServerApp.root_dir='],
    ['--ip=0.0.0.0', '--ServerApp.ip='],
  ])('as %s takes the place of %s', (given, own) => {
    const args = labArguments([given], false);
    expect(args.filter((word) => word === given || word.startsWith(own))).toEqual([given]);
    expect(labArguments([], false).filter((word) => word.startsWith(own))).toHaveLength(1);
  });
});

describe('a JupyterLab', () => {
  let lab: LabServer;
  beforeAll(async () => {
    lab = await startLab();
  }, 120_000);
  afterAll(() => lab.stop(), 60_000);

  function status(
    path: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ): Promise<{ code?: number; location?: string }> {
    return new Promise((resolve, reject) => {
      const asked = request(`${lab.origin}${path}`, { method, headers }, (response) => {
        response.resume();
        resolve({ code: response.statusCode, location: response.headers.location });
      });
      asked.on('upgrade', (_, socket) => {
        socket.destroy();
        resolve({ code: 101 });
      });
      asked.on('error', reject);
      asked.end();
    });
  }
  const withToken = (token: string) => ({ headers: { Authorization: `token ${token}` } });

  it('lets nobody in without its token', async () => {
    for (const path of ['/api/contents', '/api/kernels', '/api/sessions', '/api/terminals']) {
      expect((await status(path)).code, path).toBe(403);
      expect((await status(path, withToken('0'.repeat(48)))).code, path).toBe(403);
      expect((await status(`${path}?token=`)).code, path).toBe(403);
    }
    expect((await status('/api/kernels', { method: 'POST' })).code).toBe(403);
    const socket = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
    const channels = '/api/kernels/00000000-0000-0000-0000-000000000000/channels';
    const headers = { ...socket, 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
    expect((await status(channels, { headers })).code).toBe(403);
    const page = await status('/lab');
    expect(page.code).toBe(302);
    expect(page.location).toMatch(/^\/login/);
  });

  it('lets in whoever has it', async () => {
    expect(lab.token).toMatch(/^[0-9a-f]{48}$/);
    expect((await status('/api/contents', withToken(lab.token))).code).toBe(200);
  });

  it('answers to no other name, so that no foreign page can reach it', async () => {
    const headers = { ...withToken(lab.token).headers, Host: 'example.org' };
    expect((await status('/api/contents', { headers })).code).toBe(403);
  });

  it('is not to be reached from outside this machine', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect(lab.port, address, () => {
          resolve(true);
          socket.destroy();
        });
        socket.on('error', () => resolve(false));
        socket.setTimeout(5000, () => resolve(false));
        socket.on('close', () => resolve(false));
      });
      expect(reached, address).toBe(false);
    }
  });
});
