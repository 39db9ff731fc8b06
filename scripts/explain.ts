// `npm run explain -- <claim>`: where a number comes from, down to the runs and how to repeat them.
import 'memorization-kit/supported-node';
import { Command } from 'commander';
import {
  oneOf,
  type ProfileName,
  profileNames,
  projectRoot,
  readSettings,
} from 'memorization-kit/engine';
import { findFinding, findings } from 'memorization-kit/findings';
import { tableBundle } from 'memorization-kit/notebook';
import { evaluateClaims } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';
import { findClaim, fullName } from './explain/find-claim.js';
import { explanation } from './explain/report.js';
import { type AnyFinding, oursText, type ShownFinding, shownFindings } from './results/shown.js';

interface Flags {
  finding?: string;
  profile?: string;
  data?: string;
}

/** The results to explain of a finding: none, of the profile asked for or quick, where it has none. */
function shownOf(finding: AnyFinding, dataDir: string, profile?: ProfileName): ShownFinding {
  const [shown] = shownFindings(dataDir, { profile, findings: [finding] });
  if (shown) return shown;
  const other = profile ?? 'quick';
  return { finding, profile: other, results: [], rows: evaluateClaims(finding, [], other) };
}

function listClaims(shown: readonly ShownFinding[]): string {
  const rows = shown.flatMap(({ finding, profile, rows }) =>
    rows.map((row) => ({
      claim: fullName({ finding: finding.name, id: row.id }),
      profile,
      paper: row.paper,
      'ours [95% CI]': oursText(row),
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

/** What the command prints. Throws for a claim, finding or profile that does not exist. */
export function explain(asked: string | undefined, flags: Flags): string {
  const dataDir = flags.data ? path.resolve(flags.data) : readSettings().dataDir;
  const profile = flags.profile ? oneOf('profile', flags.profile, profileNames) : undefined;
  const chosen = flags.finding ? [findFinding(flags.finding)] : Object.values(findings);
  if (asked === undefined) {
    return listClaims(chosen.map((finding) => shownOf(finding, dataDir, profile)));
  }
  const claims = chosen.flatMap((owner) =>
    Object.keys(owner.claims).map((id) => ({ finding: owner.name, id })),
  );
  const { finding: name, id } = findClaim(claims, asked);
  const { finding, profile: own, results, rows } = shownOf(findFinding(name), dataDir, profile);
  const row = rows.find((each) => each.id === id);
  if (!row) throw new Error(`${name}/${id} was not evaluated.`);
  const verifies = hasScript('verify-data');
  return explanation({ finding, id, profile: own, results, row, dataDir, verifies });
}

async function main(): Promise<void> {
  const program = new Command('npm run explain --')
    .description(
      'Prints where the number of a claim comes from: band, formula, runs, and how to repeat one.',
    )
    .argument('[claim]', 'its id, or a part of it, or finding/id (default: lists all claims)')
    .option('--finding <name>', `only claims of one of: ${Object.keys(findings).join(', ')}`)
    .option('--profile <name>', `${profileNames.join(', ')} (default: the first that is complete)`)
    .option('--data <folder>', 'where the results are (default: KIT_DATA or data/)')
    .action((asked: string | undefined, flags: Flags) => console.log(explain(asked, flags)));

  await program.parseAsync();
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
