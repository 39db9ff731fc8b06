import 'memorization-kit/supported-node';
import * as path from 'node:path';
import { Option } from 'commander';
import {
  driverVersion,
  environmentForChild,
  projectRoot,
  trialLoad,
  writeWhole,
} from 'memorization-kit/engine';
import { withScratch } from '../bench/child.js';
import { slug, thisMachine } from '../bench/machine.js';
import { installedBenchPython } from '../bench/python-packages.js';
import {
  checkParity,
  checkResume,
  checkTimings,
  checkWide,
  fullExtent,
  smallExtent,
} from './gpu/check-parts.js';
import { checkMarkdown, type CheckReport, failures } from './gpu/check-report.js';
import { folder, kitCommand, runCommand } from './options.js';

/*
 * npm run gpu-check: what only a GPU can tell, in some minutes and one report (JSON and Markdown).
 * `--device cpu --small` runs the same code where there is none, for the tests.
 */

interface Options {
  output: string;
  device: 'cpu' | 'gpu';
  small?: boolean;
}

const log = (line: string): void => console.log(line);

/** Throws at once, with the reason and the remedy, when TensorFlow uses no GPU. */
function requireGpu(): void {
  const { usesGpu, missingGpu } = trialLoad(environmentForChild());
  if (usesGpu) return;
  throw new Error(`The GPU check needs a GPU that TensorFlow uses. ${missingGpu}`);
}

async function check({ device, small }: Options, scratch: string): Promise<CheckReport> {
  const began = performance.now();
  const extent = { ...(small ? smallExtent : fullExtent), device };
  const python = installedBenchPython(device);
  const broken: string[] = [];
  /** A part that fails is named in the report, and costs the others nothing. */
  const part = async <T>(name: string, work: () => Promise<T>): Promise<T | null> => {
    log(name);
    try {
      return await work();
    } catch (error) {
      broken.push(`${name}: ${(error as Error).message}`);
      return null;
    }
  };
  const [parity, resumed] = await Promise.all([
    part(`The losses of each finding's step, ${device} against CPU`, () =>
      checkParity(extent, log),
    ),
    part('A run that is killed and goes on', () => checkResume(extent, scratch)),
  ]);
  const timed = (name: string, torch: string | null) =>
    part(name, () => checkTimings(extent, torch, scratch, log));
  let timings = await timed('Milliseconds a step', python);
  if (timings === null && python !== null) {
    timings = await timed('Milliseconds a step, without torch.compile', null);
  }
  const wide = await part('A wide model', () => checkWide(extent));
  const gpu = device === 'gpu' ? (parity?.[0].gpu ?? null) : null;
  return {
    ...{ schema: 1, date: new Date().toISOString(), machine: thisMachine(), device, gpu },
    driver: driverVersion(),
    seconds: (performance.now() - began) / 1000,
    ...{ parity: parity ?? [], resumed, timings: timings ?? [], wide: wide ?? [], broken },
    withoutTorch:
      python === null ? 'run `npm run bench -- --device gpu` first, which installs it' : null,
  };
}

async function main(options: Options): Promise<void> {
  if (options.device === 'gpu') requireGpu();
  await withScratch('gpu-check', async (scratch) => {
    const report = await check(options, scratch);
    const name = `${report.date.slice(0, 10)}-gpu-check-${slug(report.gpu ?? report.machine.cpu)}`;
    const file = path.join(options.output, name);
    writeWhole(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
    writeWhole(`${file}.md`, checkMarkdown(report));
    const found = failures(report);
    found.forEach((failure) => log(`Did not hold: ${failure}`));
    log(`Written: ${file}.json and .md`);
    if (found.length > 0) process.exitCode = 1;
  });
}

const program = kitCommand(
  'npm run gpu-check --',
  'Checks a GPU against the CPU, times it and writes one report.',
)
  .option(
    '--output <folder>',
    'where the report goes',
    folder,
    path.join(projectRoot(), 'bench', 'results'),
  )
  .addOption(new Option('--device <device>').choices(['cpu', 'gpu']).default('gpu').hideHelp())
  .addOption(new Option('--small').hideHelp())
  .action(main);

void runCommand(program);
