// `npm run readme`: writes the table of results in README.md from data/. `--check` only compares.
import 'memorization-kit/supported-node';
import { projectRoot, readSettings } from 'memorization-kit/engine';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { updateGenerated } from './results/generated.js';
import { escapeMarkdown, markdownTable } from './results/markdown.js';
import { originOf, oursText, shownFindings } from './results/shown.js';

const START = '<!-- results -->';
const END = '<!-- /results -->';
const head = ['claim', 'paper', 'ours [95 % interval]', 'verdict'];

/** The claims of one finding, in pieces of Markdown. */
export interface FindingSection {
  name: string;
  title: string;
  notebook: string;
  table: string;
  origin: string; // the notebook, the profile, and what the runs were made with
}

/** The claims of every finding that has results. */
export function findingSections(dataDir: string): FindingSection[] {
  return shownFindings(dataDir).map((shown) => {
    const { name, title, notebook } = shown.finding;
    const rows = shown.rows.map((row) =>
      [row.text, row.paper, oursText(row), row.verdict].map(escapeMarkdown),
    );
    return { name, title, notebook, table: markdownTable(head, rows), origin: originOf(shown) };
  });
}

/** The claims of every finding that has results, as Markdown. */
export function resultsTable(dataDir: string): string {
  const sections = findingSections(dataDir).flatMap(({ title, table, origin }) => [
    `### ${escapeMarkdown(title)}`,
    table,
    origin,
  ]);
  return sections.length > 0 ? sections.join('\n\n') : 'No results are stored yet.';
}

/** README.md with the table put between its marks. Throws when they are missing. */
export function withResults(readme: string, table: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md must hold ${START} and ${END}.`);
  return `${readme.slice(0, start + START.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const file = path.join(projectRoot(), 'README.md');
  const readme = fs.readFileSync(file, 'utf8');
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  const next = await prettier.format(
    withResults(readme, resultsTable(readSettings().dataDir)),
    options,
  );
  const command = 'npm run readme';
  if (!updateGenerated(file, next, { check: values.check, command })) process.exitCode = 1;
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
