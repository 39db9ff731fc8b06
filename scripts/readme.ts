// `npm run readme`: writes the table of results in README.md from data/. `--check` only compares.
import 'memorization-kit/supported-node';
import { type ProfileName, projectRoot } from 'memorization-kit/engine';
import type { ClaimKind } from 'memorization-kit/experiment';
import { duration } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { dataFolder, kitCommand, nothingStored, runCommand } from './options.js';
import { updateGenerated } from './results/generated.js';
import { escapeMarkdown, markdownTable } from './results/markdown.js';
import { secondsOf } from './results/costs.js';
import {
  distinct,
  originOf,
  oursText,
  type ShownFinding,
  shownFindings,
  verdictCounts,
} from './results/shown.js';

/** A part of README.md that is made from data/, between <!-- name --> and <!-- /name -->. */
type Part = 'summary' | 'results';

const head = ['claim', 'paper', 'ours [95 % interval]', 'verdict'];

/** The claims of one finding, in pieces of Markdown. */
export interface FindingSection {
  name: string;
  title: string;
  notebook: string;
  profile: string;
  table: string;
  origin: string; // the notebook, the profile, and what the runs were made with
}

/** The claims of every finding that has results; throws where there are none, and as shownFindings. */
export function findingSections(dataDir: string, incomplete = false): FindingSection[] {
  const all = shownFindings(dataDir, { incomplete });
  if (all.length === 0) throw nothingStored(dataDir);
  return all.map((shown) => {
    const { name, title, notebook } = shown.finding;
    const rows = shown.rows.map((row) =>
      [row.text, row.paper, oursText(row), row.verdict].map(escapeMarkdown),
    );
    const { profile } = shown;
    return {
      ...{ name, title, notebook, profile },
      table: markdownTable(head, rows),
      origin: originOf(shown),
    };
  });
}

/** The claims of every finding that has results, as Markdown; throws as findingSections. */
export function resultsTable(dataDir: string, incomplete = false): string {
  return findingSections(dataDir, incomplete)
    .flatMap(({ title, table, origin }) => [`### ${escapeMarkdown(title)}`, table, origin])
    .join('\n\n');
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** Runs, the devices that they were made on, and their time in sum: '444 runs, 11 h on the cpu'. */
function runsInSum(shown: readonly ShownFinding[]): string {
  const results = shown.flatMap((each) => each.results);
  const seconds = shown.reduce((sum, each) => sum + secondsOf(each), 0);
  const devices = distinct(results, ({ provenance }) => provenance.device);
  return `${plural(results.length, 'run')}, ${duration(seconds)} on the ${devices.join(' and the ')} in sum`;
}

/**
 * How many of the papers' claims have which verdict, and what the numbers come from, as Markdown;
 * throws as findingSections.
 */
export function summaryText(dataDir: string, incomplete = false): string {
  const shown = shownFindings(dataDir, { incomplete });
  if (shown.length === 0) throw nothingStored(dataDir);
  const rows = shown.flatMap((each) => each.rows);
  const papers = rows.filter(({ kind }) => kind === 'paper' || kind === 'derived').length;
  const profiles = [...new Set(shown.map(({ profile }) => profile))].map((name) => `\`${name}\``);
  const quick = storedOf(shown, dataDir, 'quick');
  const quickly = quick.length > 0 ? ` (${runsInSum(quick)})` : '';
  const has = (kind: ClaimKind) => rows.some((row) => row.kind === kind);
  return [
    `**The papers' ${plural(papers, 'claim')}: ${verdictCounts(rows, 'paper', 'derived')}.**`,
    has('own') ? `Our own questions, not counted there: ${verdictCounts(rows, 'own')}.` : '',
    has('gate') ? `Gates, which others presuppose: ${verdictCounts(rows, 'gate')}.` : '',
    `The numbers below are those of the profile ${profiles.join(' and ')} (${runsInSum(shown)}); ` +
      `\`npm run reproduce\` trains the profile \`quick\`${quickly}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The findings that are shown with all their results of a profile, those that have all. */
const storedOf = (shown: readonly ShownFinding[], dataDir: string, profile: ProfileName) =>
  shownFindings(dataDir, {
    profile,
    incomplete: true,
    findings: shown.map(({ finding }) => finding),
  }).filter(({ missing }) => missing === 0);

/** README.md with a part put between its marks. Throws when they are missing. */
export function withPart(readme: string, part: Part, content: string): string {
  const [before, after] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const [start, end] = [readme.indexOf(before), readme.indexOf(after)];
  if (start < 0 || end < start) throw new Error(`README.md must hold ${before} and ${after}.`);
  return `${readme.slice(0, start + before.length)}\n\n${content}\n\n${readme.slice(end)}`;
}

async function main({ check, incomplete }: { check: boolean; incomplete: boolean }): Promise<void> {
  const file = path.join(projectRoot(), 'README.md');
  const readme = fs.readFileSync(file, 'utf8');
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  const folder = dataFolder();
  const summarized = withPart(readme, 'summary', summaryText(folder, incomplete));
  const whole = withPart(summarized, 'results', resultsTable(folder, incomplete));
  const next = await prettier.format(whole, options);
  const command = 'npm run readme';
  if (!updateGenerated(file, next, { check, command })) process.exitCode = 1;
}

if (require.main === module) {
  const program = kitCommand('npm run readme --', 'Writes the table of results in README.md.')
    .option('--check', 'only say whether it is what would be written', false)
    .option('--incomplete', 'also from sweeps of which runs are missing', false)
    .action(main);
  void runCommand(program);
}
