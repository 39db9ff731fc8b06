// `npm run readme`: writes the table of results in README.md from data/. `--check` only compares.
import 'memorization-kit/supported-node';
import { projectRoot } from 'memorization-kit/engine';
import fs from 'node:fs';
import path from 'node:path';
import prettier from 'prettier';
import { dataFolder, kitCommand, nothingStored, runCommand } from './options.js';
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

/** README.md with the table put between its marks. Throws when they are missing. */
export function withResults(readme: string, table: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md must hold ${START} and ${END}.`);
  return `${readme.slice(0, start + START.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

async function main({ check, incomplete }: { check: boolean; incomplete: boolean }): Promise<void> {
  const file = path.join(projectRoot(), 'README.md');
  const readme = fs.readFileSync(file, 'utf8');
  const options = { ...(await prettier.resolveConfig(file)), filepath: file };
  const table = resultsTable(dataFolder(), incomplete);
  const next = await prettier.format(withResults(readme, table), options);
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
