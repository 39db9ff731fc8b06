import * as fs from 'node:fs';
import { readResults } from 'memorization-kit/results';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeResult, fakes, numbersOf, Workspace } from './support';

describe('a finding to which a field was added', () => {
  let workspace: Workspace;
  beforeEach(() => (workspace = new Workspace()));
  afterEach(() => workspace.remove());

  const stored = (): FakeResult[] =>
    workspace
      .dataFiles('fake')
      .map((file) => JSON.parse(fs.readFileSync(file, 'utf8')) as FakeResult);

  it('trains nothing anew, and shows stored runs with the field', async () => {
    const before = await workspace.sweep('fake');
    const trained = workspace.notes().length;
    const after = await workspace.sweep('extended');
    expect(workspace.notes()).toHaveLength(trained);
    expect(after.map(({ config }) => config.later)).toEqual([7, 7, 7, 7, 7, 7]);
    const without = after.map((run) => ({ ...run, config: before[0].config }));
    expect(numbersOf(without)).toEqual(
      numbersOf(before.map((run) => ({ ...run, config: before[0].config }))),
    );
  });

  it('writes its own runs without the field too, so that both are the same files', async () => {
    await workspace.sweep('extended');
    for (const { config } of stored()) expect(config).not.toHaveProperty('later');
    const { results, missing } = readResults(fakes.fake, 'quick', workspace.dataDir);
    expect(results).toHaveLength(6);
    expect(missing).toEqual([]);
  });
});
