import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { outOfMemory, projectRoot } from 'memorization-kit/engine';
import { plannedRuns } from 'memorization-kit/results';
import { checkpointsOfRun } from 'memorization-kit/training';
import { until } from '../results/support.js';
import { FaultSpace, tiny } from './support.js';

const spaces: FaultSpace[] = [];
const spaceFor = (name: string, under = ''): FaultSpace => {
  const space = new FaultSpace([name], under);
  spaces.push(space);
  return space;
};
afterEach(() => spaces.splice(0).forEach((space) => space.remove()));

describe('numbers that are no longer finite', () => {
  it('stop their run with step, rate and a good checkpoint; the sweep goes on', async () => {
    const space = spaceFor('diverging');
    space.env.KIT_CHECKPOINT_SECONDS = '0.001'; // at about every step: the first steps are fast
    const sweep = space.sweep();
    expect(await sweep.ended).toBe(1);
    expect(space.results().map(({ config }) => config.seed)).toEqual([2]);
    expect(sweep.errors).toContain(
      '1 of 2 runs of "bits-per-parameter" failed; 1 results are stored',
    );
    const said =
      /became (?:NaN|-?Infinity) at step (\d+) with a learning rate of \S+\. The last good checkpoint is at step (\d+) in (\S+)\. Try a lower/.exec(
        sweep.errors,
      );
    expect(said, sweep.errors).not.toBeNull();
    const [, step, saved, file] = said as unknown as string[];
    expect(Number(saved)).toBeLessThan(Number(step));

    const [{ hash }] = plannedRuns(tiny.diverging, 'quick');
    const checkpoint = checkpointsOfRun(file, hash)('', '').read();
    expect(checkpoint?.step).toBe(Number(saved));
    for (const values of [checkpoint?.losses ?? [], ...Object.values(checkpoint?.state ?? {})]) {
      expect(Array.from(values).every(Number.isFinite)).toBe(true);
    }
    // it goes on from there, to the same end
    const again = space.sweep();
    expect(await again.ended).toBe(1);
    expect(again.errors).toContain(`at step ${step} with`);
  });
});

describe('memory that runs out', () => {
  it('is named with the tensor and the remedy; the sweep goes on', async () => {
    const space = spaceFor('large');
    const sweep = space.sweep('-v 16000000'); // where the system would promise more than it has
    expect(await sweep.ended).toBe(1);
    expect(sweep.errors).toMatch(
      /1 of 2 runs .*failed; 1 results are stored.*\(run 0\): Memory ran out: there was none for a float tensor \[[\d,]+\] of \d+ MiB\. .*KIT_JOBS=1.*smaller batch/s,
    );
    expect(space.results().map(({ config }) => config.seed)).toEqual([2]);
    expect(space.stateFiles()).toEqual([]); // no claim is left
  });

  it.each([
    ["terminate called after throwing an instance of 'std::bad_alloc'", /bad_alloc/],
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', /heap/],
    ['RangeError: Array buffer allocation failed', /Array buffer allocation failed/],
    ['spawn ENOMEM', /spawn ENOMEM/],
  ])('is recognized: %s', (text, detail) => {
    const told = outOfMemory(`some output\n${text}\nmore`);
    expect(told).toMatch(/^Memory ran out .*fewer workers \(KIT_JOBS=1\)/);
    expect(told).toMatch(detail);
    expect(outOfMemory(told ?? '')).toBe(told);
  });

  it('is not seen where it is not', () => {
    expect(outOfMemory('The loss became NaN at step 3.')).toBeNull();
    expect(outOfMemory('')).toBeNull();
  });
});

/** Puts a file system of this size in place of a folder; false where only root may and this is not. */
function mount(folder: string, bytes: number): boolean {
  fs.mkdirSync(folder, { recursive: true });
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]).status === 0;
}

/** Takes all the room that is left on a file system but for about `spare` bytes. */
function fill(folder: string, spare: number): string {
  const filler = path.join(folder, 'filler');
  const handle = fs.openSync(filler, 'w');
  try {
    for (;;) fs.writeSync(handle, Buffer.alloc(4096));
  } catch {
    fs.ftruncateSync(handle, Math.max(0, fs.fstatSync(handle).size - spare));
  } finally {
    fs.closeSync(handle);
  }
  return filler;
}

describe('a full disk', () => {
  it('ends the sweep with a message and loses nothing that was written', async ({ skip }) => {
    const space = spaceFor('capacity', 'small');
    const folder = path.join(space.root, 'small');
    if (!mount(folder, 2 ** 20)) {
      console.warn('NOT TESTED: a full disk. It takes root, and a system that can mount a tmpfs.');
      skip();
    }
    try {
      const first = space.sweep();
      const saved = (): boolean =>
        space.stateFiles().some((name) => /^[^.].*safetensors/.test(name));
      await until('there is a checkpoint', saved);
      first.child.kill('SIGKILL'); // leaves a checkpoint
      await first.ended;
      const filler = fill(folder, 8192);
      const full = space.sweep();
      expect(await full.ended).toBe(1);
      expect(full.errors).toMatch(
        /Cannot write \S+: the disk is full\. Free some space and run again; nothing that was finished is lost/,
      );
      expect(full.count('failed')).toBe(1); // the other run is not even tried
      expect(full.errors).toMatch(/1 of 2 runs .* failed, 1 others were given up/);

      fs.rmSync(filler);
      const last = space.sweep();
      expect(await last.ended, last.errors).toBe(0);
      expect(space.results().some(({ provenance }) => provenance.resumed)).toBe(true);
      expect(space.stateFiles()).toEqual([]);
      const numbers = space.numbers();

      const alone = spaceFor('capacity');
      expect(await alone.sweep().ended).toBe(0);
      expect(alone.numbers()).toEqual(numbers);
    } finally {
      spawnSync('umount', ['-l', folder]);
    }
  });

  it('or any other reason not to store a result leaves all checkpoints of its run', async () => {
    const space = spaceFor('staged');
    const folder = path.join(space.dataDir, tiny.staged.name);
    const sweep = space.sweep();
    await sweep.saw('start');
    fs.rmSync(folder, { recursive: true }); // in its place a link to nowhere
    fs.symlinkSync('nowhere', folder);
    expect(await sweep.ended).toBe(1);
    expect(sweep.errors).toMatch(
      /2 of 2 runs .*Cannot write .*what was there before is still there/s,
    );
    const kept = space.stateFiles();
    expect(kept.filter((name) => name.endsWith('.safetensors'))).toHaveLength(2); // first trainings
    expect(kept.filter((name) => name.includes('.safetensors.'))).toHaveLength(4); // those after them
    fs.rmSync(space.dataDir, { recursive: true });
    const again = space.sweep();
    expect(await again.ended, again.errors).toBe(0);
    expect(again.count('progress')).toBe(0); // nothing was trained any more
    expect(space.results().map(({ provenance }) => provenance.resumed)).toEqual([true, true]);
    expect(space.stateFiles()).toEqual([]);
  });

  it('is told before anything is trained where results cannot be stored from the start', async () => {
    const space = spaceFor('capacity');
    fs.mkdirSync(space.dataDir);
    fs.symlinkSync('nowhere', path.join(space.dataDir, tiny.capacity.name));
    const sweep = space.sweep();
    expect(await sweep.ended).toBe(1);
    expect(sweep.errors).toMatch(/^Cannot write \S+bits-per-parameter\/quick: /);
    expect(sweep.events).toEqual([]);
    expect(space.stateFiles()).toEqual([]);
  });

  it('a limit on the size of files is named, too, and leaves what was there', () => {
    const space = spaceFor('capacity');
    const file = path.join(space.root, 'file');
    fs.writeFileSync(file, 'before');
    const engine = path.join(projectRoot(), 'lib/dist/engine/node');
    const write = `require(${JSON.stringify(engine)}).writeWhole(${JSON.stringify(file)}, 'x'.repeat(100000))`;
    const limited = ['-c', 'ulimit -f 8; exec "$0" "$@"', process.execPath, '-e', write];
    const { stderr } = spawnSync('bash', limited, { encoding: 'utf8' });
    expect(stderr).toMatch(/Cannot write .*the system allows no file of this size.*ulimit -f/);
    expect(fs.readdirSync(space.root)).toEqual(['file']);
    expect(fs.readFileSync(file, 'utf8')).toBe('before');
  });
});
