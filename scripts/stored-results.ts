import type { FlatConfig, ProfileName } from 'memorization-kit/engine';
import type { Finding } from 'memorization-kit/findings';
import { readResults, type StoredResults } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';

const preferred: ProfileName[] = ['standard', 'quick', 'paper'];

export type StoredProfile<C extends FlatConfig, M> = StoredResults<C, M> & { profile: ProfileName };

/**
 * The results that are shown of a finding: of the profile asked for, else of the first whose sweep
 * is complete (standard, quick, paper), else of the first with any result; null if there is none.
 * Throws the ResultFileError of a damaged file.
 */
export function storedResults<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  dataDir: string,
  asked?: ProfileName,
): StoredProfile<C, M> | null {
  let partial: StoredProfile<C, M> | null = null;
  for (const profile of asked ? [asked] : preferred) {
    // Planning a sweep makes its datasets, which takes a while for the paper's: not without need.
    if (!fs.existsSync(path.join(dataDir, finding.name, profile))) continue;
    const stored = readResults(finding, profile, dataDir);
    if (stored.problems.length > 0) throw stored.problems[0];
    if (stored.results.length === 0) continue;
    if (stored.missing.length === 0) return { ...stored, profile };
    partial ??= { ...stored, profile };
  }
  return partial;
}
