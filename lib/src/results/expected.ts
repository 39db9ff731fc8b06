import * as fs from 'node:fs';
import * as path from 'node:path';
import { wholeForm } from '../base';
import type { Resources, Trainable } from '../experiment';
import { type Run, secondsLeft } from '../runner';
import type { AnyResult } from './result';
import type { PlannedRun } from './runs';

/** How long a stored run took. */
export interface TimedRun extends Pick<Run, 'hash' | 'cost'> {
  seconds: number;
  cpu: string; // the processor's name
}

/** How long runs that are not trained yet will take, and how that is known. */
export interface ExpectedTime {
  seconds: number | null; // until the last worker is done; null = of some run nothing is known
  same: number; // runs whose own time is stored
  similar: number; // runs whose time was scaled by cost from the stored run nearest in cost
  assumed: number; // runs of which only the operations are known
  stretch: number; // the largest factor, up or down, to a stored run by which a time is (or cannot be) scaled
}

/** A stored time of a run of another size says nothing beyond this factor. */
export const mostStretch = 30;

/**
 * The times of a finding's stored runs on a device, of every profile and version; of a run that is
 * in several folders that in the first. A resumed run is left out, because only its last part was
 * timed, and so is a file that cannot be read: nothing but an estimate is made from them.
 */
export function timedRuns(
  finding: Trainable,
  dataDirs: readonly string[],
  device: 'cpu' | 'gpu',
): TimedRun[] {
  const timed = new Map<string, TimedRun>();
  for (const file of dataDirs.flatMap((dir) => jsonFiles(path.join(dir, finding.name)))) {
    try {
      const result = JSON.parse(fs.readFileSync(file, 'utf8')) as AnyResult;
      const { hash, config, provenance } = result;
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
export function expectedTime(
  finding: Trainable,
  runs: readonly PlannedRun[],
  known: readonly TimedRun[],
  { device, jobs }: { device: 'cpu' | 'gpu'; jobs: number },
): ExpectedTime {
  const expected: ExpectedTime = { seconds: null, same: 0, similar: 0, assumed: 0, stretch: 1 };
  const seconds = runs.map(({ hash, cost, config }) => {
    const same = known.find((run) => run.hash === hash);
    if (same) {
      expected.same++;
      return same.seconds;
    }
    const near = nearestInCost(cost, known);
    const stretch = near ? stretchOf(cost, near) : Infinity;
    const needed = finding.resources?.(config);
    if (stretch > mostStretch && needed) {
      expected.assumed++;
      return needed.flops / RATES[device].flops;
    }
    if (near) expected.stretch = Math.max(expected.stretch, stretch);
    if (!near || stretch > mostStretch) return NaN;
    expected.similar++;
    return (near.seconds * cost) / near.cost;
  });
  if (seconds.some(Number.isNaN)) return expected;
  const queuedCosts = seconds.sort((a, b) => b - a); // with a cost of one second a second
  expected.seconds = secondsLeft({ doneCost: 1, doneSeconds: 1, running: [], queuedCosts, jobs });
  return expected;
}

const stretchOf = (cost: number, run: TimedRun): number =>
  Math.max(cost / run.cost, run.cost / cost);

function nearestInCost(cost: number, known: readonly TimedRun[]): TimedRun | null {
  return known.reduce<TimedRun | null>(
    (best, run) => (best && stretchOf(cost, best) <= stretchOf(cost, run) ? best : run),
    null,
  );
}

/** Typical speeds: what is assumed to be done a second, where nothing was measured yet. */
const RATES = {
  cpu: { name: 'one CPU core at 25 GFLOP/s', flops: 25e9 },
  gpu: { name: 'one GPU at 30 TFLOP/s', flops: 30e12 },
};

/**
 * What a run will need, in words, before it starts: operations, the time that they take at typical
 * speeds, and memory. While it runs, the time left is told from its own speed.
 */
export function resourcesText({ flops, memoryBytes }: Resources): string {
  const times = Object.values(RATES).map(
    ({ name, flops: rate }) => `${duration(flops / rate)} on ${name}`,
  );
  return `${flops.toExponential(1)} operations (${times.join(', ')}), ${memory(memoryBytes)}`;
}

const UNITS: [number, string][] = [
  [86_400, 'days'],
  [3600, 'h'],
  [60, 'min'],
  [0, 's'],
];

/** Seconds in the unit in which they can be read: '45 s', '4.3 min', '20 h', '12 days'. */
export function duration(seconds: number): string {
  const [size, unit] = UNITS.find(([size]) => seconds >= 2 * size) as [number, string];
  const count = seconds / (size || 1);
  return `${count < 10 ? count.toFixed(1) : Math.round(count)} ${unit}`;
}

function memory(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib < 1 ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${gib.toFixed(1)} GiB`;
}
