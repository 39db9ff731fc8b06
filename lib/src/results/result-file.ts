import * as fs from 'node:fs';
import * as path from 'node:path';
import { type FlatConfig, type ProfileName, shownPath } from '../engine/node';
import { type Result, resultChecksum, resultHash, resultSchema, shapeProblem } from './result';

/** What can be wrong with a result file. */
export type ResultProblem =
  | 'not-json'
  | 'not-a-result'
  | 'newer-schema'
  | 'changed'
  | 'other-finding'
  | 'other-version'
  | 'wrong-hash'
  | 'misplaced';

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
    readonly problem: ResultProblem,
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
  const fail = (problem: ResultProblem, what: string, remedy?: string): never => {
    throw new ResultFileError(file, problem, what, remedy);
  };
  if (text.trim() === '') fail('not-json', 'is empty.');
  const content = orFail(
    () => JSON.parse(text) as Result<C, M> | null,
    (message) => fail('not-json', `is not JSON; it may be cut off or edited (${message}).`),
  );
  const schema: unknown = content?.schema;
  if (typeof schema === 'number' && schema > resultSchema) {
    const what = `has format ${schema} and was written by a newer version; this one reads`;
    fail('newer-schema', `${what} ${resultSchema}.`, remedies.update);
  }
  const problem = shapeProblem(content);
  if (problem !== null) fail('not-a-result', `is not a whole result (${problem}).`);
  const result = content as Result<C, M>;
  const checksum = orFail(
    () => resultChecksum(result),
    (message) => fail('not-a-result', `is not a result: ${message}`),
  );
  if (checksum !== result.checksum) {
    fail('changed', 'was changed after it was written: its checksum does not match its content.');
  }
  checkPlace(result, path.basename(file), expected, fail);
  return result;
}

function orFail<T>(read: () => T, fail: (message: string) => never): T {
  try {
    return read();
  } catch (error) {
    return fail((error as Error).message);
  }
}

function checkPlace<C extends FlatConfig, M>(
  result: Result<C, M>,
  name: string,
  { finding, version, profile }: ExpectedResult,
  fail: (problem: ResultProblem, what: string, remedy?: string) => never,
): void {
  const { retrain, restore } = remedies;
  if (result.finding !== finding) {
    fail('other-finding', `is a result of "${result.finding}", not of "${finding}".`, retrain);
  }
  if (result.version !== version) {
    const made = `was made by version ${result.version} of "${finding}", which is now at version`;
    fail('other-version', `${made} ${version}.`, retrain);
  }
  if (result.hash !== resultHash({ ...result, ...result.provenance })) {
    fail('wrong-hash', 'has a hash that does not match its configuration.', restore);
  }
  if (name !== `${result.hash}.json`) {
    fail('misplaced', `holds the run ${result.hash}, which is not its file name.`, retrain);
  }
  if (result.profile !== profile) {
    fail('misplaced', `is of the profile "${result.profile}", not "${profile}".`, retrain);
  }
}
