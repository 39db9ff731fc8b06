import 'memorization-kit/supported-node';
import { oneOf, type ProfileName, readSettings, shownPath } from 'memorization-kit/engine';
import {
  closeExporter,
  exportFigure,
  type FigureFormat,
  figureFormats,
  parseWidth,
} from 'memorization-kit/plot/export';
import { findFinding, findings } from 'memorization-kit/findings';
import { drawFigures, type NamedFigure, storedResults } from 'memorization-kit/results';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { dataFolder, findingsOption, folder, kitCommand } from './options.js';
import { nothingStored, profileOption, runCommand } from './options.js';
import { valueDifferences } from './value-differences.js';

/* Makes every file of figures/ again from data/ alone, without training. */

interface Flags {
  finding: string[];
  format?: string;
  width?: string;
  profile?: ProfileName;
  incomplete?: boolean;
  data?: string;
  out?: string;
  check?: boolean;
}

function formatsOf(flags: Flags): readonly FigureFormat[] {
  if (flags.format) {
    return flags.format.split(',').map((format) => oneOf('format', format.trim(), figureFormats));
  }
  // A figure's data are the same at every width, so that a width needs no json of its own.
  return flags.width ? figureFormats.filter((format) => format !== 'json') : figureFormats;
}

async function makeFigures(flags: Flags): Promise<void> {
  const dataDir = dataFolder(flags.data);
  const dir = flags.out ?? readSettings().figuresDir;
  const formats = formatsOf(flags);
  const width = flags.width ? parseWidth(flags.width) : undefined;
  const suffix = flags.width ? `-${flags.width.trim()}` : '';
  const { profile, incomplete } = flags;
  // All are read before the first is drawn: a damaged result leaves every figure as it is.
  const names = flags.finding.length > 0 ? flags.finding : Object.keys(findings);
  const read = names.map((name) => {
    const finding = findFinding(name);
    return { finding, stored: storedResults(finding, dataDir, { profile, incomplete }) };
  });
  if (flags.check) {
    const drawn = read.flatMap(({ finding, stored }) =>
      stored ? drawFigures(finding, stored.results, dataDir) : [],
    );
    return checkFigures(drawn, dir, flags.finding.length === 0);
  }
  let files = 0;
  for (const { finding, stored } of read) {
    if (!stored) {
      const which = profile ? `of the profile ${profile}` : 'of the present settings';
      console.log(`${finding.name}: no results ${which}; its figures stay as they are`);
      continue;
    }
    const { results, missing } = stored;
    const all = results.length + missing.length;
    console.log(`${finding.name}: ${results.length} of ${all} runs, ${stored.profile}`);
    for (const { name, figure, sources } of drawFigures(finding, results, dataDir)) {
      const options = { dir, formats, width, sources, scale: width ? 4 : 2 };
      const written = await exportFigure(figure, name + suffix, options);
      files += written.length;
      for (const file of written) console.log(`  ${shownPath(file)}`);
    }
  }
  if (files === 0) throw nothingStored(dataDir, profile);
}

/**
 * Holds the values of figures against the JSON files in `dir`. Throws naming those that differ, and,
 * where all findings were drawn, those that none of them draws.
 */
function checkFigures(drawn: readonly NamedFigure[], dir: string, all: boolean): void {
  const names = new Set(drawn.map(({ name }) => `${name}.json`));
  const files = all ? fs.readdirSync(dir) : [];
  const stray = files.filter((file) => file.endsWith('.json') && !names.has(file));
  const problems = stray.map((file) => `${file}: no finding draws it`);
  for (const { name, figure, sources } of drawn) {
    const file = path.join(dir, `${name}.json`);
    if (!fs.existsSync(file)) problems.push(`${name}: there is no file ${shownPath(file)}`);
    else {
      const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
      const made = { ...figure, sources: [...sources].sort() }; // sorted, as in the file
      const found = valueDifferences(stored, JSON.parse(JSON.stringify(made)));
      problems.push(...found.map((difference) => `${name}${difference}`));
    }
  }
  if (problems.length > 0) {
    throw new Error(
      `${problems.slice(0, 40).join('\n')}\n${problems.length} differences from ${shownPath(dir)}. ` +
        'Look at them; "npm run figures" writes the files anew.',
    );
  }
  console.log(`${drawn.length} figures: their values are those in ${shownPath(dir)}`);
}

const program = kitCommand(
  'npm run figures --',
  'Makes the files of figures/ again from the stored results, without training.',
)
  .addOption(findingsOption('the figures'))
  .addOption(profileOption('standard, or else what is stored'))
  .option('--incomplete', 'also from sweeps of which runs are missing')
  .option('--format <list>', `some of ${figureFormats.join(',')} (default: all)`)
  .option('--width <length>', "for a journal's column: 85mm, 3.35in, 321px; named <figure>-85mm.*")
  .option('--data <folder>', 'where the results are (default: KIT_DATA or data/)', folder)
  .option('--out <folder>', 'where the files go (default: KIT_FIGURES or figures/)', folder)
  .option('--check', 'writes nothing; fails where a value differs from the files in figures/')
  .action(makeFigures);

void runCommand(program).finally(closeExporter);
