import { findFinding } from 'memorization-kit/findings';
import { projectRoot } from 'memorization-kit/engine';
import { storedResults } from 'memorization-kit/results';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readPredictions } from '../../build/scripts/held-out/file.js';
import { heldOut, predicted } from '../../build/scripts/held-out/laws.js';

const stored = (finding: string) =>
  storedResults(findFinding(finding), path.join(projectRoot(), 'data'), { profile: 'standard' })!;

it.each(heldOut.map((one) => [one.what, one] as const))('%s: in no sweep', (_, one) => {
  const finding = findFinding(one.finding);
  const config = finding.config(one.config);
  finding.validate(config);
  for (const profile of ['quick', 'standard', 'paper'] as const) {
    expect(finding.configs(profile)).not.toContainEqual(config);
  }
});

it.each(heldOut.map((one) => [one.what, one] as const))(
  '%s: a law that its runs follow',
  (_, one) => {
    const { results } = stored(one.finding);
    const fitted = one.of(results);
    expect(fitted.length).toBeGreaterThan(8);
    // each of its own runs falls within what the others let expect, but for one in ten or so
    const outside = fitted.filter((run) => {
      const others = fitted.filter((other) => other !== run);
      const { low, high } = predicted(one, run.config, others);
      const value = one.back(one.y(run.measurements));
      return value < low || value > high;
    });
    expect(outside.length / fitted.length).toBeLessThan(0.2);
  },
);

it('what is stored is of these runs, was predicted first, and is of no changed source', () => {
  const predictions = readPredictions();
  expect(predictions.map(({ what }) => what)).toEqual(heldOut.map(({ what }) => what));
  for (const { predicted: p, measured, predictedBy, measuredBy } of predictions) {
    expect(p.low).toBeLessThan(p.high);
    expect(`${predictedBy}${measuredBy}`).not.toContain('dirty');
    if (measured !== null) expect(measuredBy).not.toBe(predictedBy);
  }
});
