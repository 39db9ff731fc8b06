import { bitsPerParameter, findings } from 'memorization-kit/findings';
import { claimProse, readResults, plannedRuns } from 'memorization-kit/results';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '../../build/scripts/explain.js';
import { findClaim, fullName } from '../../build/scripts/explain/find-claim.js';
import { runScript } from '../notebook/command.js';
import { storedCapacity } from '../results/made-up.js';

const data = storedCapacity();
const claims = Object.values(findings).flatMap(({ name, claims }) =>
  Object.keys(claims).map((id) => ({ finding: name, id })),
);

describe('finding a claim', () => {
  it.each([
    ['plateau', 'bits-per-parameter/plateau'],
    ['p-probing/recall', 'p-probing/recall'],
    ['bits-per-parameter', 'bits-per-parameter/bits-per-parameter'], // its id before a part of others
    ['small-alpha', 'random-strings/small-alphabet-longer'],
    [' PLATEAU ', 'bits-per-parameter/plateau'],
    ['contrast', 'biographies-qa/contrast'], // also the beginning of contrast-lora
  ])('%j is %s', (asked, name) => expect(fullName(findClaim(claims, asked))).toBe(name));

  it('lists those that it could be', () => {
    const several = /could be \d claims: biographies-qa\/recall, p-probing\/recall/;
    expect(() => findClaim(claims, 'recall')).toThrow(several);
    expect(() => findClaim(claims, 'q-probe')).toThrow('p-probing/q-probe-ends');
  });

  it('lists near ones, or how to list all', () => {
    expect(() => findClaim(claims, 'plaetau')).toThrow(/Near it: bits-per-parameter\/plateau/);
    expect(() => findClaim(claims, 'qqqq')).toThrow(/no claim "qqqq"\. "npm run explain" without/);
  });

  it('finds every claim by its full name', () => {
    for (const claim of claims) expect(findClaim(claims, fullName(claim))).toEqual(claim);
  });
});

describe('npm run explain', () => {
  const explained = (asked?: string, flags = {}) => explain(asked, { data: data, ...flags });

  it('prints number, band, formula, runs, and the command that trains one of them again', () => {
    const stdout = explained('memorized-below');
    const claim = claimProse('bits-per-parameter')['memorized-below-capacity'];
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('paper 1 (Morris et al. 2025, section 3');
    expect(text).toContain('ours 1 [1, 1] share, 3 seeds, profile quick verdict reproduced');
    expect(text).toContain('reproduced from 0.97 to 1, partly reproduced from 0.9 to 1');
    expect(text).toContain(claim.why('quick'));
    expect(text).toContain(`formula ${claim.formula}`);
    expect(text).not.toContain(claim.differs);
    const used = readResults(bitsPerParameter, 'quick', data).results.filter(
      ({ config }) => config.datasetScale < 1,
    );
    expect(text).toContain(`Computed from ${used.length} of the 48 stored runs`);
    const shown = [...stdout.matchAll(/^([0-9a-f]{16})\.json/gm)].map(([, hash]) => hash);
    expect(shown.sort()).toEqual(used.map(({ hash }) => hash).sort());
    const [, index] =
      /npm run train -- --finding bits-per-parameter --profile quick --index (\d+) --data (?:\S+)/.exec(
        stdout,
      ) ?? [];
    const [, compared] = /git diff --no-index \S+?([0-9a-f]{16})\.json/.exec(stdout) ?? [];
    expect(plannedRuns(bitsPerParameter, 'quick')[Number(index)].hash).toBe(compared);
    expect(shown).toContain(compared);
  });

  it('adds the reason where a claim is not reproduced', () => {
    const text = explained('bits-per-parameter/bits-per-parameter').replace(/\s+/g, ' ');
    expect(text).toContain('verdict partly reproduced');
    expect(text).toContain('differs Every run is a lower bound');
  });

  it('without a name lists all claims with their verdicts', () => {
    const list = explained();
    for (const claim of claims) expect(list).toContain(fullName(claim));
    expect(list).toMatch(/bits-per-parameter\/capacity-in-proportion +quick .* reproduced$/m);
    expect(list).toMatch(/p-probing\/flat .* no data$/m);
  });

  it('says what is missing where there are no results', () => {
    const text = explained('lost-updates');
    expect(text).toContain('No stored run of the profile quick');
    expect(text).toMatch(
      /^ {2}npm run train -- --finding float32-vs-bfloat16 --profile quick --data/m,
    );
  });

  it('of an incomplete sweep says so, and which runs are missing', () => {
    const folder = path.join(data, '..', 'incomplete');
    fs.cpSync(data, folder, { recursive: true });
    const sub = path.join(folder, 'bits-per-parameter', 'quick');
    fs.rmSync(path.join(sub, fs.readdirSync(sub)[0]));
    expect(explained('plateau', { data: folder })).toMatch(
      /quick lacks 1 of 48 runs: \d+ \(.*\n {2}npm run train -- .* --index \d+ --data/s,
    );
    expect(explained(undefined, { data: folder })).toMatch(/plateau +quick +47 of 48/);
  });

  it.each([
    [['nothing-like-it'], /no claim "nothing-like-it"/],
    [
      ['plateau', '--profile', 'huge'],
      /--profile .*Unknown profile "huge".*quick, standard, paper/,
    ],
    [['plateau', '--finding', 'p-probing'], /no claim "plateau"/],
    [['plateau', '--finding', 'nothing'], /--finding .*Unknown finding "nothing"/],
    [['plateau', '--data', '/nowhere'], /There is no folder \/nowhere/],
    [['--profile', 'quick', '--profile', 'paper'], /--profile is given more than once/],
  ])('%j fails and says why', async (args, message) => {
    const { code, stdout, stderr } = await runScript('explain', args, { KIT_DATA: data });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  it('lists the claims of each finding that is named', () => {
    const list = explained(undefined, { finding: ['p-probing', 'bits-per-parameter'] });
    expect(list).toContain('p-probing/flat');
    expect(list).toContain('bits-per-parameter/plateau');
    expect(list).not.toContain('random-strings/');
  });

  it('uses no result that was changed by hand', () => {
    const folder = path.join(data, '..', 'changed');
    fs.cpSync(data, folder, { recursive: true });
    const sub = path.join(folder, 'bits-per-parameter', 'quick');
    const file = path.join(sub, fs.readdirSync(sub)[0]);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/"seconds": 1/, '"seconds": 2'));
    expect(() => explained('plateau', { data: folder })).toThrow(
      'was changed after it was written',
    );
  });

  it('is a command that fails with one line', async () => {
    const { code, stdout, stderr } = await runScript('explain', ['plaetau'], { KIT_DATA: data });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^There is no claim "plaetau"\. Near it: .*\n$/);
  });
});
