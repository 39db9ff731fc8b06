import { storedForm } from '../base';
import { ENGINE_VERSION, type FlatConfig, oneOf, type ProfileName, profileNames } from '../engine';
import type { Finding } from '../findings/finding';
import { canonicalJson } from './canonical';
import { resultHash } from './result';

/** One run of a sweep, before or after it was trained. */
export interface PlannedRun<C extends FlatConfig> {
  index: number; // its place in configs(profile): what --index of a cluster job counts
  config: C;
  hash: string;
  dataHash: string;
  label: string;
  cost: number;
}

const dataHashes = new Map<string, string>();

/** The hash of a run's dataset, made once a process: building the dataset can take a while. */
function dataHashOf<C extends FlatConfig, M>(finding: Finding<C, M>, config: C): string {
  const key = canonicalJson([finding.name, finding.version, config]);
  let hash = dataHashes.get(key);
  if (hash === undefined) {
    hash = finding.dataHash(config);
    dataHashes.set(key, hash);
  }
  return hash;
}

/**
 * The runs of a profile, in its order.
 * Throws a RangeError that lists the profiles when there is no such one, and whatever
 * `finding.validate` throws about a configuration.
 */
export function plannedRuns<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  profile: ProfileName,
): PlannedRun<C>[] {
  oneOf('profile', profile, profileNames);
  return finding.configs(profile).map((config, index) => {
    finding.validate(config);
    const dataHash = dataHashOf(finding, config);
    const { name, version } = finding;
    const hash = resultHash({
      finding: name,
      version,
      config: storedForm(finding.fields, config),
      dataHash,
      engineVersion: ENGINE_VERSION,
    });
    const label = finding.label(config);
    return { index, config, hash, dataHash, label, cost: finding.cost(config) };
  });
}
