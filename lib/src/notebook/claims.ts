import type { ClaimRow } from '../results/evaluate-claims';
import { formatNumber } from './numbers';
import { type TableOptions, showTable } from './table';

/** Our value with its 95 % interval, as in 2.52 [2.48, 2.56]; a dash without data. */
export function withInterval(row: Pick<ClaimRow, 'ours' | 'low' | 'high'>, digits = 3): string {
  if (Number.isNaN(row.ours)) return '–';
  const [value, low, high] = [row.ours, row.low, row.high].map((x) => formatNumber(x, digits));
  return Number.isNaN(row.low) || Number.isNaN(row.high) ? value : `${value} [${low}, ${high}]`;
}

/** The claims as rows of a table: what the paper says, what we found, and the verdict. */
export function claimCells(
  rows: readonly Omit<ClaimRow, 'id' | 'why' | 'note'>[],
): Record<string, string>[] {
  return rows.map((row) => ({
    claim: row.unit ? `${row.text} (${row.unit})` : row.text,
    paper: row.paper,
    'ours [95 % interval]': withInterval(row),
    seeds: row.n > 0 ? String(row.n) : '–',
    verdict: row.verdict,
    source: row.source,
  }));
}

/** Shows the table of claims: claim, paper, ours with its 95 % interval, seeds, verdict, source. */
export function showClaims(rows: readonly ClaimRow[], options: TableOptions = {}): void {
  showTable(claimCells(rows), { wrap: 48, ...options });
}
