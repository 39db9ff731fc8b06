import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatConfig, type ProfileName, readSettings, writeWhole } from '../engine';
import type { Finding } from '../findings/finding';
import { prettyJson, wholeForm } from '../base';
import type { Result } from './result';
import { type ExpectedResult, readResultFile, ResultFileError } from './result-file';
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

function expectedOf<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  profile: ProfileName,
): ExpectedResult {
  return { finding: finding.name, version: finding.version, profile };
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

/**
 * The result of a finding in a file, with the fields that were added to it since; null when there is
 * none. Throws a ResultFileError.
 */
export function readResult<C extends FlatConfig, M>(
  file: string,
  finding: Finding<C, M>,
  profile: ProfileName,
): Result<C, M> | null {
  const result = readResultFile<C, M>(file, expectedOf(finding, profile));
  return result && { ...result, config: wholeForm(finding.fields, result.config) };
}

/** What lies in `data/` of a sweep. */
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
    const file = resultPath(dataDir, finding.name, profile, run.hash);
    const result = orProblem(() => readResult(file, finding, profile));
    if (result instanceof ResultFileError) stored.problems.push(result);
    else if (result) stored.results.push(result);
    else stored.missing.push(run);
  }
  return stored;
}

/**
 * The stored results of a sweep, in the order of configs(profile); missing runs are left out.
 * Throws the ResultFileError of the first damaged file: a table must not silently lack a run.
 */
export function loadResults<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  profile: ProfileName,
  dataDir?: string,
): Result<C, M>[] {
  const { results, problems } = readResults(finding, profile, dataDir);
  if (problems.length > 0) throw problems[0];
  return results;
}

/** What a check of every file in a sweep's folder found. */
export interface FolderCheck {
  valid: number; // results of the present sweep
  missing: number;
  strays: string[]; // sound results that the present sweep does not ask for
  others: string[]; // files that are no results at all, such as what a killed writer left
  problems: ResultFileError[];
}

/** Checks every file in a sweep's folder, those included that the sweep does not ask for. */
export function checkFolder<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  profile: ProfileName,
  dataDir: string = readSettings().dataDir,
): FolderCheck {
  const asked = new Set(plannedRuns(finding, profile).map((run) => `${run.hash}.json`));
  const folder = path.join(dataDir, finding.name, profile);
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const check: FolderCheck = { valid: 0, missing: 0, strays: [], others: [], problems: [] };
  for (const name of names) {
    const file = path.join(folder, name);
    if (!name.endsWith('.json')) {
      check.others.push(file);
      continue;
    }
    const result = orProblem(() => readResultFile(file, expectedOf(finding, profile)));
    if (result instanceof ResultFileError) check.problems.push(result);
    else if (!asked.has(name)) check.strays.push(file);
    else check.valid++;
  }
  check.missing = [...asked].filter((name) => !names.includes(name)).length;
  return check;
}

function orProblem<T>(read: () => T): T | ResultFileError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ResultFileError) return error;
    throw error;
  }
}
