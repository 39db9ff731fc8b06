import { describe } from './cases';
import { contenders as allContenders } from './contenders';
import { checkExpectations, ratios } from './expectations';
import type { Machine } from './machine';
import type { Measured, MeasuredCase } from './measure';
import { flopsPerStep } from './flops';
import type { Peak } from './peak';
import { geometricMean } from './statistics';

export interface Report {
  schema: 1;
  date: string; // ISO
  machine: Machine;
  device: string;
  threads: number;
  rounds: number;
  peak: Peak | null; // of one core; null on a GPU and where no native kernels run
  cases: MeasuredCase[];
}

type Row = string[];
const digits = (n: number): string => (n >= 100 ? n.toFixed(0) : n.toPrecision(3));
const times = (n: number): string => (Number.isFinite(n) ? `${n.toFixed(2)}x` : '');

/** The table of one case: a row per contender. */
export function caseTable({ contenders }: MeasuredCase): Row[] {
  const [ours] = contenders;
  const row = (m: Measured): Row => [
    m.contender,
    m.variant,
    digits(m.msPerStep),
    `${digits(m.low)}-${digits(m.high)}`,
    times(m.msPerStep / ours.msPerStep),
    digits(m.cpuMsPerStep),
    `${m.firstStepSeconds.toFixed(1)} s`,
    `${m.peakMemoryMB.toFixed(0)} MB`,
  ];
  const head = ['contender', 'variant', 'ms/step', 'quartiles', `against ${ours.contender}`];
  return [[...head, 'CPU ms/step', 'first step', 'peak memory'], ...contenders.map(row)];
}

/** Ratios to the first contender's step of all cases, and their geometric means. */
export function summaryTable(cases: MeasuredCase[]): Row[] {
  const first = cases[0]?.contenders[0].contender;
  const others = allContenders.map((c) => c.name).filter((name) => name !== first);
  const shown = others.filter((name) => ratios(cases, name).length === cases.length);
  const rows = cases.map((one, i) => [
    one.case.name,
    ...shown.map((name) => times(ratios(cases, name)[i])),
  ]);
  const means = shown.map((name) => times(geometricMean(ratios(cases, name))));
  return [['case', ...shown], ...rows, ['geometric mean', ...means]];
}

/** How much of the core's peak each case's steps reach; a row per case. */
export function rooflineTable(cases: MeasuredCase[], peak: Peak): Row[] {
  const shown = cases[0].contenders.map((m) => m.contender);
  const rows = cases.map(({ case: one, contenders }) => {
    const flops = flopsPerStep(one);
    return [
      one.name,
      (flops / 1e6).toFixed(1),
      ...contenders.map((m) => {
        const gflops = flops / m.msPerStep / 1e6;
        return `${gflops.toFixed(1)} (${((100 * gflops) / peak.gflops).toFixed(0)} %)`;
      }),
    ];
  });
  return [['case', 'MFLOP a step', ...shown], ...rows];
}

/** Columns padded for a terminal; the same text is a valid Markdown table. */
export function formatTable(rows: Row[]): string {
  const widths = rows[0].map((_, i) => Math.max(3, ...rows.map((row) => row[i].length)));
  const line = (row: Row): string =>
    `| ${row.map((cell, i) => (i < 1 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((w, i) => (i < 1 ? '-'.repeat(w) : `${'-'.repeat(w - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

/** A warning where a contender had to wait for a core: with one thread, CPU time equals time. */
export function disturbed(cases: MeasuredCase[]): string[] {
  const waited = cases.flatMap((one) =>
    one.contenders.filter((m) => m.coresUsed < 0.9).map((m) => `${one.case.name}/${m.contender}`),
  );
  if (waited.length === 0) return [];
  return [`**Disturbed**: other work took the core from ${waited.join(', ')}.`, ''];
}

/** The whole report as Markdown. */
export function markdown(report: Report): string {
  const { machine, cases } = report;
  const versions = new Map(
    cases.flatMap((c) => c.contenders.flatMap((m) => Object.entries(m.versions))),
  );
  const lines = [
    `# Speed of one training step, ${report.date.slice(0, 10)}`,
    '',
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB; ran on ${report.device}, ` +
      `${report.threads} thread${report.threads === 1 ? '' : 's'}; ${machine.platform}, Node ${machine.node}, ` +
      `${[...versions].map((pair) => pair.join(' ')).join(', ')}; ` +
      `commit ${machine.commit ?? 'unknown'}; load at the start ${machine.load.toFixed(2)}.`,
    `Medians of ${report.rounds} rounds in which the contenders take turns; ../README.md tells how to read them.`,
    '',
    ...(report.device === 'cpu' ? disturbed(cases) : []),
    `## How many times as long as the ${cases[0].contenders[0].contender} step`,
    '',
    formatTable(summaryTable(cases)),
    '',
    ...checkExpectations(cases).map(
      ({ text, met, found }) => `- ${met ? 'Reached' : '**Not reached**'}: ${text} (${found}).`,
    ),
  ];
  if (report.peak) {
    lines.push(
      '',
      "## Share of the core's peak",
      '',
      `GFLOP/s of the matrix products alone; the core's measured peak is ` +
        `${report.peak.gflops.toFixed(0)} GFLOP/s (${report.peak.level}, one core).`,
      '',
      formatTable(rooflineTable(cases, report.peak)),
    );
  }
  for (const one of cases) {
    lines.push('', `## ${one.case.about}`, '', describe(one.case), '', formatTable(caseTable(one)));
  }
  return `${lines.join('\n')}\n`;
}
