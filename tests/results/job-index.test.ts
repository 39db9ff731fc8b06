import { describe, expect, it } from 'vitest';
import { jobIndex } from 'memorization-kit/results';

describe('jobIndex', () => {
  it('takes the flag, then Slurm, then Kubernetes, then none', () => {
    const both = { SLURM_ARRAY_TASK_ID: '3', JOB_COMPLETION_INDEX: '4' };
    expect(jobIndex(0, both)).toBe(0);
    expect(jobIndex(undefined, both)).toBe(3);
    expect(jobIndex(undefined, { JOB_COMPLETION_INDEX: '0' })).toBe(0);
    expect(jobIndex(undefined, { SLURM_ARRAY_TASK_ID: '' })).toBeUndefined();
    expect(jobIndex(undefined, {})).toBeUndefined();
  });

  it.each(['-1', '1.5', 'x', '1 2'])('names the variable that holds %j', (text) => {
    expect(() => jobIndex(undefined, { SLURM_ARRAY_TASK_ID: text })).toThrow(
      `SLURM_ARRAY_TASK_ID must be a whole number, not "${text}".`,
    );
  });
});
