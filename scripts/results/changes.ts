import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from 'memorization-kit/engine';
import { escapeMarkdown } from './markdown.js';
import type { ShownFinding } from './shown.js';

/** What the rules of judging made of a claim: lib/claims/changes.md. */
interface Change {
  finding: string;
  id: string;
  before: string; // the verdict
  why: string;
}

function readChanges(): Change[] {
  const file = path.join(projectRoot(), 'lib/claims/changes.md');
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, finding, id, before, why] = /^- ([\w-]+)\/([\w-]+): ([\w ]+); (.+)$/.exec(line) ?? [];
    return finding ? [{ finding, id, before, why }] : [];
  });
}

/** A list of the verdicts that are others than under the rules before; Markdown. */
export function changedVerdicts(shown: readonly ShownFinding[]): string {
  const lines = readChanges().flatMap(({ finding, id, before, why }) => {
    const found = shown.find((one) => one.finding.name === finding);
    if (!found) return [];
    const now = found.rows.find((row) => row.id === id)?.verdict ?? 'withdrawn';
    return now === before ? [] : [`- \`${finding}/${id}\`: ${before} → ${now}. ${sentence(why)}`];
  });
  return lines.join('\n');
}

const sentence = (text: string): string =>
  `${escapeMarkdown(text[0].toUpperCase() + text.slice(1)).replaceAll('\\`', '`')}.`;
