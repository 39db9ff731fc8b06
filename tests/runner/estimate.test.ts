import { describe, expect, it } from 'vitest';
import { secondsLeft } from 'memorization-kit/runner';

const idle = { doneCost: 0, doneSeconds: 0, running: [], queuedCosts: [], jobs: 2 };

describe('secondsLeft', () => {
  it('knows nothing before the first progress, and that an empty sweep is done', () => {
    expect(secondsLeft({ ...idle, queuedCosts: [1] })).toBeNull();
    const unmoved = [{ cost: 1, fraction: 0.01, seconds: 5 }]; // compiling, for the most part
    expect(secondsLeft({ ...idle, running: unmoved })).toBeNull();
    expect(secondsLeft(idle)).toBe(0);
  });

  it('spreads what is queued over the workers', () => {
    const load = { ...idle, doneCost: 10, doneSeconds: 20 }; // two seconds a unit
    expect(secondsLeft({ ...load, queuedCosts: [4, 3, 2, 1] })).toBe(10); // 4+1 and 3+2
    expect(secondsLeft({ ...load, queuedCosts: [4, 3, 2, 1], jobs: 1 })).toBe(20);
  });

  it('takes the longest of what is running', () => {
    const running = [
      { cost: 10, fraction: 0.5, seconds: 30 }, // by its own speed 30 s
      { cost: 10, fraction: 0.25, seconds: 5 }, // 15 s
    ];
    expect(secondsLeft({ ...idle, running })).toBe(30);
    expect(secondsLeft({ ...idle, running, queuedCosts: [10] })).toBeCloseTo(15 + (10 * 35) / 7.5);
  });
});
