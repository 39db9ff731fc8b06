import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatConfig, type ProfileName, readSettings, writeWhole } from '../engine/node';
import type { Finding } from '../experiment';
import { prettyJson, wholeForm } from '../base';
import type { Result } from './result';
import { readResultFile, ResultFileError } from './result-file';
import { plannedRuns, type PlannedRun } from './runs';

/** Where a result lies: `<dataDir>/<finding>/<profile>/<hash>.json`. */
export function resultPath(
  dataDir: string,
  finding: string,
  profile: ProfileName,
  hash: string,
): string {
  return path.join(dataDir, finding, profile, `${hash}.json`);
}

/** The sweep of a finding that is meant: of this profile, in this folder. */
export interface StorePlace {
  profile: ProfileName;
  dataDir: string;
}

export function resultFile<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  hash: string,
  { dataDir, profile }: StorePlace,
): string {
  return resultPath(dataDir, finding.name, profile, hash);
}

/** The stored result of a run, with fields that were added since; null when there is none. Throws a ResultFileError. */
export function storedResult<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  hash: string,
  place: StorePlace,
): Result<C, M> | null {
  const { name, version } = finding;
  const expected = { finding: name, version, profile: place.profile };
  const result = readResultFile<C, M>(resultFile(finding, hash, place), expected);
  return result && { ...result, config: wholeForm(finding.fields, result.config) };
}

/**
 * Stores a result. Returns false when a valid one is there already and `replace` is not set.
 * Throws a ResultFileError when the file there is damaged, also with `replace`: it stays as it is.
 */
export function writeResult<C extends FlatConfig, M>(
  dataDir: string,
  result: Result<C, M>,
  { replace = false }: { replace?: boolean } = {},
): boolean {
  const file = resultPath(dataDir, result.finding, result.profile, result.hash);
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
  finding: Finding<C, M>,
  profile: ProfileName,
  dataDir: string = readSettings().dataDir,
): StoredResults<C, M> {
  const stored: StoredResults<C, M> = { results: [], missing: [], problems: [] };
  for (const run of plannedRuns(finding, profile)) {
    const result = orProblem(() => storedResult(finding, run.hash, { dataDir, profile }));
    if (result instanceof ResultFileError) stored.problems.push(result);
    else if (result) stored.results.push(result);
    else stored.missing.push(run);
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
  finding: Finding<C, M>,
  profile: ProfileName,
  dataDir: string = readSettings().dataDir,
): Strays<C, M> {
  const asked = new Set(plannedRuns(finding, profile).map((run) => `${run.hash}.json`));
  const folder = path.join(dataDir, finding.name, profile);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const strays: Strays<C, M> = { results: [], others: [], problems: [] };
  for (const name of names.filter((each) => !asked.has(each))) {
    const hash = path.basename(name, '.json');
    const result = name.endsWith('.json')
      ? orProblem(() => storedResult(finding, hash, { dataDir, profile }))
      : null;
    if (result instanceof ResultFileError) strays.problems.push(result);
    else if (result) strays.results.push(result);
    else strays.others.push(path.join(folder, name));
  }
  return strays;
}

function orProblem<T>(read: () => T): T | ResultFileError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ResultFileError) return error;
    throw error;
  }
}
