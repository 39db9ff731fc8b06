import { type FlatConfig, type ProfileName, profileNames } from 'memorization-kit/engine';
import { type Finding, findings } from 'memorization-kit/findings';
import { checkFolder, checkPaperTables, readResults, type Result } from 'memorization-kit/results';
import fs from 'node:fs';
import path from 'node:path';

export type AnyFinding = Finding<FlatConfig, unknown>;
export type AnyResult = Result<FlatConfig, unknown>;

/** What was found in one folder of data/. */
export interface FolderReport {
  finding: string;
  profile: string;
  results: AnyResult[]; // sound ones of the present sweep
  missing: number; // runs of the sweep that are not stored
  problems: string[];
}

const PAPER = 'paper';

/** Checks every file below `dataDir`, or those of one finding. Nothing is changed. */
export function checkData(dataDir: string, only?: string): FolderReport[] {
  const entries = fs.readdirSync(dataDir, { withFileTypes: true });
  const reports: FolderReport[] = [];
  const strays: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const folder = path.join(dataDir, entry.name);
    if (!entry.isDirectory()) strays.push(folder);
    else if (entry.name === PAPER) reports.push(...(only ? [] : [paperReport(folder)]));
    else if (!Object.hasOwn(findings, entry.name)) strays.push(folder);
    else if (!only || only === entry.name) {
      reports.push(...findingReports(findings[entry.name], dataDir));
    }
  }
  if (!only && strays.length > 0) {
    const problems = strays.map((file) => `${shown(file, dataDir)} belongs to no finding.`);
    reports.push({ finding: '(other)', profile: '', results: [], missing: 0, problems });
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
    reports.push({ finding: finding.name, profile: '', results: [], missing: 0, problems });
  }
  return reports;
}

function profileReport(finding: AnyFinding, profile: ProfileName, dataDir: string): FolderReport {
  const check = checkFolder(finding, profile, dataDir);
  const { results } = readResults(finding, profile, dataDir);
  const problems = [
    ...check.problems.map(({ message }) => message),
    ...check.strays.map(
      (file) =>
        `${shown(file, dataDir)} is a sound result, but no run of this profile asks for it: the ` +
        'sweep was changed, or it was made with other settings. Move it away.',
    ),
    ...check.others.map((file) => `${shown(file, dataDir)} is no result file. Move it away.`),
    ...results.flatMap((result) => originProblem(result, dataDir) ?? []),
  ];
  return { finding: finding.name, profile, results, missing: check.missing, problems };
}

/** A result can only be traced to its code when that was committed. */
function originProblem(
  { finding, profile, hash, provenance }: AnyResult,
  dataDir: string,
): string | null {
  const { commit } = provenance;
  if (commit !== null && !commit.endsWith('-dirty')) return null;
  const file = shown(path.join(dataDir, finding, profile, `${hash}.json`), dataDir);
  const why =
    commit === null ? 'outside git' : `from sources with uncommitted changes (commit ${commit})`;
  return `${file} was made ${why}: nobody can tell by which code. Commit, then train it again.`;
}

function paperReport(folder: string): FolderReport {
  const problems = checkPaperTables(folder);
  return { finding: PAPER, profile: '', results: [], missing: 0, problems };
}

const shown = (file: string, dataDir: string): string =>
  path.join(path.basename(dataDir), path.relative(dataDir, file));
