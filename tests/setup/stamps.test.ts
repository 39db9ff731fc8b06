import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pendingSteps, runSteps, unfinished } from '../../scripts/setup/run-steps.mjs';
import { hashInputs, stampStore } from '../../scripts/setup/stamp.mjs';
import type { Context, Step } from '../../scripts/setup/steps.mjs';

let folder: string;
let ran: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kit-stamps-'));
  ran = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A step that makes one file from one input file, and fails where told to. */
function fakeStep(name: string, over: Partial<Step> = {}): Step {
  return {
    name,
    title: name,
    diskMB: 1,
    inputs: () => hashInputs(null, [join(folder, `${name}.in`)]),
    isThere: () => existsSync(join(folder, `${name}.out`)),
    async run() {
      ran.push(name);
      writeFileSync(join(folder, `${name}.out`), '');
    },
    ...over,
  };
}

const quiet = { say: () => {}, step: (_: string, work: () => Promise<void>) => work() };
const context = {
  choice: { variant: 'cpu', request: 'auto', why: '' },
  signal: new AbortController().signal,
} as unknown as Context;
const run = (steps: Step[]) => runSteps(steps, context, stamps(), quiet);
const stamps = () => stampStore(join(folder, 'stamps'));
const pending = (steps: Step[]) => pendingSteps(steps, context, stamps()).map(({ name }) => name);

describe('steps', () => {
  it('run once, and again only after a change of their inputs', async () => {
    const steps = [fakeStep('a'), fakeStep('b')];
    await run(steps);
    await run(steps);
    expect(ran).toEqual(['a', 'b']);
    expect(pending(steps)).toEqual([]);

    writeFileSync(join(folder, 'b.in'), 'changed');
    expect(pending(steps)).toEqual(['b']);
    await run(steps);
    expect(ran).toEqual(['a', 'b', 'b']);
  });

  it('run again when their result was removed', async () => {
    const steps = [fakeStep('a')];
    await run(steps);
    rmSync(join(folder, 'a.out'));
    expect(pending(steps)).toEqual(['a']);
  });

  it('run after an earlier step that undoes them', async () => {
    const b = fakeStep('b');
    const undoing = fakeStep('a', {
      async run() {
        ran.push('a');
        rmSync(join(folder, 'b.out'), { force: true });
        writeFileSync(join(folder, 'a.out'), '');
      },
    });
    await run([undoing, b]);
    rmSync(join(folder, 'a.out'));
    await run([undoing, b]);
    expect(ran).toEqual(['a', 'b', 'a', 'b']);
  });

  it('continue after a failure, with the step that failed and not with those before it', async () => {
    let broken = true;
    const failing = fakeStep('b', {
      async run() {
        ran.push('b');
        writeFileSync(join(folder, 'b.out'), 'half of it');
        if (broken) throw new Error('killed');
      },
    });
    const steps = [fakeStep('a'), failing, fakeStep('c')];
    await expect(run(steps)).rejects.toThrow('killed');
    expect(stamps().read('b')).toBe(unfinished);
    expect(pending(steps)).toEqual(['b', 'c']);
    broken = false;
    await run(steps);
    expect(ran).toEqual(['a', 'b', 'b', 'c']);
  });

  it('take over what was made by hand only where it can be checked, and never half of it', () => {
    writeFileSync(join(folder, 'a.out'), '');
    expect(pending([fakeStep('a')])).toEqual(['a']);
    expect(pending([fakeStep('a', { adoptable: true })])).toEqual([]);
    stamps().write('a', unfinished);
    expect(pending([fakeStep('a', { adoptable: true })])).toEqual(['a']);
  });

  it('see an edit that is made while they run', async () => {
    const edited = fakeStep('a', {
      async run() {
        writeFileSync(join(folder, 'a.in'), 'edited meanwhile');
        writeFileSync(join(folder, 'a.out'), '');
      },
    });
    await run([edited]);
    expect(pending([edited])).toEqual(['a']);
  });
});

describe('stamps', () => {
  it('tell a missing file, an empty one and moved content apart', () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const missing = hashInputs(null, [a]);
    writeFileSync(a, '');
    expect(hashInputs(null, [a])).not.toBe(missing);
    writeFileSync(a, 'x');
    writeFileSync(b, '');
    const before = hashInputs(null, [a, b]);
    writeFileSync(a, '');
    writeFileSync(b, 'x');
    expect(hashInputs(null, [a, b])).not.toBe(before);
    expect(hashInputs('cpu')).not.toBe(hashInputs('gpu'));
  });

  it('leave no temporary files', () => {
    mkdirSync(join(folder, 'stamps'));
    stamps().write('a', 'one');
    stamps().write('a', 'two');
    expect(stamps().read('a')).toBe('two');
    expect(readdirSync(join(folder, 'stamps'))).toEqual(['a.stamp']);
  });
});
