import * as fs from 'node:fs';
import * as path from 'node:path';
import { wholeForm } from '../base';
import type { FlatConfig } from '../engine';
import type { Finding } from '../findings/finding';
import { secondsLeft } from './estimate';
import { typicalSeconds } from './resources';
import type { Result } from './result';
import type { PlannedRun } from './runs';

/** How long a stored run took. */
export interface TimedRun {
  hash: string;
  cost: number;
  seconds: number;
  cpu: string; // the processor's name
}

/** How long runs that are not trained yet will take, and how that is known. */
export interface ExpectedTime {
  seconds: number | null; // until the last worker is done; null = of some run nothing is known
  same: number; // runs whose own time is stored
  similar: number; // runs whose time was scaled by cost from the stored run nearest in cost
  assumed: number; // runs of which only the operations are known
  stretch: number; // the largest factor, up or down, by which a stored time was scaled
}

/**
 * The times of a finding's stored runs on a device, of every profile and version; of a run that is
 * in several folders that in the first. A resumed run is left out, because only its last part was
 * timed, and so is a file that cannot be read: nothing but an estimate is made from them.
 */
export function timedRuns<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  dataDirs: readonly string[],
  device: 'cpu' | 'gpu',
): TimedRun[] {
  const timed = new Map<string, TimedRun>();
  for (const file of dataDirs.flatMap((dir) => jsonFiles(path.join(dir, finding.name)))) {
    try {
      const { hash, config, provenance } = JSON.parse(fs.readFileSync(file, 'utf8')) as Result<
        C,
        M
      >;
      const { seconds, cpu, resumed } = provenance;
      const cost = finding.cost(wholeForm(finding.fields, config));
      const telling = provenance.device === device && !resumed && seconds > 0 && cost > 0;
      if (telling && !timed.has(hash)) timed.set(hash, { hash, cost, seconds, cpu });
    } catch {
      continue;
    }
  }
  return [...timed.values()];
}

function jsonFiles(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.json')).map((name) => path.join(folder, name));
}

/** The expected time of runs on `jobs` workers, the longest first, as a sweep starts them. */
export function expectedTime<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  runs: readonly PlannedRun<C>[],
  known: readonly TimedRun[],
  { device, jobs }: { device: 'cpu' | 'gpu'; jobs: number },
): ExpectedTime {
  const expected: ExpectedTime = { seconds: null, same: 0, similar: 0, assumed: 0, stretch: 1 };
  const seconds = runs.map((run) => {
    const same = known.find(({ hash }) => hash === run.hash);
    const near = same ?? nearestInCost(run.cost, known);
    if (near) {
      const factor = same ? 1 : run.cost / near.cost;
      expected[same ? 'same' : 'similar']++;
      expected.stretch = Math.max(expected.stretch, factor, 1 / factor);
      return near.seconds * factor;
    }
    const needed = finding.resources?.(run.config);
    if (!needed) return NaN;
    expected.assumed++;
    return typicalSeconds(needed, device);
  });
  if (seconds.some(Number.isNaN)) return expected;
  const queuedCosts = seconds.sort((a, b) => b - a); // with a cost of one second a second
  expected.seconds = secondsLeft({ doneCost: 1, doneSeconds: 1, running: [], queuedCosts, jobs });
  return expected;
}

function nearestInCost(cost: number, known: readonly TimedRun[]): TimedRun | null {
  const distance = (run: TimedRun): number => Math.abs(Math.log(cost / run.cost));
  return known.reduce<TimedRun | null>(
    (best, run) => (best && distance(best) <= distance(run) ? best : run),
    null,
  );
}
