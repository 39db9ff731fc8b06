import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bounds,
  type CheckReport,
  failures,
  lossDifference,
} from '../../build/scripts/gpu/check-report.js';
import { type CountedStep, costOf, problemsOf } from '../../build/scripts/gpu/wheel-report.js';
import { type Finished, runScript } from '../notebook/command.js';
import { testFolder } from '../results/made-up.js';

const folder = testFolder();

const gpuCheck = (...args: string[]): Promise<Finished> =>
  runScript('gpu-check', [...args, '--output', folder], { CUDA_VISIBLE_DEVICES: '-1' });

describe('npm run gpu-check', () => {
  it('ends at once without a GPU, with the reason and the remedy', async () => {
    const { code, stderr } = await gpuCheck();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /needs a GPU that TensorFlow uses\. .*(--tensorflow gpu|hides every GPU)/,
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('does all its parts and writes both reports (here on the CPU, small)', async () => {
    const { code, stdout, stderr } = await gpuCheck('--device', 'cpu', '--small');
    expect(stdout, stderr).toMatch(/Written: .*gpu-check.*\.json and \.md/);
    expect(code).toBe(0);
    const [json, md] = fs.readdirSync(folder).sort();
    const report = JSON.parse(fs.readFileSync(path.join(folder, json), 'utf8')) as CheckReport;
    expect(report.parity).toHaveLength(2);
    for (const one of report.parity)
      expect(one).toMatchObject({ steps: 3, worst: 0, repeats: true });
    expect(report.resumed?.killedAtStep).toBeGreaterThan(1);
    expect(report.resumed?.same).toBe(true);
    // and torch.compile, where the bench has installed it
    expect(Object.keys(report.timings[0].msPerStep).slice(0, 2)).toEqual(['plain', 'xla']);
    expect(report.wide.map(({ compute }) => compute)).toEqual(['float32', 'bfloat16']);
    for (const { share } of report.wide) expect(share).toBeGreaterThan(0);
    expect(fs.readFileSync(path.join(folder, md), 'utf8')).toMatch(/All that is promised held/);
  });
});

describe('what the report says', () => {
  const parity = {
    ...{ name: 'a step', format: 'float32' as const },
    ...{ steps: 50, repeats: true, control: 0 },
  };
  const report = {
    resumed: { killedAtStep: 5, same: true },
    ...{ parity: [], broken: [] },
  } as unknown as CheckReport;

  it('is how far losses are apart, relative to the reference', () => {
    expect(lossDifference([2, 1.1], [2, 1])).toEqual({
      steps: 2,
      first: 0,
      worst: expect.closeTo(0.1),
    });
    expect(() => lossDifference([1], [1, 2])).toThrow(/1 losses on one side, 2 on the other/);
    expect(() => lossDifference([], [])).toThrow(/0 losses/);
  });

  it('names what is beyond the bounds, differs when repeated, or after a kill', () => {
    const far = { ...parity, first: 0, worst: 2 * bounds.float32.worst };
    const other = { ...parity, first: 0, worst: 0, repeats: false };
    const resumed = { killedAtStep: 5, same: false };
    const found = failures({ ...report, parity: [far, other], resumed });
    expect(found).toHaveLength(3);
    expect(found.join()).toMatch(/from the CPU.*second run differs.*killed and resumed/);
    expect(failures({ ...report, parity: [{ ...far, worst: bounds.float32.worst }] })).toEqual([]);
    // as far as two builds of the CPU's kernels are apart in such a training
    expect(failures({ ...report, parity: [{ ...far, control: far.worst / 2 }] })).toEqual([]);
  });

  it('names a part that came to no end', () => {
    const broken = ['A wide model: out of memory'];
    expect(failures({ ...report, resumed: null, broken })).toEqual(broken);
  });
});

describe('what the test of the GPU wheel looks at', () => {
  const counted = [
    { kind: 'launch', name: 'gemm:cublasSgemm_v2', n: 20, bytes: 0 },
    { kind: 'memcpy', name: 'H2D', n: 20, bytes: 400 },
    { kind: 'memcpy', name: 'D2H', n: 10, bytes: 40 },
    { kind: 'memcpy', name: 'D2D', n: 10, bytes: 9000 }, // stays on the device
    { kind: 'sync', name: 'cuStreamSynchronize', n: 10, bytes: 0 },
  ];
  const step: CountedStep = { device: 'gpu', firstStepSeconds: 1, steps: 10, before: [], counted };
  const ceiling = { launches: 2, copies: 3, bytes: 44 };

  it('is counted for one step', () => {
    expect(costOf(step)).toEqual({ ...ceiling, waits: 1 });
    expect(problemsOf(step, ceiling)).toEqual([]);
  });

  it.each<[Partial<CountedStep>, Partial<typeof ceiling>, RegExp]>([
    [{ device: 'cpu' }, {}, /the device is cpu/],
    [{ before: [{ kind: 'blasmode', name: 'SetMathMode(3)', n: 1, bytes: 0 }] }, {}, /as TF32/],
    [{ before: [{ kind: 'launch', name: 'gemm(compute=77,algo=1)', n: 1, bytes: 0 }] }, {}, /TF32/],
    [{ counted: [] }, {}, /nothing was launched/],
    [{}, { launches: 1 }, /2 launches a step, more than 1/],
    [{}, { copies: 2 }, /3 copies a step, more than 2/],
    [{}, { bytes: 43 }, /44 bytes a step, more than 43/],
  ])('%j %j', (other, low, problem) => {
    expect(problemsOf({ ...step, ...other }, { ...ceiling, ...low }).join()).toMatch(problem);
  });
});
