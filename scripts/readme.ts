// `npm run readme`: writes the table of results in README.md from data/. `--check` only compares.
import { projectRoot, readSettings } from 'memorization-kit/engine';
import { findings } from 'memorization-kit/findings';
import { withInterval } from 'memorization-kit/notebook';
import { evaluateClaims, loadResults } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { profilesWithData } from './options.js';

const START = '<!-- results -->';
const END = '<!-- /results -->';
const head = '| claim | paper | ours [95 % interval] | verdict |\n| --- | --- | --- | --- |';

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
  return Object.values(findings).flatMap((finding) => {
    const [profile] = profilesWithData(finding.name, dataDir);
    const results = profile ? loadResults(finding, profile, dataDir) : [];
    if (results.length === 0) return [];
    const rows = evaluateClaims(finding, results, profile).map((claim) => {
      const ours = claim.n > 0 ? `${withInterval(claim)} ${claim.unit}` : '–';
      return `| ${claim.text} | ${claim.paper} | ${ours} | ${claim.verdict} |`;
    });
    const { commit, device, tensorflow } = results[0].provenance;
    const { name, title, notebook } = finding;
    const origin =
      `[${notebook}](notebooks/${notebook}.ipynb), profile \`${profile}\`, ` +
      `${results.length} runs on the ${device}, TensorFlow ${tensorflow}, ` +
      `commit ${commit?.slice(0, 12) ?? 'unknown'}.`;
    return [{ name, title, notebook, table: `${head}\n${rows.join('\n')}`, origin }];
  });
}

/** The claims of every finding that has results, as Markdown. */
export function resultsTable(dataDir: string): string {
  const sections = findingSections(dataDir).flatMap(({ title, table, origin }) => [
    `### ${title}`,
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
  if (next === readme) return;
  if (values.check) {
    console.error('README.md does not show what is in data/. Run `npm run readme`.');
    process.exitCode = 1;
  } else {
    fs.writeFileSync(file, next);
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
