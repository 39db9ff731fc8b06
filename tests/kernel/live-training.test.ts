import * as fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernelForAll, root } from './session.js';

const folder = path.join(root, '.kit/checkpoints/live');
const checkpoints = (): string[] => (fs.existsSync(folder) ? fs.readdirSync(folder) : []);

const steps = 10_000; // some seconds, so that there is time to interrupt it
// a seed that no notebook uses, so that the checkpoint is this test's own
const seed = 900_000 + (process.pid % 100_000);
const setUp = `
import { bitsPerParameter } from 'memorization-kit/findings';
import { liveCheckpoint, runLive } from 'memorization-kit/notebook';
const config = bitsPerParameter.config({ dModel: 8, datasetScale: 0.6, steps: ${steps}, seed: ${seed} });
const seen = { first: 0, last: 0 };`;
const train = `
seen.first = 0;
const live = await runLive(bitsPerParameter, config, ({ step }) => {
  seen.first ||= step;
  seen.last = step;
  if (step === 20) console.log('running');
});
console.log(JSON.stringify({ ...seen, loss: live.measurements.finalLoss }));`;

let file: string;
afterAll(() => file && fs.rmSync(file, { force: true }));
const kernel = kernelForAll();
beforeAll(async () => {
  await kernel.run(setUp);
  file = (await kernel.run(`console.log(liveCheckpoint(bitsPerParameter, config))`)).stdout.trim();
});

/** Runs the training cell and returns what it prints at its end. */
async function report(): Promise<{ first: number; last: number; loss: number }> {
  const { stdout } = await kernel.works(train);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

describe('interrupting a live training', () => {
  it('stops it, keeps a checkpoint, and the next cell goes on from there', async () => {
    const before = checkpoints();
    const asked = Date.now();
    const stopped = await kernel.interrupted(train);
    expect(stopped.reply.evalue).toMatch(/interrupted after \d+ steps\. A checkpoint is kept/);
    expect(Date.now() - asked).toBeLessThan(60_000); // not by the kernel's own time limit for cells
    expect(checkpoints().filter((name) => !before.includes(name))).toEqual([path.basename(file)]);

    const { stdout } = await kernel.run(`console.log(seen.last)`);
    const stoppedAt = Number(stdout);
    expect(stoppedAt).toBeLessThan(steps);

    const resumed = await report();
    expect(resumed).toMatchObject({ first: stoppedAt + 1, last: steps });
    expect(fs.existsSync(file)).toBe(false);

    // the resumed run equals one that was never stopped
    expect(await report()).toEqual({ first: 1, last: steps, loss: resumed.loss });
  });
});
