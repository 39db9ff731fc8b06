import * as fs from 'node:fs';
import * as path from 'node:path';
import { prettyJson, wholeForm } from '../base';
import { type FlatConfig, type ProfileName, readSettings, writeWhole } from '../engine/node';
import type { Trainable } from '../experiment';
import type { Result, RunPlace } from './result';
import { readResultFile, ResultFileError } from './result-file';
import { plannedRuns, type PlannedRun } from './runs';

/** Where a result lies: `<dataDir>/<finding>/<profile>/<hash>.json`. */
export const resultPath = (dataDir: string, { finding, profile, hash }: RunPlace): string =>
  path.join(dataDir, finding, profile, `${hash}.json`);

/** The sweep of a finding that is meant: of this profile, in this folder. */
export interface StorePlace {
  profile: ProfileName;
  dataDir: string;
}

/** The stored result of a run, with fields that were added since; null when there is none. Throws a ResultFileError. */
export function storedResult<C extends FlatConfig, M>(
  { name: finding, version, fields }: Trainable<C, M>,
  hash: string,
  { dataDir, profile }: StorePlace,
): Result<C, M> | null {
  const file = resultPath(dataDir, { finding, profile, hash });
  const result = readResultFile<C, M>(file, { finding, version, profile });
  return result && { ...result, config: wholeForm(fields, result.config) };
}

/**
 * Stores a result. Returns false when a valid one is there already and `replace` is not set.
 * Throws a ResultFileError when the file there is damaged, also with `replace`: it stays as it is.
 */
export function writeResult(
  dataDir: string,
  result: Result<FlatConfig, unknown>,
  { replace = false }: { replace?: boolean } = {},
): boolean {
  const file = resultPath(dataDir, result);
  const present = readResultFile(file, result);
  if (present && !replace) return false;
  writeWhole(file, `${prettyJson(result)}\n`);
  return true;
}

/** What is stored of the runs of a sweep. */
export interface StoredResults<C extends FlatConfig, M> {
  results: Result<C, M>[]; // in the order of configs(profile)
  missing: PlannedRun<C>[];
  problems: ResultFileError[];
}

/** Reads the results of a sweep without throwing for damaged files: they are in `problems`. */
export function readResults<C extends FlatConfig, M>(
  finding: Trainable<C, M>,
  profile: ProfileName,
  dataDir: string = readSettings().dataDir,
): StoredResults<C, M> {
  const stored: StoredResults<C, M> = { results: [], missing: [], problems: [] };
  for (const run of plannedRuns(finding, profile)) {
    if (!storedIn(stored, finding, run.hash, { dataDir, profile })) stored.missing.push(run);
  }
  return stored;
}

/** The files in the folder of a sweep that none of its runs asks for. */
export interface Strays<C extends FlatConfig, M> {
  results: Result<C, M>[]; // sound ones, of other settings
  others: string[]; // files that are no results at all, such as what a killed writer left
  problems: ResultFileError[];
}

/** Looks at every file in the folder of a sweep that none of its runs asks for. */
export function readStrays<C extends FlatConfig, M>(
  finding: Trainable<C, M>,
  profile: ProfileName,
  dataDir: string = readSettings().dataDir,
): Strays<C, M> {
  const asked = new Set(plannedRuns(finding, profile).map((run) => `${run.hash}.json`));
  const folder = path.join(dataDir, finding.name, profile);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const strays: Strays<C, M> = { results: [], others: [], problems: [] };
  for (const name of names.filter((each) => !asked.has(each))) {
    const { name: hash, ext } = path.parse(name);
    const read = ext === '.json' && storedIn(strays, finding, hash, { dataDir, profile });
    if (!read) strays.others.push(path.join(folder, name));
  }
  return strays;
}

/** Adds a stored result, or what is wrong with its file, to what was found; false where there is none. */
function storedIn<C extends FlatConfig, M>(
  found: Pick<StoredResults<C, M>, 'results' | 'problems'>,
  finding: Trainable<C, M>,
  hash: string,
  place: StorePlace,
): boolean {
  try {
    const result = storedResult(finding, hash, place);
    if (result) found.results.push(result);
    return result !== null;
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error;
    found.problems.push(error);
    return true;
  }
}
