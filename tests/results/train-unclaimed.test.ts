import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SweepOptions, trainUnclaimed } from 'memorization-kit/results';
import { fakes, fixture, numbersOf, until, Workspace } from './support';

let space: Workspace;
beforeEach(() => (space = new Workspace()));
afterEach(() => space.remove());

const train = (name: string, options: Partial<SweepOptions> = {}): Promise<void> => {
  const { dataDir, stateDir } = space;
  const source = { module: fixture('fake-finding.cjs'), export: name };
  return trainUnclaimed(fakes[name], { profile: 'quick', dataDir, stateDir, source, ...options });
};

describe('training what nobody else trains', () => {
  it('stores what a sweep then need not train', async () => {
    await train('fake');
    expect(space.notes()).toHaveLength(6);
    const results = await space.sweep('fake');
    expect(space.notes()).toHaveLength(6);
    const other = new Workspace();
    expect(numbersOf(await other.sweep('fake'))).toEqual(numbersOf(results));
    other.remove();
  });

  it('waits for no run of another process', async () => {
    const other = space.sweepProcess('patient', 2);
    await until('both runs are training', () => space.notes().length === 2);
    await train('patient');
    expect(space.dataFiles('patient')).toEqual([]); // both are still under way
    expect(await other.ended).toBe(0);
    expect(space.notes()).toHaveLength(2);
  });

  it('goes on beside another process until what is left is being trained by it', async () => {
    const other = space.sweepProcess('patient', 1);
    await until('a run is training', () => space.notes().length > 0);
    await train('patient');
    expect(space.dataFiles('patient')).not.toEqual([]);
    expect(await other.ended).toBe(0);
    expect(space.pids()).toHaveLength(2); // both have trained
    expect(space.notes()).toHaveLength(2); // each run once
  });

  it('leaves runs that fail to whoever needs them', async () => {
    await train('troubled');
    expect(space.dataFiles('troubled')).toHaveLength(2);
    expect(space.stateFiles().filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('ends at a checkpoint when it is told to', async () => {
    const stop = new AbortController();
    const ended = train('patient', { signal: stop.signal });
    await until('a run is training', () => space.notes().length > 0);
    stop.abort();
    await ended;
    expect(space.dataFiles('patient')).toEqual([]);
    expect(space.notes().at(-1)).toMatch(/stopped=\d/);
  });
});
