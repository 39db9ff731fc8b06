import { added, type FlatConfig, int } from 'memorization-kit/base';
import { projectRoot } from 'memorization-kit/engine';
import { type Finding, judgeClaim, type Run, valueOfClaim } from 'memorization-kit/experiment';
import { findings } from 'memorization-kit/findings';
import {
  claimProse,
  drawFigure,
  plannedRuns,
  readResults,
  type Result,
} from 'memorization-kit/results';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * What holds for every finding, whatever it is about. Where a finding has committed results of the
 * quick profile, what its claims say about themselves is held against them: a person who follows it
 * comes to the runs and numbers that were really used.
 */

const dataDir = path.join(projectRoot(), 'data');
const profiles = ['quick', 'standard', 'paper'] as const;

const everyFinding = Object.values(findings).map((finding) => ({
  name: finding.name,
  finding,
  results: readResults(finding, 'quick', dataDir).results,
}));

describe.each(everyFinding)('the configuration of $name', ({ finding }) => {
  const { fields, defaults } = finding;
  const keys = Object.keys(defaults);

  it('has a key and a default of its own for every field, and a seed', () => {
    expect(Object.keys(fields).sort()).toEqual([...keys].sort());
    expect(keys).toContain('seed');
    expect(finding.config({})).toEqual(defaults);
  });

  it.each(keys)('%s: the default is allowed, another type is not', (key) => {
    const { value, check } = fields[key];
    expect(() => check(key, value)).not.toThrow();
    const wrong = typeof value === 'string' ? 1 : 'many';
    expect(() => finding.validate({ ...defaults, [key]: wrong })).toThrow(key);
  });

  it('refuses a key that it does not have, and names it', () => {
    const strange = { ...defaults, dmodel: 8 };
    expect(() => finding.validate(strange)).toThrow(/Unknown key "dmodel".*seed/s);
    expect(() => finding.validate(finding.config({ dmodel: 8 }))).toThrow('"dmodel"');
  });

  it.each(profiles)(
    'of every run of the profile %s is sound, and of no other the same',
    (profile) => {
      const sweep = finding.configs(profile);
      for (const config of sweep) {
        expect(() => finding.validate(config)).not.toThrow();
        expect(finding.cost(config)).toBeGreaterThan(0);
        const needed = Object.values(finding.resources?.(config) ?? { flops: 1 });
        for (const amount of needed) expect(amount).toBeGreaterThan(0);
      }
      expect(new Set(sweep.map((config) => JSON.stringify(config))).size).toBe(sweep.length);
      expect(new Set(sweep.map((config) => finding.label(config))).size).toBe(sweep.length);
    },
  );
});

describe.each(everyFinding)('a field that is added to $name', ({ finding, results }) => {
  /** The finding with one more field, `later`. */
  const extended = (later: number, field = added(int(7))): Finding<FlatConfig, unknown> => ({
    ...finding,
    fields: { ...finding.fields, later: field },
    configs: (profile) => finding.configs(profile).map((config) => ({ ...config, later })),
    validate: ({ later: _, ...own }) => finding.validate(own),
  });
  const hashes = (of: typeof finding): string[] => plannedRuns(of, 'quick').map(({ hash }) => hash);

  it('orphans no stored result while it has its default', () => {
    expect(hashes(extended(7))).toEqual(hashes(finding));
    const stored = readResults(extended(7), 'quick', dataDir);
    expect(stored.problems).toEqual([]);
    expect(stored.results).toHaveLength(results.length);
    for (const { config } of stored.results) expect(config.later).toBe(7);
  });

  it('makes it another run with another value, or if it is not a neutral one', () => {
    const [known] = hashes(finding);
    expect(hashes(extended(8))).not.toContain(known);
    expect(hashes(extended(7, int(7)))).not.toContain(known);
  });
});

/** The runs, and the hashes of those of which a measurement has been read. */
function watched(results: readonly Result<FlatConfig, unknown>[]) {
  const read = new Set<string>();
  const watch = (value: unknown, hash: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get(target, key, receiver) {
        if (typeof key === 'string') read.add(hash);
        return watch(Reflect.get(target, key, receiver), hash);
      },
    });
  };
  const runs = results.map((result): Run => {
    const { config, curves, measurements, hash } = result;
    return { config, curves, measurements: watch(measurements, hash) };
  });
  return { runs, read };
}

describe.each(everyFinding)('the claims of $name', ({ name, finding, results }) => {
  const claims = Object.entries(finding.claims);
  const behind = (id: string): Result<FlatConfig, unknown>[] =>
    finding.claims[id].is.of(results) as typeof results;

  it('have words, and no words are without a claim', () => {
    const prose = claimProse(name);
    expect(Object.keys(prose)).toEqual(claims.map(([id]) => id));
    for (const [id, { text, differs }] of Object.entries(prose)) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(text, id).toBeTruthy();
      expect(differs, id).toMatch(/[.]$/);
      for (const profile of profiles) expect(prose[id].why(profile), id).toMatch(/[.]$/);
    }
  });

  it('have bands of which the wider contains the narrower', () => {
    for (const [id, claim] of claims) {
      for (const { reproduced, partly } of [claim, claim.atPaperSize ?? claim]) {
        expect(reproduced[0], id).toBeLessThanOrEqual(reproduced[1]);
        expect(partly[0], id).toBeLessThanOrEqual(reproduced[0]);
        expect(partly[1], id).toBeGreaterThanOrEqual(reproduced[1]);
      }
    }
  });

  it('say nothing without runs', () => {
    for (const [id, claim] of claims) {
      expect(valueOfClaim(id, claim, []).value, id).toBeNaN();
      expect(judgeClaim(id, claim, [], 'quick')).toMatchObject({ verdict: 'no data', n: 0 });
    }
  });

  it.skipIf(Object.keys(finding.figures).length === 0)('name figures that the finding has', () => {
    for (const [id, { figure }] of claims) {
      expect(Object.keys(finding.figures), id).toContain(figure);
    }
  });

  it('are computed from the runs that they name, of which each is read', () => {
    for (const [id, claim] of claims) {
      const named = behind(id);
      if (Number.isNaN(valueOfClaim(id, claim, results).value)) continue;
      const { runs, read } = watched(named);
      claim.is.value(runs);
      expect(named.length, id).toBeGreaterThan(0);
      expect([...read].sort(), id).toEqual(named.map(({ hash }) => hash).sort());
    }
  });

  it('show of each run numbers that are not missing', () => {
    for (const [id, claim] of claims) {
      for (const run of behind(id)) {
        const numbers = Object.values(claim.is.entry(run));
        expect(
          numbers.some((number) => number !== null && !Number.isNaN(number)),
          id,
        ).toBe(true);
      }
    }
  });

  it('are of runs that tell what they were shown, and how many parameters they have', () => {
    for (const result of results) {
      for (const [unit, count] of Object.entries(finding.seen(result))) {
        expect(count, unit).toBeGreaterThan(0);
      }
      expect((result.measurements as { params: number }).params).toBeGreaterThan(0);
    }
  });
});

describe.each(everyFinding)('the figures of $name', ({ finding, results }) => {
  // A profile with fewer places on an axis than standard leaves a panel or a line with less to show.
  it.each(Object.keys(finding.figures))('%s: is drawn of the quick profile', (name) => {
    const drawn = drawFigure(finding, name, results, dataDir);
    if (drawn === null) return;
    expect(drawn.figure.data.length).toBeGreaterThan(0);
    expect(drawn.sources.length).toBeGreaterThan(0);
  });
});
