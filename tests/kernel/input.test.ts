import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelSession } from './session.js';

let kernel: KernelSession;
beforeAll(async () => {
  kernel = await KernelSession.start();
}, 180_000);
afterAll(() => kernel?.stop(), 60_000);

const withPerson = { allow_stdin: true };

/** What the kernel asks in this cell. */
async function asked(id: number): Promise<Record<string, unknown>> {
  const { type, content } = await kernel.waitFor((m) => m.request === id && m.channel === 'stdin');
  expect(type).toBe('input_request');
  return content;
}

describe('a cell can ask', () => {
  it('with prompt(), which waits', async () => {
    const id = kernel.submit(
      `const name = prompt('Your name?'); console.log('Hello ' + name)`,
      true,
      withPerson,
    );
    expect(await asked(id)).toEqual({ prompt: 'Your name?', password: false });
    kernel.answer('Ada');
    expect((await kernel.result(id)).stdout).toBe('Hello Ada\n');
  });

  it('and take what is preset for an empty answer', async () => {
    const id = kernel.submit(`console.log(prompt('Steps?', '100'))`, true, withPerson);
    await asked(id);
    kernel.answer('');
    expect((await kernel.result(id)).stdout).toBe('100\n');
  });

  it('with await input(), while the rest goes on, and for a password', async () => {
    const code = `let beats = 0; const heart = setInterval(() => { beats++ }, 5);
    const secret = await input('Key?', { password: true }); clearInterval(heart);
    console.log(secret, beats > 3)`;
    const id = kernel.submit(code, true, withPerson);
    expect(await asked(id)).toEqual({ prompt: 'Key?', password: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    kernel.answer('k');
    expect((await kernel.result(id)).stdout).toBe('k true\n');
    const again = kernel.submit(`console.log(prompt('Once more?'))`, true, withPerson);
    await asked(again);
    kernel.answer('yes');
    expect((await kernel.result(again)).stdout).toBe('yes\n');
  });

  it.each(['prompt', 'await input'])('and be interrupted while it waits: %s', async (call) => {
    const id = kernel.submit(`${call}('Still there?')`, true, withPerson);
    await asked(id);
    kernel.interrupt();
    expect((await kernel.result(id)).reply.ename).toBe('KeyboardInterrupt');
    const next = kernel.submit(`console.log(prompt('Next?'))`, true, withPerson);
    await asked(next);
    kernel.answer('here');
    expect((await kernel.result(next)).stdout).toBe('here\n');
  });
});

it('where nobody can answer, it says so', async () => {
  const run = await kernel.run(`prompt('Anybody?')`);
  expect(run.reply).toMatchObject({ status: 'error', ename: 'InputNotPossible' });
  expect(run.reply.evalue).toContain('there is nobody to ask');
});
