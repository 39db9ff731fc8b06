import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from 'memorization-kit/engine';
import { dropout, dropoutFeeds, dropoutInputs } from 'memorization-kit/model';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => loadTensorFlow({ device: 'cpu', threads: 1 }));

/** What becomes of ones, [n], at some sites of a step; null without dropout. */
function dropped(share: number, { seed = 3, step = 5, n = 20_000, sites = [0, 1] } = {}) {
  const feeds = Object.entries(dropoutFeeds(share, seed, step));
  const inputs = feeds.map(([name, key]) => [name, tf.scalar(key as number, 'int32')] as const);
  const drop = dropout(share, Math.max(...sites) + 1, Object.fromEntries(inputs));
  return sites.map((site) => (drop ? (drop(tf.ones([n]), site).dataSync() as Float32Array) : null));
}

describe('dropout', () => {
  it.each([0.05, 0.1, 0.5, 0.9])(
    '%d: of as many values nothing is left, the others grow',
    (share) => {
      const [values] = dropped(share) as Float32Array[];
      const gone = values.filter((x) => x === 0).length / values.length;
      expect(Math.abs(gone - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 20_000));
      for (const x of values) if (x !== 0) expect(x).toBeCloseTo(1 / (1 - share), 5);
    },
  );

  it('is a function of seed, step and place', () => {
    const [first, second] = dropped(0.5) as Float32Array[];
    expect(dropped(0.5)).toEqual([first, second]);
    const both = (a: Float32Array, b: Float32Array): number =>
      a.filter((x, i) => x !== 0 && b[i] !== 0).length / a.length;
    const others = [second, dropped(0.5, { step: 6 })[0], dropped(0.5, { seed: 4 })[0]];
    for (const other of others as Float32Array[]) expect(both(first, other)).toBeCloseTo(0.25, 1);
  });

  it('needs nothing and does nothing at 0', () => {
    expect(dropoutInputs(0)).toEqual({});
    expect(dropoutFeeds(0, 3, 5)).toEqual({});
    expect(dropped(0)).toEqual([null, null]);
    expect(Object.keys(dropoutFeeds(0.1, 3, 5))).toEqual(Object.keys(dropoutInputs(0.1)));
  });
});
