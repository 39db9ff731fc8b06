import * as os from 'node:os';
import { describe, expect, it } from 'vitest';
import { jobIndex, jobsFor, mostJobs, visibleGpus } from 'memorization-kit/runner';

describe('jobsFor', () => {
  it('is one worker a core, one on a GPU, or what was asked for', () => {
    expect(jobsFor('cpu', undefined)).toEqual({ jobs: mostJobs(), note: null, gpus: [] });
    expect(jobsFor('gpu', undefined).jobs).toBe(1);
    expect(jobsFor('gpu', mostJobs())).toMatchObject({ jobs: mostJobs(), note: null });
    expect(() => jobsFor('cpu', 0)).toThrow(/at least 1/);
  });

  it('is never more than the machine has cores for, and then says so', () => {
    expect(mostJobs()).toBeLessThanOrEqual(os.availableParallelism());
    const { jobs, note } = jobsFor('cpu', 999);
    expect(jobs).toBe(mostJobs());
    expect(note).toContain(
      `999 jobs were asked for; this machine has cores and memory for ${jobs} `,
    );
  });
});

describe('the GPUs of workers', () => {
  const list =
    'GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1)\nGPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-2)\n';

  it.each<[string | undefined, string, string[]]>([
    [undefined, list, ['0', '1']],
    [undefined, '', ['0']],
    ['2, 5', list, ['2', '5']],
    ['GPU-2', list, ['GPU-2']],
  ])('CUDA_VISIBLE_DEVICES=%s', (CUDA_VISIBLE_DEVICES, smi, expected) => {
    expect(visibleGpus({ CUDA_VISIBLE_DEVICES }, () => smi)).toEqual(expected);
  });
});

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
