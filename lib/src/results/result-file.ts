import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatConfig, type ProfileName, shownPath } from '../engine/node';
import {
  type AnyResult,
  type Result,
  resultChecksum,
  resultHash,
  resultSchema,
  shapeProblem,
} from './result';

const remedies = {
  restore: 'Restore it (git checkout) or move it away, then run again to train it anew.',
  update: 'Update memorization-kit, or move the file away.',
  retrain: 'Move it away; the run is trained anew when it is missing.',
};

/** A result file that cannot be trusted. It is left as it is: only a person decides about it. */
export class ResultFileError extends Error {
  override name = 'ResultFileError';

  constructor(
    readonly file: string,
    what: string,
    remedy = remedies.restore,
  ) {
    super(`${shownPath(file)} ${what} ${remedy} The file was neither used nor changed.`);
  }
}

/** What a file is expected to be, by the folder it lies in. */
export interface ExpectedResult {
  finding: string;
  version: number;
  profile: ProfileName;
}

/** Reads and checks one result file; null when there is none. Throws a ResultFileError. */
export function readResultFile<C extends FlatConfig, M>(
  file: string,
  expected: ExpectedResult,
): Result<C, M> | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return parseResult(text, file, expected);
}

/** Checks the text of a result file: form first, then content, then whether it belongs here. */
export function parseResult<C extends FlatConfig, M>(
  text: string,
  file: string,
  expected: ExpectedResult,
): Result<C, M> {
  const refused = (what: string, remedy?: string) => new ResultFileError(file, what, remedy);
  if (text.trim() === '') throw refused('is empty.');
  const content = orThrow(
    () => JSON.parse(text) as Result<C, M> | null,
    (message) => refused(`is not JSON; it may be cut off or edited (${message}).`),
  );
  const schema: unknown = content?.schema;
  if (typeof schema === 'number' && schema > resultSchema) {
    const what = `has format ${schema} and was written by a newer version; this one reads`;
    throw refused(`${what} ${resultSchema}.`, remedies.update);
  }
  const problem = shapeProblem(content);
  if (problem !== null) throw refused(`is not a whole result (${problem}).`);
  const result = content as Result<C, M>;
  const checksum = orThrow(
    () => resultChecksum(result),
    (message) => refused(`is not a result: ${message}`),
  );
  if (checksum !== result.checksum) {
    throw refused('was changed after it was written: its checksum does not match its content.');
  }
  const misfit = misfitOf(result, path.basename(file), expected);
  if (misfit) throw refused(...misfit);
  return result;
}

function orThrow<T>(read: () => T, refused: (message: string) => Error): T {
  try {
    return read();
  } catch (error) {
    throw refused((error as Error).message);
  }
}

/** Why a whole result does not belong where its file lies; null where it does. */
function misfitOf(
  result: AnyResult,
  name: string,
  { finding, version, profile }: ExpectedResult,
): [what: string, remedy?: string] | null {
  const { retrain } = remedies;
  if (result.finding !== finding) {
    return [`is a result of "${result.finding}", not of "${finding}".`, retrain];
  }
  if (result.version !== version) {
    const made = `was made by version ${result.version} of "${finding}", which is now at version`;
    return [`${made} ${version}.`, retrain];
  }
  if (result.hash !== resultHash({ ...result, ...result.provenance })) {
    return ['has a hash that does not match its configuration.'];
  }
  if (name !== `${result.hash}.json`) {
    return [`holds the run ${result.hash}, which is not its file name.`, retrain];
  }
  if (result.profile !== profile) {
    return [`is of the profile "${result.profile}", not "${profile}".`, retrain];
  }
  return null;
}
