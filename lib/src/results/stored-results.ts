import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatConfig, type ProfileName, readSettings, shownPath } from '../engine/node';
import type { Trainable } from '../experiment';
import { groupedByDifference } from './nearest';
import type { PlannedRun } from './runs';
import { readResults, readStrays, type StoredResults } from './store';

const preferred: ProfileName[] = ['standard', 'quick', 'paper'];

export type StoredProfile<C extends FlatConfig, M> = StoredResults<C, M> & { profile: ProfileName };

export interface WhichResults {
  profile?: ProfileName; // default: the first of standard, quick, paper of which anything is stored
  incomplete?: boolean; // also results of a sweep of which runs are missing; default false
}

/**
 * The results that are shown of a finding; null if there are none. Another profile than the first
 * of which anything is stored is never chosen without being asked for.
 * Throws an IncompleteSweep where runs are missing, unless `incomplete` is set, and the
 * ResultFileError of a damaged file.
 */
export function storedResults<C extends FlatConfig, M>(
  finding: Trainable<C, M>,
  dataDir: string,
  { profile: asked, incomplete = false }: WhichResults = {},
): StoredProfile<C, M> | null {
  const profiles = asked ? [asked] : preferred;
  const profile = profiles.find((each) => hasFiles(path.join(dataDir, finding.name, each)));
  if (!profile) return null;
  const stored = readResults(finding, profile, dataDir);
  if (stored.problems.length > 0) throw stored.problems[0];
  if (stored.missing.length > 0 && !incomplete) {
    throw new IncompleteSweep(missingText(finding, profile, dataDir, stored.missing));
  }
  return stored.results.length > 0 ? { ...stored, profile } : null;
}

const hasFiles = (folder: string): boolean =>
  fs.existsSync(folder) && fs.readdirSync(folder).some((name) => name.endsWith('.json'));

/** Runs of the sweep that is to be shown are not stored. */
export class IncompleteSweep extends Error {
  override name = 'IncompleteSweep';

  constructor(missing: string) {
    super(
      `${missing}\nNothing was changed. To go on without, say so: --incomplete, or another --profile; ` +
        'a notebook takes the one of KIT_PROFILE and trains what it lacks.',
    );
  }
}

const MOST = 5; // runs that are named one by one

/**
 * Which runs of a sweep are missing, in which keys stored ones of other settings differ, and, in a
 * line of its own, the command that trains them.
 */
export function missingText(
  finding: Trainable,
  profile: ProfileName,
  dataDir: string,
  missing: readonly PlannedRun[],
): string {
  const all = finding.configs(profile).length;
  const named = missing.slice(0, MOST).map(({ index, label }) => `${index} (${label})`);
  const more = missing.length > MOST ? ` and ${missing.length - MOST} more` : '';
  const which =
    missing.length < all
      ? `lacks ${missing.length} of ${all} runs: ${named.join(', ')}${more}`
      : `holds none of the ${all} runs of the sweep`;
  const strays = readStrays(finding, profile, dataDir).results;
  const others = groupedByDifference(strays, missing).map(
    ({ differs, results }) => ` ${results.length} stored there with other settings: ${differs}.`,
  );
  const folder = shownPath(path.join(dataDir, finding.name, profile));
  const command = trainCommand(finding.name, profile, dataDir, missing);
  return `${folder} ${which}.${others.join('')} To train what is missing:\n  ${command}`;
}

/** The command that trains runs of a profile that are not stored. */
export function trainCommand(
  finding: string,
  profile: ProfileName,
  dataDir: string,
  missing: readonly { index: number }[],
): string {
  const index = missing.length === 1 ? ` --index ${missing[0].index}` : '';
  const elsewhere = path.resolve(dataDir) !== readSettings().dataDir;
  const data = elsewhere ? ` --data ${shownPath(dataDir)}` : '';
  return `npm run train -- --finding ${finding} --profile ${profile}${index}${data}`;
}

/**
 * The profile of a notebook: KIT_PROFILE, else that of storedResults, so that a cell run again shows
 * what is committed; `quick` where nothing is stored, or when KIT_RERUN asks for training. Throws as
 * storedResults does.
 */
export function shownProfile(
  finding: Trainable,
  env: NodeJS.ProcessEnv = process.env,
): ProfileName {
  const { profile, profileGiven, rerun, dataDir } = readSettings(env);
  if (profileGiven || rerun) return profile;
  return storedResults(finding, dataDir)?.profile ?? profile;
}
