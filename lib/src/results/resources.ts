import type { Resources } from '../findings/finding';

/** What is assumed to be done a second, where nothing was measured yet. */
const RATES = {
  cpu: { name: 'one CPU core at 25 GFLOP/s', flops: 25e9 },
  gpu: { name: 'one GPU at 30 TFLOP/s', flops: 30e12 },
};

/** The time that the operations of a run take at a typical speed, in seconds. */
export function typicalSeconds({ flops }: Resources, device: 'cpu' | 'gpu'): number {
  return flops / RATES[device].flops;
}

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
