import { type AnyResult, resultChecksum } from 'memorization-kit/results';

/** What decides the last bits of a number beside the configuration. */
const deciding = [
  ...['platform', 'cpu', 'device', 'gpu', 'engineMode', 'kernels', 'tf32', 'threads'],
  ...['tensorflow', 'tfjs', 'node'],
] as (keyof AnyResult['provenance'])[];

/**
 * How far results of two machines may be apart: |a - b| / max(|a|, |b|), averaged over all measured
 * numbers, with the mean of a list for the list. Training amplifies the rounding of each step. With
 * other kernels for the same operations (TF_ENABLE_ONEDNN_OPTS=0), 33 cheap runs of three findings
 * were 0.006 % apart in the median and 8.5 % at most: of short random strings, whose epochs are few.
 */
export const tolerance = 0.2;

export interface Comparison {
  ok: boolean;
  /** 'identical', 'within 10 % ...', or what differs. */
  text: string;
}

/** Compares a stored result with the same run trained again. */
export function compareResults(stored: AnyResult, again: AnyResult): Comparison {
  const numbers = ({ measurements, curves }: AnyResult): object => ({ measurements, curves });
  if (resultChecksum(numbers(stored)) === resultChecksum(numbers(again))) {
    return { ok: true, text: 'identical' };
  }
  const made = ({ provenance }: AnyResult): AnyResult['provenance'] => ({
    ...provenance,
    kernels: provenance.kernels ?? 'composed', // results from before there were others
  });
  const others = deciding.filter((key) => made(stored)[key] !== made(again)[key]);
  const [a, b] = [flatten(numbers(stored)), flatten(numbers(again))];
  const difference = meanDifference(a, b);
  const which = firstDifference(a, b);
  const onAverage = `${percent(difference)} on average`;
  if (others.length === 0) {
    const text = `DIFFERENT, though machine and versions have the same names: ${which}; ${onAverage}.`;
    return { ok: false, text };
  }
  const elsewhere = `made with another ${others.join(', ')}`;
  if (difference <= tolerance) {
    return { ok: true, text: `within ${percent(tolerance)}: ${onAverage}; ${elsewhere}` };
  }
  const text = `DIFFERENT by ${onAverage}, more than ${percent(tolerance)}: ${which}; ${elsewhere}`;
  return { ok: false, text };
}

type Leaf = number | string | boolean | null;

/** All values of a tree by their path; of a list of numbers the mean, for lengths may differ. */
function flatten(value: unknown, path = '', leaves = new Map<string, Leaf>()): Map<string, Leaf> {
  if (Array.isArray(value) && value.length > 0 && value.every((x) => typeof x === 'number')) {
    leaves.set(`mean of ${path}`, value.reduce((a: number, b: number) => a + b, 0) / value.length);
    leaves.set(`${path}.length`, value.length);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      flatten(item, path ? `${path}.${key}` : key, leaves);
    }
  } else {
    leaves.set(path, value as Leaf);
  }
  return leaves;
}

/** Mean over all numbers of |a - b| / max(|a|, |b|); what one of the two lacks counts as 1. */
function meanDifference(a: Map<string, Leaf>, b: Map<string, Leaf>): number {
  const numbers = [...new Set([...a.keys(), ...b.keys()])].filter((key) =>
    [a.get(key), b.get(key)].some((value) => typeof value === 'number'),
  );
  const differences = numbers.map((key) => {
    const [x, y] = [a.get(key), b.get(key)];
    if (typeof x !== 'number' || typeof y !== 'number') return 1;
    return x === y ? 0 : Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
  });
  return differences.reduce((sum, each) => sum + each, 0) / Math.max(1, differences.length);
}

function firstDifference(a: Map<string, Leaf>, b: Map<string, Leaf>): string {
  const key = [...a.keys(), ...b.keys()].find((each) => a.get(each) !== b.get(each));
  if (key === undefined) return 'the order or the places of some values';
  return `${key} is ${String(a.get(key))} in the file and ${String(b.get(key))} now`;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
