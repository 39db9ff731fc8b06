import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { projectRoot, readSettings, requireInteger, withDefaults } from 'memorization-kit/engine';
import { describe, expect, it } from 'vitest';

describe('settings from the environment', () => {
  it('have defaults', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({ profile: 'quick', rerun: false, device: 'auto', jobs: null });
    expect(settings.dataDir).toBe(path.join(projectRoot(), 'data'));
  });

  it.each([
    [{ KIT_PROFILE: 'quik' }, /Unknown profile .*"quik".*quick, standard, paper/],
    [{ KIT_RERUN: 'yes' }, /Unknown KIT_RERUN "yes".*1, true, 0, false/],
    [{ KIT_PROFLE: 'paper' }, /There is no setting KIT_PROFLE.*KIT_PROFILE/],
    [{ KIT_DEVICE: 'tpu' }, /Unknown device .*"tpu".*auto, cpu, gpu/],
    [{ KIT_JOBS: '0' }, /KIT_JOBS must be a whole number of at least 1/],
    [{ KIT_THREADS: 'two' }, /KIT_THREADS .*not "two"/],
    [{ KIT_CHECKPOINT_SECONDS: '0' }, /KIT_CHECKPOINT_SECONDS must be a number above 0, not "0"/],
  ])('name a wrong value: %o', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });
});

it('every variable that a page or a program of the kit names is one', () => {
  const files = ['environment.md', 'README.md', 'scripts/execute_notebook.py', 'scripts/kernel.ts'];
  const texts = files.map((file) => readFileSync(path.join(projectRoot(), file), 'utf8'));
  const named = new Set(texts.join().match(/KIT_[A-Z0-9_]+/g));
  expect(named.size).toBeGreaterThan(9);
  const refused = (env: object) => () => readSettings(env as NodeJS.ProcessEnv);
  for (const name of named) expect(refused({ [name]: '' }), name).not.toThrow();
});

it('KIT_RERUN is told in either way', () => {
  const rerun = (text: string) => readSettings({ KIT_RERUN: text }).rerun;
  expect(['1', 'true', '0', 'false', ''].map(rerun)).toEqual([true, true, false, false, false]);
});

describe('a configuration', () => {
  const defaults = { steps: 10, schedule: 'cosine' };

  it('is the defaults with overrides', () => {
    expect(withDefaults('x', defaults, { steps: 3 })).toEqual({ steps: 3, schedule: 'cosine' });
  });

  it.each([
    [{ stpes: 3 }, /Unknown key "stpes".*steps, schedule/],
    [{ steps: '3' }, /"steps".*must be a number, not string/],
    [{ steps: NaN }, /"steps".*finite/],
    [{ steps: undefined }, /"steps".*must be a number/],
  ])('refuses %o', (overrides, message) => {
    expect(() => withDefaults('x', defaults, overrides as object)).toThrow(message);
  });

  it('whole numbers are checked by name', () => {
    expect(() => requireInteger('nSequences', 0, 1)).toThrow(/nSequences .* at least 1, not 0/);
  });
});

/** Runs code in a process of its own: TensorFlow is loaded once in a process. */
function inProcess(
  code: string,
  env: NodeJS.ProcessEnv = {},
): { status: number | null; text: string } {
  const lib = path.join(projectRoot(), 'lib/dist/engine/node');
  const script = `const engine = require(${JSON.stringify(lib)}); ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, text: stdout + stderr };
}

describe('the device', () => {
  it('a GPU that TensorFlow cannot use is an error, never a silent run on the CPU', () => {
    const { status, text } = inProcess("engine.loadTensorFlow({ device: 'gpu' })", {
      CUDA_VISIBLE_DEVICES: '-1',
    });
    expect(status).not.toBe(0);
    expect(text).toMatch(/A GPU was asked for, but TensorFlow finds none/);
    expect(text).toMatch(/--tensorflow gpu/);
  });

  it.each([
    ['2,3', '2 2,3'],
    ['', ' '],
  ])(
    'is one of the GPUs in CUDA_VISIBLE_DEVICES="%s"; a child chooses from all',
    (all, expected) => {
      const code =
        "engine.loadTensorFlow({ device: 'auto' });" +
        'const child = engine.environmentForChild();' +
        "console.log('GPUs:', process.env.CUDA_VISIBLE_DEVICES, child.CUDA_VISIBLE_DEVICES);";
      expect(inProcess(code, { CUDA_VISIBLE_DEVICES: all }).text).toContain(`GPUs: ${expected}\n`);
    },
  );

  it('cannot change once TensorFlow is loaded', () => {
    const code =
      "engine.loadTensorFlow({ device: 'cpu' }); engine.loadTensorFlow({ device: 'gpu' })";
    expect(inProcess(code).text).toMatch(/already runs on the cpu.*restart the kernel/);
  });

  it('and its thread count are reported', () => {
    const { text } = inProcess(
      "console.log(JSON.stringify(engine.loadTensorFlow({ device: 'cpu', threads: 2 })))",
    );
    expect(text).toMatch(/"device":"cpu","gpuName":null,"threads":2,"tensorflow":"2\.\d+\.\d+"/);
  });
});

describe('one tensor library in the process', () => {
  it('danfojs and TensorFlow share one tfjs', () => {
    const code = `
      engine.loadTensorFlow({ device: 'cpu' });
      require('danfojs-node');
      const cores = Object.keys(require.cache).filter((f) => /tfjs-core.dist.tf-core.node.js$/.test(f));
      console.log('cores:', cores.length);`;
    expect(inProcess(code).text).toMatch(/cores: 1\n/);
  });
});
