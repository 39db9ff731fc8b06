import * as readline from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { loadTensorFlow } from 'memorization-kit/engine';
import { readProblem, type Problem } from '../problem';
import { fromArguments, type Reply, type Request } from '../protocol';

/** One training step on the problem's batch; returns the loss before the update. */
export type Step = () => number;

/**
 * The life of a contender that runs in Node: loads TensorFlow, makes the step of the wanted
 * variant, then answers requests until the end. Throws (and ends) on an unknown variant.
 */
export function serve(variants: Record<string, (problem: Problem) => Step>): void {
  const { folder, variant, threads, device } = fromArguments(process.argv.slice(2));
  if (!Object.hasOwn(variants, variant)) {
    throw new Error(`Unknown variant "${variant}"; there are ${Object.keys(variants).join(', ')}.`);
  }
  const tensorflow = loadTensorFlow({ device, threads });
  let step: Step | null = null;

  const start = (steps: number): Reply<{ do: 'start'; steps: number }> => {
    const began = performance.now();
    step = variants[variant](readProblem(folder));
    const losses = [step()];
    const firstStepSeconds = (performance.now() - began) / 1000;
    while (losses.length < steps) losses.push(step());
    const versions = { tensorflow: tensorflow.tensorflow, tfjs: tf.version_core };
    return { losses, firstStepSeconds, device: tensorflow.device, versions };
  };

  const time = (steps: number): Reply<{ do: 'time'; steps: number }> => {
    if (!step) throw new Error('"time" was asked for before "start".');
    const cpu = process.cpuUsage();
    const began = performance.now();
    let loss = NaN;
    for (let i = 0; i < steps; i++) loss = step();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { seconds, cpuSeconds: (user + system) / 1e6, loss };
  };

  const input = readline.createInterface({ input: process.stdin });
  input.on('line', (line) => {
    const request = JSON.parse(line) as Request;
    const reply =
      request.do === 'start'
        ? start(request.steps)
        : request.do === 'time'
          ? time(request.steps)
          : { peakMemoryMB: process.resourceUsage().maxRSS / 1024 };
    process.stdout.write(`${JSON.stringify(reply)}\n`);
    if (request.do === 'end') input.close();
  });
}
