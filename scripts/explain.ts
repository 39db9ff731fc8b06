// `npm run explain -- <claim>`: where a number comes from, down to the runs and how to repeat them.
import 'memorization-kit/supported-node';
import { type ProfileName, projectRoot } from 'memorization-kit/engine';
import { type AnyFinding, findFinding, findings } from 'memorization-kit/findings';
import { tableBundle } from 'memorization-kit/notebook';
import { evaluateClaims } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';
import { findClaim, fullName } from './explain/find-claim.js';
import { explanation } from './explain/report.js';
import { dataFolder, findingsOption, folder, kitCommand } from './options.js';
import { profileOption, runCommand } from './options.js';
import { oursText, runsText, type ShownFinding, shownFindings } from './results/shown.js';

interface Flags {
  finding?: string[];
  profile?: ProfileName;
  data?: string;
}

/** The results to explain of a finding: none, of the profile asked for or quick, where it has none. */
function shownOf(finding: AnyFinding, dataDir: string, profile?: ProfileName): ShownFinding {
  const asked = { profile, incomplete: true, findings: [finding] };
  const [shown] = shownFindings(dataDir, asked);
  if (shown) return shown;
  const other = profile ?? 'quick';
  const missing = finding.configs(other).length;
  const rows = evaluateClaims(finding, [], other);
  return { finding, profile: other, results: [], missing, rows };
}

function listClaims(shown: readonly ShownFinding[]): string {
  const rows = shown.flatMap((each) =>
    each.rows.map((row) => ({
      claim: fullName({ finding: each.finding.name, id: row.id }),
      profile: each.profile,
      runs: runsText(each),
      paper: row.paper,
      'ours [95 % interval]': oursText(row),
      verdict: row.verdict,
    })),
  );
  return tableBundle(rows, { maxRows: Infinity })['text/plain'];
}

/** Whether package.json has a script of that name. */
function hasScript(name: string): boolean {
  const manifest = fs.readFileSync(path.join(projectRoot(), 'package.json'), 'utf8');
  return name in (JSON.parse(manifest) as { scripts: Record<string, string> }).scripts;
}

/** What the command prints. Throws for a claim that does not exist. */
export function explain(asked: string | undefined, flags: Flags): string {
  const dataDir = dataFolder(flags.data);
  const names = flags.finding ?? [];
  const chosen = names.length > 0 ? names.map(findFinding) : Object.values(findings);
  if (asked === undefined) {
    return listClaims(chosen.map((finding) => shownOf(finding, dataDir, flags.profile)));
  }
  const claims = chosen.flatMap((owner) =>
    Object.keys(owner.claims).map((id) => ({ finding: owner.name, id })),
  );
  const { finding, id } = findClaim(claims, asked);
  const shown = shownOf(findFinding(finding), dataDir, flags.profile);
  return explanation({ ...shown, id, dataDir, verifies: hasScript('verify-data') });
}

const program = kitCommand(
  'npm run explain --',
  'Prints where the number of a claim comes from: band, formula, runs, and how to repeat one.',
)
  .argument('[claim]', 'its id, or a part of it, or finding/id (default: lists all claims)')
  .addOption(findingsOption('claims'))
  .addOption(profileOption('standard, or else what is stored'))
  .option('--data <folder>', 'where the results are (default: KIT_DATA or data/)', folder)
  .action((asked: string | undefined, flags: Flags) => console.log(explain(asked, flags)));

if (require.main === module) void runCommand(program);
