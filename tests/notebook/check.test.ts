import { check } from 'memorization-kit/notebook';
import { expect, it, vi } from 'vitest';

const said = (...of: Parameters<typeof check>): string => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    check(...of);
    return String(log.mock.calls[0][0]);
  } finally {
    log.mockRestore();
  }
};

it('an answer to an exercise is right within a share of the solution, which is not told', () => {
  expect(said(5050, 5000)).toMatch(/^right: .* within 2 %/);
  expect(said(-5050, -5000)).toMatch(/^right/);
  expect(said(4000, 5000, { within: 0.05 })).toBe('not yet: it is more than 4000');
  expect(said(6000, 5000)).toBe('not yet: it is less than 6000');
  expect(said(NaN, 5000)).toMatch(/NaN/);
  for (const answer of [NaN, 4000]) expect(said(answer, 5000)).not.toContain('5000');
});
