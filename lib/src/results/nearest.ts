import { ENGINE_VERSION, shownValue } from '../engine/node';
import type { AnyResult } from './result';
import type { PlannedRun } from './runs';

/** In what a stored run of a finding differs from a planned one: key -> '350 stored, 400 now'. */
function differences({ config, provenance }: AnyResult, run: PlannedRun): Map<string, string> {
  const differing = new Map<string, string>();
  const compare = (key: string, stored: unknown, planned: unknown): void => {
    if (stored !== planned)
      differing.set(key, `${valueOf(stored)} stored, ${valueOf(planned)} now`);
  };
  for (const key of new Set([...Object.keys(run.config), ...Object.keys(config)])) {
    compare(key, config[key], run.config[key]);
  }
  compare('the engine', provenance.engineVersion, ENGINE_VERSION);
  // The dataset follows from the settings, so that it is told only where nothing else differs.
  if (differing.size === 0) compare('the dataset', provenance.dataHash, run.dataHash);
  return differing;
}

const valueOf = (value: unknown): string => (value === undefined ? 'not' : shownValue(value));

/** Stored runs that differ in the same keys from the planned ones that they are nearest to. */
export interface DifferentRuns {
  results: AnyResult[];
  differs: string; // 'steps (350 stored, 400 now), nLayers (1 stored, 2 now)': those of the first
}

/** Stored runs by the keys in which they differ from the nearest planned ones, most first. */
export function groupedByDifference(
  results: readonly AnyResult[],
  runs: readonly PlannedRun[],
): DifferentRuns[] {
  const groups = new Map<string, DifferentRuns>();
  for (const result of results) {
    const [nearest = new Map<string, string>()] = runs
      .map((run) => differences(result, run))
      .sort((a, b) => a.size - b.size);
    const keys = [...nearest.keys()].join();
    const differs = [...nearest].map(([key, values]) => `${key} (${values})`).join(', ');
    const group = groups.get(keys) ?? { results: [], differs };
    group.results.push(result);
    groups.set(keys, group);
  }
  return [...groups.values()].sort((a, b) => b.results.length - a.results.length);
}
