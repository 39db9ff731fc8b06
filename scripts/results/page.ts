import type { ClaimKind } from 'memorization-kit/experiment';
import type { ClaimRow } from 'memorization-kit/results';
import { changedVerdicts } from './changes.js';
import { costsNote, costsTable } from './costs.js';
import { differences } from './differences.js';
import { heldOutSection } from './held-out.js';
import { escapeMarkdown, markdownTable } from './markdown.js';
import { notebookLink, originOf, oursText, type ShownFinding, verdictCounts } from './shown.js';
import { slips } from './slips.js';

/** Where the papers can be read; claims name them by author and year. */
const papers: Record<string, string> = {
  'Morris et al. 2025': 'https://arxiv.org/abs/2505.24832',
  'Speicher et al. 2024': 'https://arxiv.org/abs/2407.19262',
  'Allen-Zhu & Li 2023': 'https://arxiv.org/abs/2309.14316',
};

const KINDS: Record<ClaimKind, string> = {
  paper: 'printed in the paper',
  derived: "computed from the paper's numbers",
  own: 'our own question',
  gate: 'what others presuppose',
};

/** What is counted together. */
const counted: Record<string, ClaimKind[]> = {
  "the papers' claims": ['paper', 'derived'],
  'our own questions': ['own'],
  gates: ['gate'],
};

/** RESULTS.md: all claims with their sources, what differs and why, and what the results cost. */
export function resultsPage(shown: readonly ShownFinding[]): string {
  return (
    [
      '# Results',
      '_Written by `npm run results` from what is stored in `data/`; every number and every verdict comes from there._',
      "Each claim was given its bands before the kit's own runs, from the paper's numbers and the known bias " +
        'of short training; where pilots at this size informed a band, or a claim is newer than the runs, its reason says so. One rule judges ' +
        'all: reproduced, when the whole 95 % interval over trainings lies in the band; partly, when the mean ' +
        "lies in the wider band. A single training is partly reproduced at most. Only the papers' claims are " +
        'reproduced or not: our own questions hold or do not, and a gate, on which others depend, is passed ' +
        'by the worst of all trainings. `npm run explain -- <claim>` prints the runs behind a number, how it is ' +
        'computed from them, why its band is what it is, and the command that trains one of them again.',
      overview(shown),
      ...shown.flatMap(section),
      '## Where we differ, and why',
      'A reason is part of the claim and was written down for whatever the number would be: it says what is different ' +
        'here, and not that this was shown to be the cause, unless it says so.',
      differences(shown) || 'Nowhere: every claim is reproduced.',
      '## Verdicts that changed with the rules',
      'Before, a claim was judged by its mean, some by their interval, and the intervals of notebook 04 were over ' +
        'people. Notebook 04 has another setting since then: a wider and shallower model, Muon beside AdamW, and ' +
        'more people who are asked about.',
      changedVerdicts(shown) || 'None.',
      ...heldOutSection(),
      '## Slips in the papers',
      'Found while reproducing them, in the numbers that they print (`data/paper/`) and in their words.',
      slips()
        .map((slip) => `- ${slip}`)
        .join('\n'),
      'Not slips, but not printed either: the learning rates, schedules and numbers of heads of Morris et al., ' +
        'and any table of Speicher et al., whose statements are held against orders and signs.',
      '## What it cost',
      costsTable(shown),
      costsNote(shown),
    ].join('\n\n') + '\n'
  );
}

function overview(shown: readonly ShownFinding[]): string {
  const rows = shown.map(({ finding, profile, rows }) => [
    notebookLink(finding),
    escapeMarkdown(finding.title),
    profile,
    ...Object.values(counted).map((kinds) => verdictCounts(rows, ...kinds)),
  ]);
  const all = shown.flatMap(({ rows }) => rows);
  const sums = Object.values(counted).map((kinds) => verdictCounts(all, ...kinds));
  rows.push(['all', '', '', ...sums]);
  const head = ['notebook', 'finding', 'profile', ...Object.keys(counted)];
  return markdownTable(head, rows);
}

const head = ['claim', 'kind', 'the paper', 'ours [95 % interval]', 'seeds', 'verdict', 'shown in'];

function section(shown: ShownFinding): string[] {
  const { finding, rows } = shown;
  return [
    `## ${escapeMarkdown(finding.title)}`,
    markdownTable(
      head,
      rows.map((row) => [
        `${escapeMarkdown(row.text)} (\`${row.id}\`)`,
        KINDS[row.kind],
        `${escapeMarkdown(row.paper)} (${sourceLink(row.source)})`,
        oursCell(row),
        row.n > 0 ? String(row.n) : '–',
        row.verdict,
        `[${row.figure}](figures/${row.figure}.png)`,
      ]),
    ),
    originOf(shown),
  ];
}

function oursCell(row: ClaimRow): string {
  const note = row.note ? ` (${row.note})` : '';
  return escapeMarkdown(oursText(row) + note);
}

/** A claim's source, with a link where it begins with the name of a paper. */
function sourceLink(source: string): string {
  const paper = Object.keys(papers).find((name) => source.startsWith(name));
  if (!paper) return escapeMarkdown(source);
  return `[${escapeMarkdown(paper)}](${papers[paper]})${escapeMarkdown(source.slice(paper.length))}`;
}
