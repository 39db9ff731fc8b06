import { type ProfileName, profileNames } from 'memorization-kit/engine';
import { type AnyFinding, findings } from 'memorization-kit/findings';
import {
  type AnyResult,
  checkPaperTables,
  groupedByDifference,
  missingText,
  plannedRuns,
  readResults,
  readStrays,
  resultPath,
} from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';

/** What was found in one folder of data/. */
export interface FolderReport {
  finding: string;
  profile: string;
  results: AnyResult[]; // sound ones of the present sweep
  missing: number; // runs of the sweep that are not stored
  note: string | null; // which these are, and the command that trains them
  problems: string[];
}

const PAPER = 'paper';
const nothing = { results: [], missing: 0, note: null };

/** Checks every file below `dataDir`, or those of some findings. Nothing is changed. */
export function checkData(dataDir: string, only: readonly string[] = []): FolderReport[] {
  const all = only.length === 0;
  const entries = fs.readdirSync(dataDir, { withFileTypes: true });
  const reports: FolderReport[] = [];
  const strays: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = path.join(dataDir, entry.name);
    if (!entry.isDirectory()) strays.push(folder);
    else if (entry.name === PAPER) reports.push(...(all ? [paperReport(folder)] : []));
    else if (!Object.hasOwn(findings, entry.name)) strays.push(folder);
    else if (all || only.includes(entry.name)) {
      reports.push(...findingReports(findings[entry.name], dataDir));
    }
  }
  if (all && strays.length > 0) {
    const problems = strays.map((file) => `${shown(file, dataDir)} belongs to no finding.`);
    reports.push({ finding: '(other)', profile: '', ...nothing, problems });
  }
  return reports;
}

function findingReports(finding: AnyFinding, dataDir: string): FolderReport[] {
  const folder = path.join(dataDir, finding.name);
  const names = fs.readdirSync(folder);
  const isProfile = (name: string): name is ProfileName =>
    profileNames.some((profile) => profile === name);
  const reports = profileNames
    .filter((profile) => names.includes(profile))
    .map((profile) => profileReport(finding, profile, dataDir));
  const strays = names.filter((name) => !isProfile(name));
  if (strays.length > 0) {
    const problems = strays.map(
      (name) => `${shown(path.join(folder, name), dataDir)} belongs to no profile.`,
    );
    reports.push({ finding: finding.name, profile: '', ...nothing, problems });
  }
  return reports;
}

function profileReport(finding: AnyFinding, profile: ProfileName, dataDir: string): FolderReport {
  const { results, missing, problems: damaged } = readResults(finding, profile, dataDir);
  const strays = readStrays(finding, profile, dataDir);
  const nearest = groupedByDifference(strays.results, plannedRuns(finding, profile));
  const problems = [
    ...[...damaged, ...strays.problems].map(({ message }) => message),
    ...nearest.map((group) => strayProblem(group.results, group.differs, dataDir)),
    ...strays.others.map((file) => `${shown(file, dataDir)} is no result file. Move it away.`),
    ...results.flatMap((result) => originProblem(result, dataDir) ?? []),
  ];
  const { name } = finding;
  const note = missing.length > 0 ? missingText(finding, profile, dataDir, missing) : null;
  return { finding: name, profile, results, missing: missing.length, note, problems };
}

/** Sound results that no run asks for, all for the same reason. */
function strayProblem([first, ...more]: AnyResult[], differs: string, dataDir: string): string {
  const each = more.length > 0 ? ` (and ${more.length} others in the same way)` : '';
  return (
    `${fileOf(first, dataDir)} is a sound result, but no run of this profile asks for it${each}: ` +
    `the nearest one differs in ${differs}. Set it as it was, or move the file away.`
  );
}

const fileOf = (result: AnyResult, dataDir: string): string =>
  shown(resultPath(dataDir, result), dataDir);

/** A result can only be traced to its code when that was committed. */
function originProblem(result: AnyResult, dataDir: string): string | null {
  const { commit } = result.provenance;
  if (commit !== null && !commit.endsWith('-dirty')) return null;
  const why =
    commit === null ? 'outside git' : `from sources with uncommitted changes (commit ${commit})`;
  return `${fileOf(result, dataDir)} was made ${why}: nobody can tell by which code. Commit, then train it again.`;
}

function paperReport(folder: string): FolderReport {
  const problems = checkPaperTables(folder);
  return { finding: PAPER, profile: '', ...nothing, problems };
}

const shown = (file: string, dataDir: string): string =>
  path.join(path.basename(dataDir), path.relative(dataDir, file));
