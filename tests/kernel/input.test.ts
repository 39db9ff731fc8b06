import { describe, expect, it } from 'vitest';
import { type CellRun, kernelForAll } from './session.js';

const kernel = kernelForAll();

/** Runs a cell that asks until it does; returns its id and what it asks. */
async function asking(code: string): Promise<{ id: number; asked: Record<string, unknown> }> {
  const id = kernel.submit(code, true, { allow_stdin: true });
  const { type, content } = await kernel.waitFor((m) => m.request === id && m.channel === 'stdin');
  expect(type).toBe('input_request');
  return { id, asked: content };
}

/** Runs a cell that asks, and answers. */
async function answered(code: string, answer: string): Promise<CellRun> {
  const { id } = await asking(code);
  kernel.answer(answer);
  return kernel.result(id);
}

describe('a cell can ask', () => {
  it('with prompt(), which waits', async () => {
    const code = `const name = prompt('Your name?'); console.log('Hello ' + name)`;
    const { id, asked } = await asking(code);
    expect(asked).toEqual({ prompt: 'Your name?', password: false });
    kernel.answer('Ada');
    expect((await kernel.result(id)).stdout).toBe('Hello Ada\n');
  });

  it('and take what is preset for an empty answer', async () => {
    expect((await answered(`console.log(prompt('Steps?', '100'))`, '')).stdout).toBe('100\n');
  });

  it('with await input(), while the rest goes on, and for a password', async () => {
    const { id, asked } =
      await asking(`let beats = 0; const heart = setInterval(() => { beats++ }, 5);
    const secret = await input('Key?', { password: true }); clearInterval(heart);
    console.log(secret, beats > 3)`);
    expect(asked).toEqual({ prompt: 'Key?', password: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    kernel.answer('k');
    expect((await kernel.result(id)).stdout).toBe('k true\n');
    expect((await answered(`console.log(prompt('Once more?'))`, 'yes')).stdout).toBe('yes\n');
  });

  it.each(['prompt', 'await input'])('and be interrupted while it waits: %s', async (call) => {
    const { id } = await asking(`${call}('Still there?')`);
    kernel.interrupt();
    expect((await kernel.result(id)).reply.ename).toBe('KeyboardInterrupt');
    expect((await answered(`console.log(prompt('Next?'))`, 'here')).stdout).toBe('here\n');
  });
});

it('where nobody can answer, it says so', async () => {
  const run = await kernel.run(`prompt('Anybody?')`);
  expect(run.reply).toMatchObject({ status: 'error', ename: 'InputNotPossible' });
  expect(run.reply.evalue).toContain('there is nobody to ask');
});
