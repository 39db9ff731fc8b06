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

/** The GPU's name. Throws at once, with the reason and the remedy, when TensorFlow uses none. */
function requireGpu(): string | null {
  const { usesGpu, gpuName, missingGpu } = trialLoad(environmentForChild());
  if (usesGpu) return gpuName;
  throw new Error(`The GPU check needs a GPU that TensorFlow uses. ${missingGpu}`);
}

const NAMES = {
  parity: "The losses of each finding's step, against the CPU's",
  resumed: 'A run that is killed and goes on',
  timings: 'Milliseconds a step',
  wide: 'A wide model',
};
type Parts = { [K in keyof typeof NAMES]?: CheckReport[K] | null };

/** Does the parts; `save` gets the report after each, which says what is still to come. */
async function check(
  { device, small }: Options,
  gpu: string | null,
  scratch: string,
  save: (report: CheckReport) => void,
): Promise<void> {
  const began = performance.now();
  const where = { machine: thisMachine(), device, gpu, driver: driverVersion() };
  const extent = { ...(small ? smallExtent : fullExtent), device };
  const python = installedBenchPython(device);
  let withoutTorch =
    python === null ? 'run `npm run bench -- --device gpu` first, which installs it' : null;
  const done: Parts = {};
  const broken: string[] = [];
  /** A part that fails is named in the report, and costs the others nothing. */
  const part = async <K extends keyof Parts>(
    key: K,
    work: () => Promise<Parts[K]>,
  ): Promise<void> => {
    log(NAMES[key]);
    try {
      done[key] = await work();
    } catch (error) {
      done[key] = null;
      broken.push(`${NAMES[key]}: ${(error as Error).message}`);
    }
    const toCome = Object.entries(NAMES).filter(([key]) => !(key in done));
    save({
      ...{ schema: 1, date: new Date().toISOString(), ...where },
      seconds: (performance.now() - began) / 1000,
      ...{ parity: done.parity ?? [], resumed: done.resumed ?? null },
      ...{ timings: done.timings ?? [], wide: done.wide ?? [], withoutTorch },
      broken: [...broken, ...toCome.map(([, name]) => `${name}: not done`)],
    });
  };
  await Promise.all([
    part('parity', () => checkParity(extent, log)),
    part('resumed', () => checkResume(extent, scratch)),
  ]);
  await part('timings', () => checkTimings(extent, python, scratch, log));
  if (done.timings === null && python !== null) {
    withoutTorch = 'with it the part failed, as is said above';
    await part('timings', () => checkTimings(extent, null, scratch, log));
  }
  await part('wide', () => checkWide(extent));
}

async function main(options: Options): Promise<void> {
  const gpu = options.device === 'gpu' ? requireGpu() : null;
  const today = new Date().toISOString().slice(0, 10);
  const name = `${today}-gpu-check-${slug(gpu ?? thisMachine().cpu)}`;
  const file = path.join(options.output, name);
  await withScratch('gpu-check', async (scratch) => {
    let found: string[] = [];
    await check(options, gpu, scratch, (report) => {
      writeWhole(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
      writeWhole(`${file}.md`, checkMarkdown(report));
      found = failures(report);
    });
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
