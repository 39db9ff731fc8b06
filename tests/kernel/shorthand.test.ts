import { afterAll, beforeAll, expect, it } from 'vitest';
import { KernelSession } from './session.js';

let kernel: KernelSession;
beforeAll(async () => {
  kernel = await KernelSession.start();
}, 180_000);
afterAll(() => kernel?.stop(), 60_000);

it('a short property { name } takes the variable of an earlier cell', async () => {
  await kernel.run(`const width = 3, { height } = { height: 4 };`);
  const plain = await kernel.run(
    `console.log(JSON.stringify({ width, height, area: width * height }));`,
  );
  expect(plain.stdout).toBe('{"width":3,"height":4,"area":12}\n');
  const awaited = await kernel.run(
    `const box = await Promise.resolve([{ width }].map(({ width }) => ({ width })));\nconsole.log(box[0].width);`,
  );
  expect(awaited.stdout).toBe('3\n');
});

it('and a destructuring assignment still gives it a value', async () => {
  await kernel.run(`let depth = 0, size = 0;`);
  await kernel.run(`({ depth, size = 9 } = { depth: 5 } as any);`);
  expect((await kernel.run(`console.log(depth, size);`)).stdout).toBe('5 9\n');
});
