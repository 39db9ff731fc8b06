import * as fs from 'node:fs';
import * as path from 'node:path';
import { type ProfileName } from '../base';
import { projectRoot, shownPath } from '../base/node';

/** What a claim says, in words; from lib/claims/<finding>.md. */
export interface ClaimProse {
  text: string;
  paper: string; // the value as printed there
  source: string; // paper and section
  formula: string; // how the value is computed from the runs, for a person who checks it
  /**
   * Why ours may differ from the paper's. It is shown where the claim is not reproduced, whatever the
   * numbers are by then: so it has to be true of all of them, and what is a guess is called one.
   */
  differs: string;
  /** Why the bands are what they are. */
  why(profile: ProfileName): string;
}

const KEYS = ['paper', 'source', 'formula', 'differs', 'why'] as const;

const read = new Map<string, Record<string, ClaimProse>>();

/** The words of a finding's claims by their ids. Throws naming the file and what is amiss in it. */
export function claimProse(finding: string): Record<string, ClaimProse> {
  let prose = read.get(finding);
  if (!prose) {
    const file = path.join(projectRoot(), 'lib/claims', `${finding}.md`);
    prose = parseProse(fs.readFileSync(file, 'utf8'), shownPath(file));
    read.set(finding, prose);
  }
  return prose;
}

/** A heading of level 2 a claim: its text, then a list of `key: value`. */
export function parseProse(markdown: string, file: string): Record<string, ClaimProse> {
  const sections = markdown.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const [id, ...lines] = section.split('\n').map((line) => line.trim());
      const items = lines.join('\n').matchAll(/^- ([^:\n]+): (.*)$/gm);
      const entries = new Map([...items].map(([, key, value]) => [key, value]));
      const text = lines.filter((line) => line && !line.startsWith('- ')).join(' ');
      const missing = KEYS.filter((key) => !entries.has(key));
      if (missing.length > 0 || !text) {
        throw new Error(`${file}: the claim "${id}" lacks ${missing.join(', ') || 'its text'}.`);
      }
      const of = (key: string): string => entries.get(key) ?? '';
      const prose: ClaimProse = {
        text,
        paper: of('paper'),
        source: of('source'),
        formula: of('formula'),
        differs: of('differs'),
        why: (profile) => entries.get(`why (profile ${profile})`) ?? of('why'),
      };
      return [id, prose];
    }),
  );
}
