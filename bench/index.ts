import 'memorization-kit/supported-node';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { describe } from './cases';
import { withScratch } from './child';
import { checkExpectations } from './expectations';
import { slug, thisMachine } from './machine';
import { measureCase, type MeasuredCase } from './measure';
import { type Options, readOptions } from './options';
import { measurePeak } from './peak';
import { benchPython } from './python-packages';
import {
  caseTable,
  disturbed,
  formatTable,
  markdown,
  type Report,
  rooflineTable,
  summaryTable,
} from './report';

const log = (line: string): void => console.log(line);

/** Writes <date>-<what it ran on>[-<n>-threads].json and .md; returns the path without ending. */
function store(report: Report): string {
  const folder = path.join(projectRoot(), 'bench', 'results');
  const where = report.device === 'cpu' ? report.machine.cpu : report.device;
  const threads = report.threads === 1 ? '' : `-${report.threads}-threads`;
  const file = path.join(folder, `${report.date.slice(0, 10)}-${slug(where)}${threads}`);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
  fs.writeFileSync(`${file}.md`, markdown(report));
  return path.relative(projectRoot(), file);
}

async function bench(options: Options): Promise<Report> {
  const machine = thisMachine();
  if (machine.load > 0.5) {
    log(`Other work runs on this machine (load ${machine.load.toFixed(1)}): expect noise.`);
  }
  const needsPython = options.contenders.some((c) => c.program === 'python');
  const python = needsPython ? benchPython(options.device, log) : null;
  const hasPeak = options.device === 'cpu' && options.threads === 1;
  const peak = hasPeak ? measurePeak() : null;
  if (peak) log(`The peak of a core: ${peak.gflops.toFixed(0)} GFLOP/s (${peak.level}).`);
  const cases: MeasuredCase[] = [];
  await withScratch('bench', async (scratch) => {
    const setting = { python, threads: options.threads, device: options.device, scratch };
    for (const one of options.cases) {
      log(`\n${describe(one)}`);
      const measured = await measureCase(one, options.contenders, setting, options.rounds, log);
      cases.push(measured);
      log(formatTable(caseTable(measured)));
    }
  });
  const gpu = cases.flatMap((c) => c.contenders).find((m) => !['cpu', 'gpu'].includes(m.device));
  return {
    schema: 1,
    date: new Date().toISOString(),
    machine,
    device: gpu?.device ?? options.device,
    threads: options.threads,
    rounds: options.rounds,
    peak,
    cases,
  };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv);
  const report = await bench(options);
  const [first] = report.cases[0].contenders;
  log(
    `\nHow many times as long as the ${first.contender} step:\n` +
      formatTable(summaryTable(report.cases)),
  );
  if (report.peak) {
    log(`\nShare of the core's peak:\n${formatTable(rooflineTable(report.cases, report.peak))}`);
  }
  if (options.device === 'cpu') disturbed(report.cases).forEach(log);
  if (!options.complete) {
    log('\nNot stored: only a run of all cases and all contenders is.');
    return;
  }
  for (const { text, met, found } of checkExpectations(report.cases)) {
    log(`${met ? 'reached' : 'NOT reached'}: ${text} (${found})`);
  }
  log(`\nStored as ${store(report)}.json and .md`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
