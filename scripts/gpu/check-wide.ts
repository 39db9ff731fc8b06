import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type Compute, createProgram, loadTensorFlow, matMul } from 'memorization-kit/engine';
import type { BenchCase } from '../../bench/cases.js';
import { kitStep } from '../../bench/contenders/kit-task.js';
import { flopsPerStep } from '../../bench/flops.js';
import { readProblem, writeProblem } from '../../bench/problem.js';
import type { WideOrder, WideStep } from './check-report.js';

/*
 * The program of one process of the GPU check: what share of the device's peak a step of a wide model
 * reaches, and how much memory it takes. The peak is measured: large products of the same engine.
 * Argument: a WideOrder. Prints one line of JSON.
 */

/** Floating-point operations a second of products of two [size, size] matrices. */
function peak(size: number, compute: Compute): number {
  const spec = {
    state: { a: tf.randomUniform([size, size]), b: tf.randomUniform([size, size], -0.01, 0.01) },
    functions: {
      // each product takes the one before it, so that none is left out
      products: {
        inputs: {},
        run: ({ a, b }: Record<string, tf.Tensor>) => {
          let x = a;
          for (let i = 0; i < PRODUCTS; i++) x = matMul(x, b, { compute });
          return { outputs: { sum: x.sum() } };
        },
      },
    },
  };
  const program = createProgram(spec, 'plain');
  tf.dispose(spec.state);
  program.call('products', {});
  const seconds = Math.min(
    ...Array.from({ length: 5 }, () => timed(() => program.call('products', {}))),
  );
  program.dispose();
  return (PRODUCTS * 2 * size ** 3) / seconds;
}

const PRODUCTS = 10;

function timed(body: () => unknown): number {
  const began = performance.now();
  body();
  return (performance.now() - began) / 1000;
}

/** Memory that this process holds on the GPU, in MB; on a CPU the most that it held at all. */
function memoryMB(device: string): number | null {
  if (device === 'cpu') return Math.round(process.resourceUsage().maxRSS / 1024);
  const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 10_000 });
  const line = (stdout ?? '').split('\n').find((each) => each.startsWith(`${process.pid},`));
  return status === 0 && line ? Number(line.split(',')[1]) : null;
}

function main(): void {
  const { device, dModel, batch, steps, matrix, compute } = JSON.parse(
    process.argv[2],
  ) as WideOrder;
  const loaded = loadTensorFlow({ device });
  const wide: BenchCase = {
    name: 'wide',
    about: '',
    model: {
      ...{ vocabSize: 2048, seqLength: 64, dModel, nLayers: 4, nHeads: Math.max(1, dModel / 64) },
      ...{ positions: 'learned', mask: 'causal', compute },
    },
    batch,
    clipNorm: 0,
  };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit-gpu-check-'));
  try {
    writeProblem(wide, folder);
    const step = kitStep(readProblem(folder), loaded.device === 'gpu' ? 'xla' : 'plain');
    for (let i = 0; i < 3; i++) step();
    const seconds = timed(() => Array.from({ length: steps }, step)) / steps;
    const used = memoryMB(loaded.device);
    const most = peak(matrix, compute);
    const share = flopsPerStep(wide) / seconds / most;
    const report: WideStep = {
      compute,
      dModel,
      msPerStep: seconds * 1000,
      peakTflops: most / 1e12,
      share,
      memoryMB: used,
    };
    console.log(`\n${JSON.stringify(report)}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
