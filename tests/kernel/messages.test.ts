import { describe, expect, it } from 'vitest';
import { kernelForAll } from './session.js';

const kernel = kernelForAll();

const lines = (count: number) => Array.from({ length: count }, (_, i) => `${i}\n`).join('');

describe('no message is lost', () => {
  it('of a loop that prints, run again and again', async () => {
    for (let round = 0; round < 3; round++) {
      const run = await kernel.run(`for (let i = 0; i < 300; i++) console.log(i)`);
      expect(run.stdout).toBe(lines(300));
    }
  });

  it('of 100,000 lines, which come in few outputs', async () => {
    const run = await kernel.run(`for (let i = 0; i < 100_000; i++) console.log(i)`);
    expect(run.stdout).toBe(lines(100_000));
    expect(run.of('stream').length).toBeLessThan(1000);
  });

  it('of 600 cells in one session', async () => {
    const ids = Array.from({ length: 600 }, (_, i) => kernel.submit(`${i}`));
    const runs = await Promise.all(ids.map((id) => kernel.result(id)));
    expect(runs.map(({ value }) => value)).toEqual(ids.map((_, i) => `${i}`));
  }, 400_000);

  it('of displays that are updated in a loop', async () => {
    const run = await kernel.run(`import { LiveDisplay } from 'memorization-kit/notebook';
    const live = new LiveDisplay();
    for (let i = 0; i < 2000; i++) live.show({ 'text/plain': 'step ' + i });`);
    const updates = run.of('update_display_data').map(({ data }) => data['text/plain']);
    expect(run.of('display_data')[0].data).toEqual({ 'text/plain': 'step 0' });
    expect(updates).toEqual(Array.from({ length: 1999 }, (_, i) => `step ${i + 1}`));
  });
});

describe('text', () => {
  it('keeps its place among displays, of both streams', async () => {
    const run = await kernel.run(`import { display } from 'tslab';
    console.log('one'); console.error('two'); console.log('three');
    display.markdown('four'); console.log('five'); 'six'`);
    const shown = run.iopub
      .filter(({ type }) => type !== 'status' && type !== 'execute_input')
      .map(({ type, content }) => [type, content.text ?? Object.values(content.data)[0]]);
    expect(shown).toEqual([
      ['stream', 'one\n'],
      ['stream', 'two\n'],
      ['stream', 'three\n'],
      ['display_data', 'four'],
      ['stream', 'five\n'],
      ['execute_result', "'six'"],
    ]);
  });

  it('comes while the cell goes on, also when it keeps the process busy', async () => {
    const id = kernel.submit(`console.log('first'); console.log('second');
    const until = Date.now() + 3000; while (Date.now() < until);`);
    await kernel.printed(id, 'second');
    expect(kernel.replied(id)).toBe(false);
    expect((await kernel.result(id)).reply.status).toBe('ok');
  });
});
