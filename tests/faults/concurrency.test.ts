import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { plannedRuns } from 'memorization-kit/results';
import { isClaimed } from 'memorization-kit/runner';
import { FaultSpace, tiny } from './support.js';

const names = ['capacity', 'staged'];
const space = new FaultSpace(names);
afterAll(() => space.remove());

const host = os.hostname().replace(/[^A-Za-z0-9-]/g, '-') || 'host';
const lockFolder = (name: string): string => path.join(space.stateDir, 'locks', tiny[name].name);

/** Claims left by a dead process, by one whose number was given away again, and by another machine. */
function plantStaleLocks(): void {
  for (const name of names) {
    fs.mkdirSync(lockFolder(name), { recursive: true });
    for (const { hash } of plannedRuns(tiny[name], 'quick')) {
      for (const holder of [
        `${host}.99999999.1.a`,
        `${host}.${process.pid}.1.b`,
        'far-away.7.1.c',
      ]) {
        const file = path.join(lockFolder(name), `${hash}.${holder}.lock`);
        fs.writeFileSync(file, '');
        fs.utimesSync(file, new Date(), new Date(Date.now() - 600_000));
      }
    }
  }
}

describe('two sweeps at once over what dead ones have claimed, and a reader', () => {
  it('end, train each run once, and store what one sweep alone would', async () => {
    plantStaleLocks();
    const reader = space.reader();
    const sweeps = [space.sweep(), space.sweep()];
    const codes = await Promise.all(sweeps.map((sweep) => sweep.ended));
    expect(codes, sweeps.map(({ errors }) => errors).join('\n')).toEqual([0, 0]);
    const seen = await reader.stop();
    const trained = sweeps.flatMap(({ events }) => events.filter(({ type }) => type === 'done'));
    expect(trained.map(({ name, run }) => `${name} ${run}`).sort()).toEqual([
      ...['capacity 0', 'capacity 1'],
      ...['staged 0', 'staged 1'],
    ]);
    expect(space.share()).toBe(1);
    expect(space.stateFiles()).toEqual([]);
    expect(space.dataFiles()).toHaveLength(4);
    expect(seen.problems).toEqual([]);
    for (const [hash, text] of Object.entries(space.numbers())) {
      expect([[], [text]]).toContainEqual(seen.numbers[hash] ?? []); // the last may come after the last read
    }

    const alone = new FaultSpace(names);
    expect(await alone.sweep().ended).toBe(0);
    expect(alone.numbers()).toEqual(space.numbers());
    alone.remove();
  });

  it('wait for a claim of another machine that still gives signs of life', () => {
    const [{ hash }] = plannedRuns(tiny.capacity, 'quick');
    fs.writeFileSync(path.join(lockFolder('capacity'), `${hash}.far-away.7.1.d.lock`), '');
    expect(isClaimed(lockFolder('capacity'), hash)).toBe(true);
  });
});
