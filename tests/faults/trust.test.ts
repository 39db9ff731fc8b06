import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AnyResult,
  plannedRuns,
  readResults,
  resultHash,
  resultPath,
  storedResults,
  sweep,
  writeResult,
} from 'memorization-kit/results';
import { claimsReport } from '../../build/scripts/notebooks/claims-report.js';
import { resultsTable } from '../../build/scripts/readme.js';
import { shownFindings } from '../../build/scripts/results/shown.js';
import { checkData } from '../../build/scripts/verify/folders.js';
import {
  fileOf,
  finding,
  forged,
  madeUp,
  snapshot,
  storeMadeUp,
  testFolder,
  textOf,
} from '../results/made-up.js';

const root = testFolder();
const sound = path.join(root, 'sound');
const results = storeMadeUp(sound);
const [first, second] = results;

let dataDir: string;
beforeEach(() => {
  dataDir = path.join(fs.mkdtempSync(path.join(root, 'case-')), 'data');
  fs.cpSync(sound, dataDir, { recursive: true });
});

const messageOf = (act: () => unknown): string => {
  try {
    act();
    return 'no error';
  } catch (error) {
    return (error as Error).message;
  }
};

/** Everything that reads results: each must refuse, with the same words. */
const readers: Record<string, (dataDir: string) => string> = {
  notebooks: (dir) => messageOf(() => storedResults(finding, dir, { profile: 'quick' })),
  'figures, lists of runs': (dir) => {
    const { problems, missing } = readResults(finding, 'quick', dir);
    expect(missing).toEqual([]); // a damaged file is not a missing one
    return problems.map(({ message }) => message).join('\n');
  },
  README: (dir) => messageOf(() => resultsTable(dir)),
  'RESULTS.md, explain': (dir) => messageOf(() => shownFindings(dir)),
  'the claims after a reproduction': (dir) => {
    const { damaged, text } = claimsReport([finding], 'quick', dir);
    expect(damaged).toBe(true);
    return text;
  },
  'verify-data': (dir) =>
    checkData(dir)
      .flatMap(({ problems }) => problems)
      .join('\n'),
};

const damages: [string, (result: AnyResult) => string, RegExp][] = [
  [
    'changed by hand',
    (result) => textOf(result).replace('"finalLoss": 1.25', '"finalLoss": 1.5'),
    /was changed after it was written: its checksum does not match its content\. Restore it/,
  ],
  [
    'truncated',
    (result) => textOf(result).slice(0, 900),
    /is not JSON; it may be cut off or edited \(.*\)\. Restore it/,
  ],
  ['emptied', () => '', /is empty\. Restore it/],
  [
    'from a newer version of the kit',
    (result) => textOf({ ...result, schema: 2, somethingNew: true }),
    /has format 2 and was written by a newer version; this one reads 1\. Update memorization-kit/,
  ],
  [
    'from another version of the finding',
    (result) => textOf(forged(result, { version: 7 })),
    /was made by version 7 of "bits-per-parameter", which is now at version 1\. Move it away/,
  ],
  [
    'of another finding',
    (result) => textOf(forged(result, { finding: 'random-strings' })),
    /is a result of "random-strings", not of "bits-per-parameter"\. Move it away/,
  ],
  [
    'of another configuration than its hash says',
    (result) => textOf(forged(result, { config: { ...result.config, steps: 351 } })),
    /has a hash that does not match its configuration\. Restore it/,
  ],
  [
    'in the place of another run',
    () => textOf(second),
    /holds the run [0-9a-f]{16}, which is not its file name\. Move it away/,
  ],
  [
    'in the folder of another profile',
    (result) => textOf(forged(result, { profile: 'paper' })),
    /is of the profile "paper", not "quick"\. Move it away/,
  ],
];

describe.each(damages)('a result that is %s', (_, damage, message) => {
  beforeEach(() => fs.writeFileSync(fileOf(dataDir, first), damage(first)));

  it.each(Object.keys(readers))('is refused with its own message by: %s', (name) => {
    const before = snapshot(dataDir);
    const said = readers[name](dataDir);
    expect(said).toMatch(message);
    expect(said).toContain(`${first.hash}.json`);
    expect(damages.filter(([, , other]) => other.test(said))).toHaveLength(1);
    expect(snapshot(dataDir)).toEqual(before);
  });

  it.each([false, true])('is not trained over by a sweep (rerun: %s)', async (rerun) => {
    const before = snapshot(dataDir);
    const options = { dataDir, stateDir: path.join(root, 'state'), rerun, indices: [0] };
    const error = await sweep(finding, { profile: 'quick', ...options }).then(
      () => new Error('no error'),
      (reason: Error) => reason,
    );
    expect(error.message).toMatch(message);
    expect(error.message).toContain('The file was neither used nor changed.');
    expect(snapshot(dataDir)).toEqual(before);
  });
});

describe('a result of an earlier version of the finding, under its own name', () => {
  it('is no result of the sweep, is named by verify-data, and stays where it is', () => {
    const [run] = plannedRuns(finding, 'quick');
    const old = madeUp(run);
    const hash = resultHash({ ...old, ...old.provenance, version: 0 });
    const file = resultPath(dataDir, { ...old, hash });
    fs.rmSync(fileOf(dataDir, first));
    fs.writeFileSync(file, textOf(forged(old, { version: 0, hash })));
    const stored = readResults(finding, 'quick', dataDir);
    expect(stored.missing.map((missing) => missing.hash)).toEqual([first.hash]);
    expect(readers['verify-data'](dataDir)).toMatch(/was made by version 0 .* now at version 1/);
    writeResult(dataDir, first); // as after training
    expect(readResults(finding, 'quick', dataDir).results).toHaveLength(results.length);
    expect(fs.existsSync(file)).toBe(true);
  });
});

describe('verify-data', () => {
  const problems = (): string[] => checkData(dataDir).flatMap((report) => report.problems);

  it('finds nothing wrong with sound results, and says which runs are not stored', () => {
    expect(problems()).toEqual([]);
    fs.rmSync(fileOf(dataDir, first));
    const [report] = checkData(dataDir);
    expect(report).toMatchObject({ finding: finding.name, profile: 'quick', missing: 1 });
    expect(report.results).toHaveLength(results.length - 1);
    expect(report.problems).toEqual([]);
  });

  it.each([
    ['-dirty', /from sources with uncommitted changes \(commit abc-dirty\).*by which code/],
    [null, /made outside git/],
  ])('refuses a result whose code nobody can tell (%s)', (suffix, message) => {
    const commit = suffix && `abc${suffix}`;
    const changed = forged(first, { provenance: { ...first.provenance, commit } });
    fs.writeFileSync(fileOf(dataDir, first), textOf(changed));
    expect(problems()).toHaveLength(1);
    expect(problems()[0]).toMatch(message);
  });

  it('names files that belong to no run, profile or finding', () => {
    const config = { ...first.config, steps: 351 };
    const hash = resultHash({ ...first, ...first.provenance, config });
    fs.writeFileSync(fileOf(dataDir, { hash }), textOf(forged(first, { config, hash })));
    const folder = path.dirname(fileOf(dataDir, first));
    fs.writeFileSync(path.join(folder, '.x.json.1-ab.tmp'), '{');
    fs.mkdirSync(path.join(dataDir, finding.name, 'huge'));
    fs.mkdirSync(path.join(dataDir, 'astrology'));
    fs.writeFileSync(path.join(dataDir, 'notes.txt'), '');
    const said = problems();
    expect(said).toHaveLength(5);
    expect(said[0]).toMatch(`data/bits-per-parameter/quick/${hash}.json is a sound result, but no`);
    expect(said[1]).toBe(
      'data/bits-per-parameter/quick/.x.json.1-ab.tmp is no result file. Move it away.',
    );
    expect(said[2]).toBe('data/bits-per-parameter/huge belongs to no profile.');
    expect(said.slice(3).sort()).toEqual([
      'data/astrology belongs to no finding.',
      'data/notes.txt belongs to no finding.',
    ]);
  });

  it("reads the papers' tables", () => {
    const folder = path.join(dataDir, 'paper');
    fs.cpSync(path.resolve('data/paper'), folder, { recursive: true });
    expect(problems()).toEqual([]);
    fs.writeFileSync(path.join(folder, 'more.csv'), 'a,b\n');
    expect(problems()).toEqual(['more.csv is no table that the kit knows.']);
  });
});
