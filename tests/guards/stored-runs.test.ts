import * as fs from 'node:fs';
import * as path from 'node:path';
import { profileNames, projectRoot } from 'memorization-kit/engine';
import { findings } from 'memorization-kit/findings';
import { plannedRuns } from 'memorization-kit/results';
import { describe, expect, it } from 'vitest';

const data = path.join(projectRoot(), 'data');

/** Hashing a sweep makes its datasets: the paper's, of which nothing is stored, would take minutes. */
const stored = Object.values(findings).flatMap((finding) =>
  profileNames
    .filter((profile) => fs.existsSync(path.join(data, finding.name, profile)))
    .map((profile) => ({ finding, profile })),
);

describe('what is stored in data/', () => {
  it.each(stored)('$finding.name, $profile: every run, and no other', ({ finding, profile }) => {
    const planned = plannedRuns(finding, profile).map(({ hash }) => `${hash}.json`);
    expect(fs.readdirSync(path.join(data, finding.name, profile)).sort()).toEqual(planned.sort());
  });
});
