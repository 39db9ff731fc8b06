import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fixture } from './support.js';

interface Trained {
  hash: string; // of all losses and the final parameters
  first: number; // loss
  last: number;
  mode: string;
}

async function train(threads: number, mode: string): Promise<Trained> {
  const args = [fixture('train-small.cjs'), String(threads), mode];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Trained;
}

describe.each(['plain', 'xla'])('a training in two processes (%s)', (mode) => {
  it.each([1, 2])('is the same to the last bit on %i threads each', async (threads) => {
    const [one, two] = await Promise.all([train(threads, mode), train(threads, mode)]);
    expect(one.mode).toBe(mode);
    expect(one.last).toBeLessThan(one.first);
    expect(two).toEqual(one);
  });
});
