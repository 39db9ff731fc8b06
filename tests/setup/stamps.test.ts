import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { pendingSteps, runSteps, unfinished } from '../../scripts/setup/run-steps.mjs';
import { hashInputs, stampStore } from '../../scripts/setup/stamp.mjs';
import type { Context, Step } from '../../scripts/setup/steps.mjs';
import { folderForEach } from '../folder';

const folder = folderForEach();
const at = (name: string): string => path.join(folder.path, name);
const write = (name: string, text = ''): void => writeFileSync(at(name), text);
let ran: string[];
beforeEach(() => {
  ran = [];
});

/** A step that makes one file from one input file; `works` is what it does besides. */
function fakeStep(name: string, works = () => {}, over: Partial<Step> = {}): Step {
  return {
    name,
    title: name,
    diskMB: 1,
    inputs: () => hashInputs(null, [at(`${name}.in`)]),
    isThere: () => existsSync(at(`${name}.out`)),
    async run() {
      ran.push(name);
      write(`${name}.out`);
      works();
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
const stamps = () => stampStore(at('stamps'));
const pending = (steps: Step[]) => pendingSteps(steps, context, stamps()).map(({ name }) => name);

describe('steps', () => {
  it('run once, and again only after a change of their inputs', async () => {
    const steps = [fakeStep('a'), fakeStep('b')];
    await run(steps);
    await run(steps);
    expect(ran).toEqual(['a', 'b']);
    expect(pending(steps)).toEqual([]);

    write('b.in', 'changed');
    expect(pending(steps)).toEqual(['b']);
    await run(steps);
    expect(ran).toEqual(['a', 'b', 'b']);
  });

  it('run again when their result was removed', async () => {
    const steps = [fakeStep('a')];
    await run(steps);
    rmSync(at('a.out'));
    expect(pending(steps)).toEqual(['a']);
  });

  it('run after an earlier step that undoes them', async () => {
    const undoing = fakeStep('a', () => rmSync(at('b.out'), { force: true }));
    const steps = [undoing, fakeStep('b')];
    await run(steps);
    rmSync(at('a.out'));
    await run(steps);
    expect(ran).toEqual(['a', 'b', 'a', 'b']);
  });

  it('continue after a failure, with the step that failed and not with those before it', async () => {
    let broken = true;
    const failing = fakeStep('b', () => {
      if (broken) throw new Error('killed');
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
    write('a.out');
    expect(pending([fakeStep('a')])).toEqual(['a']);
    const adoptable = fakeStep('a', undefined, { adoptable: true });
    expect(pending([adoptable])).toEqual([]);
    stamps().write('a', unfinished);
    expect(pending([adoptable])).toEqual(['a']);
  });

  it('see an edit that is made while they run', async () => {
    const edited = fakeStep('a', () => write('a.in', 'edited meanwhile'));
    await run([edited]);
    expect(pending([edited])).toEqual(['a']);
  });
});

describe('stamps', () => {
  it('tell a missing file, an empty one and moved content apart', () => {
    const hash = (...names: string[]) => hashInputs(null, names.map(at));
    const missing = hash('a');
    write('a');
    expect(hash('a')).not.toBe(missing);
    write('a', 'x');
    write('b');
    const before = hash('a', 'b');
    write('a');
    write('b', 'x');
    expect(hash('a', 'b')).not.toBe(before);
    expect(hashInputs('cpu')).not.toBe(hashInputs('gpu'));
  });

  it('leave no temporary files', () => {
    mkdirSync(at('stamps'));
    stamps().write('a', 'one');
    stamps().write('a', 'two');
    expect(stamps().read('a')).toBe('two');
    expect(readdirSync(at('stamps'))).toEqual(['a.stamp']);
  });
});
