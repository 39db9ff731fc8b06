import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForAll } from '../folder.js';
import { kernelForAll, KernelSession } from './session.js';

const env = { ...process.env, KIT_HISTORY: path.join(folderForAll(), 'history.jsonl') };
const kernel = kernelForAll(undefined, env);

/** The content of the reply on the shell channel. */
async function ask(type: string, content: Record<string, unknown> = {}) {
  return (await kernel.request('shell', `${type}_request`, content)).content;
}

describe('history', () => {
  it('is found at its end, in a range and by a pattern, over kernels', async () => {
    const first = await KernelSession.start(undefined, env);
    await first.run(`const early = 1`);
    await first.run(`early + 1`);
    await first.run(`throw new Error('kept too')`);
    await first.stop();
    await kernel.run(`const now = 5`);
    const silent = kernel.submit(`'not stored'`, true, { store_history: false });
    await kernel.result(silent);

    const all = ['const early = 1', 'early + 1', "throw new Error('kept too')", 'const now = 5'];
    const tail = await ask('history', { hist_access_type: 'tail', n: 10, output: false });
    expect(tail.history.map((entry: unknown[]) => entry[2])).toEqual(all);
    expect((await ask('history', { hist_access_type: 'tail', n: 1 })).history).toEqual([
      [2, 1, 'const now = 5'],
    ]);
    const range = { hist_access_type: 'range', session: -1, start: 1, stop: 3, output: true };
    expect((await ask('history', range)).history).toEqual([
      [1, 1, ['const early = 1', null]],
      [1, 2, ['early + 1', '2']],
    ]);
    const here = { hist_access_type: 'range', session: 0, start: 1, stop: 10 };
    expect((await ask('history', here)).history).toEqual([[2, 1, 'const now = 5']]);
    const search = { hist_access_type: 'search', pattern: 'const*= ?', unique: true };
    expect((await ask('history', search)).history).toHaveLength(2);
  }, 180_000);
});

describe('is_complete', () => {
  it.each([
    ['const x = 1', 'complete'],
    ['await (', 'incomplete'],
    ['const', 'incomplete'],
    ['`from here', 'incomplete'],
    ['for (const x of [1]) {', 'incomplete'],
    ['let 3x = 1', 'invalid'],
    ['"abc', 'invalid'],
  ])('%s: %s', async (code, status) => {
    expect((await ask('is_complete', { code })).status).toBe(status);
  });

  it('says how the next line is indented', async () => {
    expect((await ask('is_complete', { code: '  if (a) {' })).indent).toBe('    ');
  });
});

describe('completion', () => {
  it('knows what earlier cells declare, and members', async () => {
    await kernel.run(`const learningRates = { slow: 0.1, fast: 1 };`);
    const names = await ask('complete', { code: 'learnin', cursor_pos: 7 });
    expect(names).toMatchObject({ matches: ['learningRates'], cursor_start: 0, cursor_end: 7 });
    const members = await ask('complete', { code: 'learningRates.', cursor_pos: 14 });
    expect(members).toMatchObject({ matches: ['fast', 'slow'], cursor_start: 14, cursor_end: 14 });
  });

  it('counts in code points', async () => {
    const code = "'😀😀'; learningRates.sl + 1";
    const found = await ask('complete', { code, cursor_pos: 22 });
    expect(found).toMatchObject({ matches: ['slow'], cursor_start: 20, cursor_end: 22 });
  });

  it('comes while a cell runs', async () => {
    const wait = `console.log('running'); await new Promise((r) => setTimeout(r, 4000))`;
    const id = await kernel.running(wait);
    const found = await ask('complete', { code: 'learningRates.f', cursor_pos: 15 });
    expect(found.matches).toEqual(['fast']);
    expect(kernel.replied(id)).toBe(false);
    await kernel.result(id);
  });
});

describe('inspection', () => {
  it('shows a type with its comment, and the call that the cursor is in', async () => {
    await kernel.run(`/** Twice as much. */\nfunction twice(much: number) { return 2 * much }`);
    const name = await ask('inspect', { code: 'twice(1)', cursor_pos: 3, detail_level: 0 });
    expect(name).toMatchObject({ status: 'ok', found: true });
    expect(name.data['text/plain']).toBe('twice(much: number): number\nTwice as much.');
    const inside = await ask('inspect', { code: 'twice()', cursor_pos: 6 });
    expect(inside.data['text/plain']).toBe('twice(much: number): number\nTwice as much.');
    expect(await ask('inspect', { code: '   ', cursor_pos: 1 })).toMatchObject({ found: false });
  });
});

describe('other requests', () => {
  it('evaluates user_expressions after the cell', async () => {
    const more = { user_expressions: { sum: 'a + 1', list: '[a]', wrong: 'nothing.here' } };
    const { reply } = await kernel.result(kernel.submit('const a = 41', true, more));
    expect(reply.user_expressions).toMatchObject({
      sum: { status: 'ok', data: { 'text/plain': '42' } },
      list: { status: 'ok', data: { 'text/plain': '[ 41 ]' } },
      wrong: { status: 'error', ename: 'TypeScriptError' },
    });
  });

  it('says what the kernel is', async () => {
    const info = await ask('kernel_info');
    expect(info).toMatchObject({ status: 'ok', implementation: 'memorization-kit' });
    expect(info.language_info).toMatchObject({ name: 'typescript', file_extension: '.ts' });
  });

  it('answers those that it does not know, and says nothing in the notebook', async () => {
    const reply = await kernel.request('shell', 'inquiry_request');
    expect(reply).toMatchObject({ type: 'inquiry_reply', content: { status: 'error' } });
    expect((await kernel.run('1')).of('stream')).toEqual([]);
    expect(await ask('comm_info')).toMatchObject({ status: 'ok', comms: {} });
  });

  it('are answered when they come before the kernel is ready', async () => {
    const session = await KernelSession.start(undefined, { ...env, KIT_TEST_CLIENT_EARLY: '1' });
    const id = session.submit('6 * 7');
    const types = ['kernel_info', 'is_complete', 'complete', 'inspect', 'history', 'comm_info'];
    const content = { code: '1', cursor_pos: 1 };
    const answers = types.map((type) => session.request('shell', `${type}_request`, content));
    for (const answer of await Promise.all(answers)) {
      expect(answer.content.traceback ?? answer.type).toMatch(/_reply$/);
    }
    const reply = await session.waitFor((m) => m.request === id && m.channel === 'shell');
    expect(reply.content).toMatchObject({ status: 'ok', execution_count: 1 });
    await session.stop();
  }, 120_000);
});
