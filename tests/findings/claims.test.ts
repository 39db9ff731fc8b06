import type { FlatConfig } from 'memorization-kit/engine';
import { findingFigures } from 'memorization-kit/figures';
import { findings } from 'memorization-kit/findings';
import {
  loadResults,
  measureClaim,
  type Result,
  resultsBehind,
  frame,
} from 'memorization-kit/results';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';

/*
 * What claims say about themselves, held against the committed results of the quick profile: that a
 * person who follows it comes to the runs and numbers that were really used. A finding that has been
 * changed and not been trained again has none, and is left to the check of README.md.
 */

const dataDir = path.resolve('data');
const everyFinding = Object.values(findings).map((finding) => ({
  name: finding.name,
  finding,
  results: loadResults(finding, 'quick', dataDir),
}));

/** The runs, and the hashes of those of which a measurement has been read. */
function watched(results: Result<FlatConfig, unknown>[]) {
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
  const runs = results.map((result) => ({
    config: result.config,
    hash: result.hash,
    measurements: watch(result.measurements, result.hash),
  }));
  return { runs, read };
}

const hashes = (results: { hash: string }[]): string[] => results.map(({ hash }) => hash).sort();

describe.each(everyFinding)('the claims of $name', ({ finding, results }) => {
  const { claims } = finding;

  it('have ids of their own, say how they are computed and why they may differ', () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    for (const { id, formula, entry, figure, differs } of claims) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      for (const said of [formula, entry, figure, differs]) expect(said, id).toBeTruthy();
      expect(differs, id).toMatch(/[.]$/);
    }
  });

  it.skipIf(results.length === 0)('name figures that the finding has', () => {
    const names = findingFigures(finding.name, results, dataDir).map(({ name }) => name);
    for (const { id, figure } of claims) expect(names, id).toContain(figure);
  });

  it('are computed from the runs that they name, of which each is read', () => {
    for (const claim of claims) {
      const behind = resultsBehind(claim, results);
      if (Number.isNaN(measureClaim(claim, results).value)) continue;
      expect(behind.length, claim.id).toBeGreaterThan(0);
      const { runs, read } = watched(behind);
      claim.measure(runs);
      expect([...read].sort(), claim.id).toEqual(hashes(behind));
    }
  });

  it('show of each run numbers that are not missing', () => {
    for (const claim of claims) {
      for (const run of resultsBehind(claim, results)) {
        const numbers = Object.values(claim.entry?.(run) ?? {});
        expect(numbers.length, claim.id).toBeGreaterThan(0);
        for (const number of numbers) expect(number, claim.id).not.toBeNaN();
        expect(
          numbers.some((number) => number !== null),
          `${claim.id} of ${run.hash}`,
        ).toBe(true);
      }
    }
  });

  it('are of runs that tell what they were shown, and how many parameters they have', () => {
    for (const result of results) {
      const seen = Object.entries(finding.seen?.(result) ?? {});
      for (const [unit, count] of seen) expect(count, unit).toBeGreaterThan(0);
    }
    expect(frame(results).query(({ params }) => Number(params) > 0).shape[0]).toBe(results.length);
  });
});
