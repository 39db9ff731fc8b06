import * as fs from 'node:fs';
import * as path from 'node:path';
import { type BenchCase } from './cases';
import { checkSameLosses } from './check-losses';
import type { Child } from './child';
import type { Contender } from './contenders';
import { writeProblem } from './problem';
import type { StartReply } from './protocol';
import { startChild, type Setting } from './start';
import { median, quantile } from './statistics';

const FIRST_STEPS = 5; // compared loss by loss
const WARM_UP_SECONDS = 1; // steps after the first ones, not counted
const TURN_SECONDS = 0.4; // a turn has as many steps as fit, at least one

export interface Measured {
  contender: string;
  variant: string; // the one that was timed
  variants: Record<string, number>; // ms per step of each while warming up
  msPerStep: number; // median over the rounds
  low: number; // quartiles over the rounds
  high: number;
  rounds: number[]; // ms per step, round by round
  stepsPerTurn: number;
  cpuMsPerStep: number; // median CPU time of all threads
  coresUsed: number; // CPU time / time, median: well below the threads when others use the machine
  firstStepSeconds: number; // with capturing or compiling, nothing cached
  peakMemoryMB: number;
  losses: number[]; // of the first steps
  device: string;
  versions: Record<string, string>;
}

export interface MeasuredCase {
  case: BenchCase;
  contenders: Measured[];
}

interface Turn {
  ms: number;
  cpuMs: number;
}

interface Ready {
  contender: Contender;
  child: Child;
  variant: string;
  variants: Record<string, number>;
  start: StartReply;
  stepsPerTurn: number;
}

/**
 * Times one training step of all contenders, which take turns on the same machine.
 * Throws when they do not compute the same losses from the same parameters.
 */
export async function measureCase(
  benchCase: BenchCase,
  contenders: Contender[],
  setting: Setting,
  nRounds: number,
  log: (line: string) => void,
): Promise<MeasuredCase> {
  const folder = path.join(setting.scratch, benchCase.name);
  writeProblem(benchCase, folder);
  const children: Child[] = [];
  try {
    const ready: Ready[] = [];
    for (const contender of contenders) {
      ready.push(await fastestVariant(contender, folder, setting, children, log));
    }
    checkSameLosses(
      benchCase.name,
      ready.map(({ contender, start }) => ({ name: contender.name, losses: start.losses })),
    );
    const turns = await takeTurns(ready, nRounds);
    const measured: Measured[] = [];
    for (const [i, one] of ready.entries()) {
      const { peakMemoryMB } = await one.child.ask({ do: 'end' });
      const rounds = turns[i].map((turn) => turn.ms);
      measured.push({
        contender: one.contender.name,
        variant: one.variant,
        variants: one.variants,
        msPerStep: median(rounds),
        low: quantile(rounds, 0.25),
        high: quantile(rounds, 0.75),
        rounds,
        stepsPerTurn: one.stepsPerTurn,
        cpuMsPerStep: median(turns[i].map((turn) => turn.cpuMs)),
        coresUsed: median(turns[i].map((turn) => turn.cpuMs / turn.ms)),
        peakMemoryMB,
        ...one.start,
      });
    }
    return { case: benchCase, contenders: measured };
  } finally {
    children.forEach((child) => child.kill());
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts and warms up each variant in turn and keeps the fastest one's process. */
async function fastestVariant(
  contender: Contender,
  folder: string,
  setting: Setting,
  children: Child[],
  log: (line: string) => void,
): Promise<Ready> {
  const variants: Record<string, number> = {};
  let best: Ready | null = null;
  for (const variant of contender.variants) {
    const child = startChild(contender, { folder, variant }, setting);
    children.push(child);
    const start = await child.ask({ do: 'start', steps: FIRST_STEPS });
    const ms = await warmUp(child);
    variants[variant] = ms;
    log(
      `  ${contender.name} ${variant}: first step ${start.firstStepSeconds.toFixed(1)} s, then ~${ms.toPrecision(3)} ms`,
    );
    if (best && best.variants[best.variant] <= ms) {
      child.kill();
      continue;
    }
    best?.child.kill();
    const stepsPerTurn = Math.max(1, Math.round((TURN_SECONDS * 1000) / ms));
    best = { contender, child, variant, variants, start, stepsPerTurn };
  }
  if (!best) throw new Error(`${contender.name} has no variants.`);
  return best;
}

/** Runs uncounted steps; returns the fastest of three measurements, ms per step. */
async function warmUp(child: Child): Promise<number> {
  const once = await child.ask({ do: 'time', steps: 1 });
  const steps = Math.max(1, Math.round(WARM_UP_SECONDS / 3 / once.seconds));
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const { seconds } = await child.ask({ do: 'time', steps });
    times.push((seconds / steps) * 1000);
  }
  return Math.min(...times);
}

/** Round by round, each contender once; the order turns by one each round, and back every other. */
async function takeTurns(ready: Ready[], nRounds: number): Promise<Turn[][]> {
  const turns: Turn[][] = ready.map(() => []);
  for (let round = 0; round < nRounds; round++) {
    const order = ready.map((_, i) => (i + round) % ready.length);
    if (round % 2 === 1) order.reverse();
    for (const i of order) {
      const { child, stepsPerTurn } = ready[i];
      const { seconds, cpuSeconds, loss } = await child.ask({ do: 'time', steps: stepsPerTurn });
      if (!Number.isFinite(loss))
        throw new Error(`${ready[i].contender.name}: the loss is ${loss}.`);
      const perStep = 1000 / stepsPerTurn;
      turns[i].push({ ms: seconds * perStep, cpuMs: cpuSeconds * perStep });
    }
  }
  return turns;
}
