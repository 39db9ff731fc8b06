import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type KeptModel, loadModel, modelFolder, plannedRuns } from 'memorization-kit/results';
import { afterAll, describe, expect, it } from 'vitest';
import { filesBelow } from '../results/support.js';
import { FaultSpace, tiny } from './support.js';

const names = ['capacity', 'staged'];
const spaces: FaultSpace[] = [];
const newSpace = (): FaultSpace => (spaces.push(new FaultSpace(names)), spaces[spaces.length - 1]);
afterAll(() => spaces.forEach((space) => space.remove()));

/** The models of all runs, by where they lie below the folder. */
function modelsIn(folder: string): Record<string, KeptModel> {
  const places = names.flatMap((name) =>
    plannedRuns(tiny[name], 'quick').flatMap(({ config, hash }) =>
      tiny[name].models!.names(config).map((model) => {
        const run = { finding: tiny[name].name, profile: 'quick' as const, hash };
        return modelFolder(folder, run, model);
      }),
    ),
  );
  return Object.fromEntries(
    places.map((place) => [path.relative(folder, place), loadModel(place) as KeptModel]),
  );
}

const parameters = (models: Record<string, KeptModel>) =>
  Object.entries(models).map(([place, { theta }]) => [
    place,
    createHash('sha256').update(Buffer.from(theta.buffer)).digest('hex'),
  ]);

/** Every file of results, as bytes. */
function storedBytes(space: FaultSpace): Record<string, string> {
  const files = fs.readdirSync(space.dataDir, { recursive: true, encoding: 'utf8' });
  const whole = files.filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    whole.map((file) => [file, fs.readFileSync(path.join(space.dataDir, file), 'utf8')]),
  );
}

const first = newSpace();
let expected: ReturnType<typeof parameters>;

describe('keeping models', () => {
  it('of runs that are stored trains them again, and leaves their results as they are', async () => {
    expect(await first.sweep().ended).toBe(0);
    const before = storedBytes(first);
    expect(Object.keys(before)).toHaveLength(4);
    const folder = first.keepModels();
    const again = first.sweep();
    expect(await again.ended, again.errors).toBe(0);
    expect(again.count('done')).toBe(4);
    expect(storedBytes(first)).toEqual(before);
    const models = modelsIn(folder);
    expect(Object.keys(models)).toHaveLength(2 + 3 + 1); // pretrained, full, lora; mixed
    expected = parameters(models);
    for (const { hash, config, provenance } of first.results()) {
      const own = Object.values(models).filter(({ origin }) => origin.hash === hash);
      expect(own.length).toBeGreaterThan(0);
      for (const { origin, about } of own) {
        expect(origin).toMatchObject({ profile: 'quick', config: { seed: config.seed } });
        expect(origin.provenance).toMatchObject({ kit: provenance.kit, node: provenance.node });
        expect(about).toContain(origin.name);
      }
    }
  });

  it('trains nothing when they are there, and only the run of which one is gone', async () => {
    const idle = first.sweep();
    expect(await idle.ended).toBe(0);
    expect(idle.count('start')).toBe(0);
    const [[gone]] = expected;
    fs.rmSync(path.join(first.root, 'models', gone), { recursive: true });
    const one = first.sweep();
    expect(await one.ended, one.errors).toBe(0);
    expect(one.count('done')).toBe(1);
    expect(parameters(modelsIn(path.join(first.root, 'models')))).toEqual(expected);
  });

  it('of a sweep that is killed again and again ends with the same parameters', async () => {
    const space = newSpace();
    const folder = space.keepModels();
    for (let kill = 0; kill < 4; kill++) {
      const killed = space.sweep();
      await killed.saw(kill < 2 ? 'progress' : 'done');
      killed.child.kill('SIGKILL');
      await killed.ended;
    }
    const last = space.sweep();
    expect(await last.ended, last.errors).toBe(0);
    expect(parameters(modelsIn(folder))).toEqual(expected);
    expect(space.stateFiles()).toEqual([]);
    const whole = filesBelow(folder).filter((name) =>
      /^(config\.json|model\.safetensors)$/.test(name),
    );
    expect(whole).toHaveLength(2 * expected.length);
  });

  it('of two sweeps at once writes each whole, once', async () => {
    const space = newSpace();
    const folder = space.keepModels();
    const sweeps = [space.sweep(), space.sweep()];
    const codes = await Promise.all(sweeps.map((sweep) => sweep.ended));
    expect(codes, sweeps.map(({ errors }) => errors).join('\n')).toEqual([0, 0]);
    expect(sweeps.reduce((sum, sweep) => sum + sweep.count('done'), 0)).toBe(4);
    expect(parameters(modelsIn(folder))).toEqual(expected);
    expect(space.numbers()).toEqual(first.numbers()); // what was kept changed nothing
  });
});
