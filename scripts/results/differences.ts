import { claimProse, type ClaimRow } from 'memorization-kit/results';
import { judgedText } from './bands.js';
import { escapeMarkdown } from './markdown.js';
import { oursText, type ShownFinding } from './shown.js';

/** Of every claim that is not fully reproduced: by how much, by which band, and why that may be. */
export function differences(shown: readonly ShownFinding[]): string {
  return shown.map(ofFinding).filter(Boolean).join('\n\n');
}

function ofFinding({ finding, profile, rows }: ShownFinding): string {
  const different = rows.filter(({ outcome }) => outcome === 'partly' || outcome === 'not');
  const untested = rows.filter(({ outcome }) => outcome === 'none');
  const points = different.map((row) => {
    const { differs } = claimProse(finding.name)[row.id];
    return `- ${point(row, judgedText(finding.claims[row.id], profile), differs)}`;
  });
  if (untested.length > 0) points.push(`- ${withoutData(untested, profile)}`);
  return points.length > 0 ? `### ${escapeMarkdown(finding.title)}\n\n${points.join('\n')}` : '';
}

function point(row: ClaimRow, judged: string, differs: string): string {
  const note = row.note ? ` (${row.note})` : '';
  const numbers = `The paper: ${row.paper}; ours: ${oursText(row)}${note}. Bands: ${judged}.`;
  return `**${escapeMarkdown(row.text)}**: ${row.verdict}. ${escapeMarkdown(numbers)} ${escapeMarkdown(differs)}`;
}

function withoutData(rows: readonly ClaimRow[], profile: string): string {
  const ids = rows.map(({ id }) => `\`${id}\``).join(', ');
  return `No data in the profile \`${profile}\`: ${ids}. What they are about is not among its runs.`;
}
