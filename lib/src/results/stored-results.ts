import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatConfig, type ProfileName, readSettings } from '../engine';
import type { Finding } from '../findings/finding';
import { readResults, type StoredResults } from './store';

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

/**
 * The profile of a notebook: KIT_PROFILE, else that of the complete sweep that storedResults finds,
 * so that a cell run again shows what is committed; `quick` where none is complete, or when
 * KIT_RERUN asks for training. Throws the ResultFileError of a damaged file.
 */
export function shownProfile<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  env: NodeJS.ProcessEnv = process.env,
): ProfileName {
  const { profile, profileGiven, rerun, dataDir } = readSettings(env);
  if (profileGiven || rerun) return profile;
  const stored = storedResults(finding, dataDir);
  return stored?.missing.length === 0 ? stored.profile : profile;
}
