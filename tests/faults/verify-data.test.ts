import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnyResult, plannedRuns, sweep } from 'memorization-kit/results';
import { compareResults, tolerance } from '../../build/scripts/verify/compare.js';
import { drawSample } from '../../build/scripts/verify/recompute.js';
import { type Finished, runScript } from '../notebook/command.js';
import {
  fileOf,
  finding,
  forged,
  madeUp,
  provenance,
  testFolder,
  textOf,
} from '../results/made-up.js';

const root = testFolder();
const dataDir = path.join(root, 'data');

const verify = (...args: string[]): Promise<Finished> =>
  runScript('verify-data', ['--data', dataDir, ...args]);

describe('training some runs again', () => {
  let trained: AnyResult[];

  /** Two real results of the cheapest runs, as if their sources had been committed. */
  beforeAll(async () => {
    const cheapest = plannedRuns(finding, 'quick').sort((a, b) => a.cost - b.cost);
    const indices = cheapest.slice(0, 2).map(({ index }) => index);
    const options = { dataDir, stateDir: path.join(root, 'state'), jobs: 2, indices };
    trained = await sweep(finding, { profile: 'quick', ...options });
    trained = trained.map((result) => {
      const { commit } = provenance;
      return forged(result, { provenance: { ...result.provenance, commit } });
    });
    for (const result of trained) fs.writeFileSync(fileOf(dataDir, result), textOf(result));
  }, 180_000);

  it('finds them identical, to the last digit', async () => {
    const flags = ['--sample', '2', '--seed', '5', '--longest', '60'];
    const { code, stdout, stderr } = await verify(...flags);
    expect(stderr).toBe('');
    expect(stdout).toContain('Training 2 runs again, drawn at random with --seed 5');
    expect(stdout.match(/identical/g)).toHaveLength(2);
    expect(stdout).toMatch(
      /2 results are sound, 0 problems in files; 2 trained again, 0 of them diff/,
    );
    expect(code).toBe(0);
  }, 180_000);

  it('finds a number that was changed together with its checksum', async () => {
    const [result] = trained;
    const measurements = { ...(result.measurements as object), finalLoss: 1.25 };
    const file = fileOf(dataDir, result);
    const text = textOf(forged(result, { measurements }));
    fs.writeFileSync(file, text);
    const { code, stdout } = await verify('--sample', '2', '--longest', '60');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/DIFFERENT.*finalLoss is 1\.25 in the file/);
    expect(stdout).toMatch(/0 problems in files; 2 trained again, 1 of them different/);
    expect(code).toBe(1);
    expect(fs.readFileSync(file, 'utf8')).toBe(text);
    fs.writeFileSync(file, textOf(result));
  }, 180_000);

  it('trains none on request, and says what is wrong in a file', async () => {
    const stray = path.join(dataDir, 'stray');
    fs.writeFileSync(stray, '');
    const { code, stdout } = await verify('--sample', '0');
    expect(stdout).toContain('No run is trained again');
    expect(stdout).toContain('- data/stray belongs to no finding.');
    expect(stdout).toContain('1 problems in files');
    expect(code).toBe(1);
    fs.rmSync(stray);
  });

  it.each([
    [['--finding', 'nothing'], /Unknown finding "nothing"/],
    [['--sample', 'few'], /--sample .*whole number/],
    [['--data', 'elsewhere'], /--data is given more than once/], // verify names one already
  ])('%j fails and says why', async (args, message) => {
    const { code, stderr } = await verify(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });
});

describe('the sample', () => {
  const results = plannedRuns(finding, 'quick').map((run) => madeUp(run));
  const other = results.map((result) => ({ ...result, profile: 'standard' as const }));
  const report = (profile: string, of: AnyResult[]) => {
    return { finding: finding.name, profile, results: of, missing: 0, note: null, problems: [] };
  };
  const draw = (seed: number, size = 6) =>
    drawSample([report('quick', results), report('standard', other)], { size, seed, longest: 5 });

  it('is drawn from all folders in turn, the same for a seed', () => {
    expect(draw(1).map(({ profile }) => profile)).toEqual(
      [1, 2, 3].flatMap(() => ['quick', 'standard']),
    );
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    expect(draw(1, 1000)).toHaveLength(2 * results.length);
  });

  it('has no long and no resumed run, and none that a GPU made fast', () => {
    const [long, resumed, onGpu, cheap] = results.map((result, i) => ({
      ...result,
      provenance: {
        ...{ ...result.provenance, seconds: i === 0 ? 6 : 1, resumed: i === 1 },
        device: i === 2 ? ('gpu' as const) : ('cpu' as const),
      },
    }));
    const drawn = drawSample([report('quick', [long, resumed, onGpu, cheap])], {
      ...{ size: 6, seed: 1, longest: 5 },
    });
    expect(drawn).toEqual([cheap]);
  });
});

describe('a result trained again', () => {
  const [run] = plannedRuns(finding, 'quick');
  const stored = madeUp(run);
  /** Every measurement larger by a share. */
  const moved = (share: number, change: Partial<AnyResult['provenance']> = {}): AnyResult => {
    const measurements = Object.fromEntries(
      Object.entries(stored.measurements as Record<string, number>).map(([key, value]) => [
        key,
        value * (1 + share),
      ]),
    );
    const curves = { memorized: { ...stored.curves.memorized } };
    curves.memorized.y = curves.memorized.y.map((y) => y * (1 + share));
    return { ...stored, measurements, curves, provenance: { ...stored.provenance, ...change } };
  };

  it('must be identical where machine and versions are the same', () => {
    expect(compareResults(stored, moved(0, { seconds: 99 }))).toEqual({
      ok: true,
      text: 'identical',
    });
    const { ok, text } = compareResults(stored, moved(1e-12));
    expect(ok).toBe(false);
    expect(text).toMatch(/DIFFERENT, though machine and versions .*measurements\.params is \d+ in/);
  });

  it('may differ a little elsewhere, and then says so', () => {
    const { ok, text } = compareResults(stored, moved(tolerance / 2, { cpu: 'other', node: '22' }));
    expect(text).toMatch(/^within 20 %: \S+ % on average; made with another cpu, node/);
    expect(ok).toBe(true);
    const far = compareResults(stored, moved(3 * tolerance, { tensorflow: '3' }));
    expect(far.text).toMatch(/^DIFFERENT by \d+ % on average, more than 20 %/);
    expect(far.ok).toBe(false);
  });

  it('is different where a measurement is missing or a word is another', () => {
    const { memorizedBits, ...rest } = stored.measurements as Record<string, number>;
    expect(compareResults(stored, { ...stored, measurements: rest }).text).toContain(
      `memorizedBits is ${memorizedBits} in the file and undefined now`,
    );
    const measurements = { ...(stored.measurements as object), params: 'many' };
    expect(compareResults(stored, { ...stored, measurements }).text).toContain('and many now');
  });
});
