import { storedForm } from '../base';
import {
  ENGINE_VERSION,
  type FlatConfig,
  oneOf,
  type ProfileName,
  profileNames,
} from '../engine/node';
import type { Trainable } from '../experiment';
import type { Run } from '../runner';
import { canonicalJson } from './canonical';
import { resultHash } from './result';

/** One run of a finding, before or after it was trained; `index`: its place in configs(profile). */
export interface PlannedRun<C extends FlatConfig = FlatConfig> extends Run {
  config: C;
  dataHash: string;
}

const dataHashes = new Map<string, string>();

/** The hash of a run's dataset, made once a process: building the dataset can take a while. */
function dataHashOf(finding: Trainable, config: FlatConfig): string {
  const key = canonicalJson([finding.name, finding.version, config]);
  const hash = dataHashes.get(key) ?? finding.dataHash(config);
  dataHashes.set(key, hash);
  return hash;
}

/** A run of these settings. Throws whatever `finding.validate` throws about them. */
export function plannedRun<C extends FlatConfig>(
  finding: Trainable<C>,
  config: C,
  index = 0,
): PlannedRun<C> {
  finding.validate(config);
  const dataHash = dataHashOf(finding, config);
  const { name, version } = finding;
  const parts = {
    ...{ finding: name, version, dataHash, engineVersion: ENGINE_VERSION },
    config: storedForm(finding.fields, config),
  };
  const [label, cost] = [finding.label(config), finding.cost(config)];
  return { index, config, hash: resultHash(parts), dataHash, label, cost };
}

/**
 * The runs of a profile, in its order.
 * Throws a RangeError that lists the profiles when there is no such one, and whatever
 * `finding.validate` throws about a configuration.
 */
export function plannedRuns<C extends FlatConfig>(
  finding: Trainable<C>,
  profile: ProfileName,
): PlannedRun<C>[] {
  oneOf('profile', profile, profileNames);
  return finding.configs(profile).map((config, index) => plannedRun(finding, config, index));
}
