import * as z from 'zod';
import { type FlatConfig, kernelSets, profileNames } from '../engine/node';
import type { Curve } from '../experiment';
import { canonicalJson, sha256 } from './canonical';
import { thinCurve } from './thin';

/** Number of the file format; a reader refuses files with a higher one. */
export const resultSchema = 1;

const finite = z.number();
const provenance = z.object({
  kit: z.string(), // version of memorization-kit
  commit: z.string().nullable(), // git commit, '-dirty' with uncommitted changes, null outside git
  engineVersion: finite,
  dataHash: z.string(), // SHA-256 of the dataset's bytes
  node: z.string(),
  tensorflow: z.string(),
  tfjs: z.string(),
  platform: z.string(), // 'linux-x64'
  cpu: z.string(),
  device: z.string(), // 'cpu' | 'gpu'
  gpu: z.string().nullable(),
  engineMode: z.string(), // 'eager' | 'plain' | 'xla'
  kernels: z.enum(kernelSets).optional(), // absent: composed
  tf32: z.boolean().optional(), // float32 matrices multiplied as TF32; absent: no
  threads: finite,
  seconds: finite, // wall time; of the last part only when `resumed`
  resumed: z.boolean(), // went on from a checkpoint of an interrupted run
  peakMemoryMB: finite.nullable(),
  date: z.iso.datetime(), // when the run ended
});
const curve = z.object({
  x: z.array(finite),
  y: z.array(finite),
  xLabel: z.string(),
  yLabel: z.string(),
});
const result = z.strictObject({
  schema: z.literal(resultSchema),
  finding: z.string(),
  version: z.int(),
  profile: z.enum(profileNames),
  hash: z.string(),
  config: z.record(z.string(), z.union([finite, z.string(), z.boolean()])),
  measurements: z.unknown(),
  curves: z.record(z.string(), curve),
  provenance,
  checksum: z.string(), // SHA-256 of everything above
});

/*
 * The types follow from the shapes by way of functions: so the declarations that a notebook's
 * kernel reads hold the types themselves, and not those of zod.
 */
const parsed = (content: unknown) => result.parse(content);

/** Where a number comes from. */
export type Provenance = ReturnType<typeof parsed>['provenance'];

/** One training run: what was asked, what came out, and where it was made. */
export type Result<C, M> = Omit<ReturnType<typeof parsed>, 'config' | 'measurements'> & {
  config: C;
  measurements: M;
};

export type AnyResult = Result<FlatConfig, unknown>;

/** What tells where a result lies, and what else is kept of its run. */
export type RunPlace = Pick<AnyResult, 'finding' | 'profile' | 'hash'>;

/** What keeps a value from being a result, with its place in it; null if nothing does. */
export function shapeProblem(content: unknown): string | null {
  try {
    parsed(content);
    return null;
  } catch (error) {
    const [{ path, message }] = (error as z.ZodError).issues;
    return (path.length ? `at ${path.join('.')}: ` : '') + message;
  }
}

/** The name of a result: 16 hex digits over all that decides its numbers, and nothing else. */
export function resultHash(
  parts: Pick<AnyResult, 'finding' | 'version' | 'config'> &
    Pick<Provenance, 'dataHash' | 'engineVersion'>,
): string {
  const { finding, version, config, dataHash, engineVersion } = parts;
  const key = { finding, version, config, dataHash, engine: engineVersion };
  return sha256(canonicalJson(key, 'run')).slice(0, 16);
}

/** SHA-256 over the content of a result without its own `checksum`. */
export function resultChecksum(content: object): string {
  return sha256(canonicalJson({ ...content, checksum: undefined }, 'result'));
}

/**
 * Puts a result together: curves thinned, hash and checksum computed.
 * Throws a TypeError naming a measurement or curve value that is not finite.
 */
export function makeResult<C extends FlatConfig, M>(
  parts: Omit<Result<C, M>, 'schema' | 'hash' | 'checksum'>,
): Result<C, M> {
  const { finding, version, profile, config, measurements, provenance } = parts;
  const curves = Object.entries(parts.curves).map(([name, curve]) => [name, thinCurve(curve)]);
  const content: Omit<Result<C, M>, 'checksum'> = {
    schema: resultSchema,
    finding,
    version,
    profile,
    hash: resultHash({ finding, version, config, ...provenance }),
    config,
    measurements,
    curves: Object.fromEntries(curves) as Record<string, Curve>,
    provenance,
  };
  return { ...content, checksum: resultChecksum(content) };
}
