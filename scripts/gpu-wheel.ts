import 'memorization-kit/supported-node';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cacheDir, projectRoot } from 'memorization-kit/engine';
import { cases, tokensPerStep } from '../bench/cases.js';
import { buildFakeStack } from './gpu/fake-stack.js';
import { gpuSite, whyNotHere } from './gpu/wheel-site.js';
import { type Ceiling, costOf, type CountedStep, problemsOf } from './gpu/wheel-report.js';
import { folder, kitCommand, runCommand } from './options.js';

/*
 * npm run test:gpu-wheel: TensorFlow's GPU build with a driver that counts and runs nothing
 * (scripts/gpu/fake), so that what a GPU would be asked for can be looked at without one. Numbers that
 * a step computes mean nothing here, nor does its time.
 */

interface Trial {
  name: string;
  mode: 'plain' | 'xla';
  compute: string;
  ceiling: Ceiling;
}

/** Launches of a step in plain mode, as this test counted them, and a twentieth more. */
const plainLaunches: Record<string, Record<string, number>> = {
  float32: { string: 415, tiny: 206, small: 324, biographies: 578, vocabulary: 205 },
  'bfloat16-everywhere': { string: 545, tiny: 272, small: 455, biographies: 773, vocabulary: 271 },
};
const XLA_LAUNCHES = 3; // one graph, and what cannot be in it

function trials(): Trial[] {
  return cases.flatMap((benchCase): Trial[] => {
    const { name } = benchCase;
    // Tokens and targets once; the loss, its gradient's norm and the scalars both ways.
    const ceiling = { copies: 9, bytes: 2 * 4 * tokensPerStep(benchCase) + 640 };
    const trial = (mode: Trial['mode'], compute: string, launches: number): Trial => ({
      ...{ name, mode, compute },
      ceiling: { launches, ...ceiling },
    });
    return [
      ...Object.entries(plainLaunches).map(([compute, of]) => trial('plain', compute, of[name])),
      trial('xla', 'float32', XLA_LAUNCHES),
    ];
  });
}

/** The environment of a process that finds the fake libraries before all others. */
function environment(fake: string, site: string): NodeJS.ProcessEnv {
  const own = ['nvjitlink', 'cuda_nvrtc', 'curand'].map((name) =>
    path.join(site, 'nvidia', name, 'lib'),
  );
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LD_LIBRARY_PATH: [fake, path.join(site, 'tensorflow'), ...own].join(':'),
    KIT_TEST_GPU_COUNTS: path.join(fake, `counts-${process.pid}`),
  };
  for (const name of Object.keys(env))
    if (/^(CUDA_|TF_|XLA_|KIT_DEVICE)/.test(name)) delete env[name];
  return env;
}

function run({ name, mode, compute }: Trial, env: NodeJS.ProcessEnv): CountedStep {
  const program = path.join(__dirname, 'gpu', 'counted-steps.js');
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    [program, name, mode, compute],
    { env, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const line = stdout.split('\n').find((each) => each.startsWith('{"device"'));
  if (!line) {
    const end = stderr.trim().split('\n').slice(-8).join('\n');
    throw new Error(`the process ended (${signal ?? `exit code ${status}`}):\n${end}`);
  }
  return JSON.parse(line) as CountedStep;
}

function main(options: { site?: string; case?: string; fast?: boolean }): void {
  const why = whyNotHere();
  if (why !== null) throw new Error(`The test of the GPU wheel cannot run here: ${why}`);
  const site = gpuSite(options.site, console.log);
  const fake = cacheDir('gpu-wheel', 'fake');
  fs.rmSync(fake, { recursive: true, force: true });
  buildFakeStack(path.join(projectRoot(), 'scripts', 'gpu', 'fake'), site, fake);
  const env = environment(fake, site);
  const chosen = trials().filter(
    ({ name, mode }) =>
      (!options.case || options.case === name) && (!options.fast || mode === 'plain'),
  );
  if (chosen.length === 0) throw new Error(`There is no case "${options.case}".`);
  let failed = 0;
  for (const trial of chosen) {
    const label = `${trial.name}, ${trial.mode}, ${trial.compute}`;
    try {
      const step = run(trial, env);
      const { launches, copies, bytes, waits } = costOf(step);
      const problems = problemsOf(step, trial.ceiling);
      console.log(
        `${problems.length ? 'FAILED' : 'ok'}  ${label}: ${launches} launches, ${copies} copies of ` +
          `${bytes} bytes, ${waits} waits a step; first step ${step.firstStepSeconds.toFixed(0)} s`,
      );
      problems.forEach((problem) => console.log(`        ${problem}`));
      failed += Number(problems.length > 0);
    } catch (error) {
      console.log(`FAILED  ${label}: ${(error as Error).message}`);
      failed++;
    }
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed (driver: fake, GPU: none)`);
  if (failed > 0) process.exitCode = 1;
}

const program = kitCommand(
  'npm run test:gpu-wheel --',
  "TensorFlow's GPU build with a driver that counts launches and copies and runs nothing",
)
  .option(
    '--site <folder>',
    'where the GPU wheel is unpacked; default: .venv, or downloaded',
    folder,
  )
  .option('--case <name>', 'this case of bench/cases.ts only')
  .option('--fast', 'without XLA, which compiles for up to a minute a case')
  .action(main);

void runCommand(program);
