import * as fs from 'node:fs';
import * as path from 'node:path';
import * as z from 'zod';
import { type FlatConfig, type ProfileName, profileNames, shownPath } from '../engine';
import { type Result, resultChecksum, resultHash, resultSchema } from './result';

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

const remedies = {
  restore: 'Restore it (git checkout) or move it away, then run again to train it anew.',
  update: 'Update memorization-kit, or move the file away.',
  retrain: 'Move it away; the run is trained anew when it is missing.',
};

const finite = z.number();
const curve = z.object({
  x: z.array(finite),
  y: z.array(finite),
  xLabel: z.string(),
  yLabel: z.string(),
});
const resultShape = z.strictObject({
  schema: z.literal(resultSchema),
  finding: z.string(),
  version: z.int(),
  profile: z.enum(profileNames),
  hash: z.string(),
  config: z.record(z.string(), z.union([finite, z.string(), z.boolean()])),
  measurements: z.unknown(),
  curves: z.record(z.string(), curve),
  provenance: z.object({
    kit: z.string(),
    commit: z.string().nullable(),
    engineVersion: finite,
    dataHash: z.string(),
    node: z.string(),
    tensorflow: z.string(),
    tfjs: z.string(),
    platform: z.string(),
    cpu: z.string(),
    device: z.string(),
    gpu: z.string().nullable(),
    engineMode: z.string(),
    kernels: z.enum(['native', 'composed']).optional(),
    threads: finite,
    seconds: finite,
    resumed: z.boolean(),
    peakMemoryMB: finite.nullable(),
    date: z.iso.datetime(),
  }),
  checksum: z.string(),
});

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
  const content = parseJson(text, file);
  checkSchema(content, file);
  const shape = resultShape.safeParse(content);
  if (!shape.success) {
    const { path: where, message } = shape.error.issues[0];
    const place = where.length ? `at ${where.join('.')}: ` : '';
    throw new ResultFileError(file, 'not-a-result', `is not a whole result (${place}${message}).`);
  }
  checkChecksum(content as Result<C, M>, file);
  checkPlace(content as Result<C, M>, file, expected);
  return content as Result<C, M>;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const what = text.trim() === '' ? 'is empty.' : 'is not JSON; it may be cut off or edited';
    const detail = text.trim() === '' ? '' : ` (${(error as Error).message}).`;
    throw new ResultFileError(file, 'not-json', what + detail);
  }
}

function checkSchema(content: unknown, file: string): void {
  const schema =
    typeof content === 'object' && content !== null && 'schema' in content
      ? content.schema
      : undefined;
  if (typeof schema === 'number' && schema > resultSchema) {
    throw new ResultFileError(
      file,
      'newer-schema',
      `has format ${schema} and was written by a newer version; this one reads ${resultSchema}.`,
      remedies.update,
    );
  }
}

function checkChecksum<C, M>(result: Result<C, M>, file: string): void {
  let checksum: string;
  try {
    checksum = resultChecksum(result);
  } catch (error) {
    throw new ResultFileError(file, 'not-a-result', `is not a result: ${(error as Error).message}`);
  }
  if (checksum !== result.checksum) {
    throw new ResultFileError(
      file,
      'changed',
      'was changed after it was written: its checksum does not match its content.',
    );
  }
}

function checkPlace<C extends FlatConfig, M>(
  result: Result<C, M>,
  file: string,
  expected: ExpectedResult,
): void {
  const fail = (problem: ResultProblem, what: string, remedy = remedies.retrain): never => {
    throw new ResultFileError(file, problem, what, remedy);
  };
  if (result.finding !== expected.finding) {
    fail('other-finding', `is a result of "${result.finding}", not of "${expected.finding}".`);
  }
  if (result.version !== expected.version) {
    fail(
      'other-version',
      `was made by version ${result.version} of "${expected.finding}", which is now at version ` +
        `${expected.version}.`,
    );
  }
  if (result.hash !== resultHash({ ...result, ...result.provenance })) {
    fail('wrong-hash', 'has a hash that does not match its configuration.', remedies.restore);
  }
  if (path.basename(file) !== `${result.hash}.json`) {
    fail('misplaced', `holds the run ${result.hash}, which is not its file name.`);
  }
  if (result.profile !== expected.profile) {
    fail('misplaced', `is of the profile "${result.profile}", not "${expected.profile}".`);
  }
}
