import type { FlatConfig, ProfileName } from '../engine';
import type { Curve } from '../findings/finding';
import { canonicalJson, sha256 } from './canonical';
import { thinCurve } from './thin';

/** Number of the file format; a reader refuses files with a higher one. */
export const resultSchema = 1;

/** Where a number comes from. */
export interface Provenance {
  kit: string; // version of memorization-kit
  commit: string | null; // git commit, '-dirty' with uncommitted changes, null outside git
  engineVersion: number;
  dataHash: string; // SHA-256 of the dataset's bytes
  node: string;
  tensorflow: string;
  tfjs: string;
  platform: string; // 'linux-x64'
  cpu: string;
  device: string; // 'cpu' | 'gpu'
  gpu: string | null;
  engineMode: string; // 'eager' | 'plain' | 'xla'
  kernels?: 'native' | 'composed'; // what computed the model's blocks; absent: composed
  threads: number;
  seconds: number; // wall time; of the last part only when `resumed`
  resumed: boolean; // went on from a checkpoint of an interrupted run
  peakMemoryMB: number | null;
  date: string; // ISO 8601, when the run ended
}

/** One training run: what was asked, what came out, and where it was made. */
export interface Result<C, M> {
  schema: typeof resultSchema;
  finding: string;
  version: number;
  profile: ProfileName;
  hash: string;
  config: C;
  measurements: M;
  curves: Record<string, Curve>;
  provenance: Provenance;
  checksum: string; // SHA-256 of everything above
}

export interface HashParts {
  finding: string;
  version: number;
  config: FlatConfig;
  dataHash: string;
  engineVersion: number;
}

/** The name of a result: 16 hex digits over all that decides its numbers, and nothing else. */
export function resultHash(parts: HashParts): string {
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
export function makeResult<C extends FlatConfig, M>(parts: {
  finding: string;
  version: number;
  profile: ProfileName;
  config: C;
  measurements: M;
  curves: Record<string, Curve>;
  provenance: Provenance;
}): Result<C, M> {
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
