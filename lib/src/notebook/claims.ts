import { formatNumber } from './numbers';
import { type TableOptions, showTable } from './table';

/**
 * What the table shows of a `ClaimRow` of the results. It is declared here because importing that
 * type would make the kernel read all of the engine's types for every notebook.
 */
export interface ShownClaim {
  text: string;
  unit: string;
  source: string;
  paper: string;
  ours: number; // NaN without data
  low: number; // NaN, as is `high`, without an interval
  high: number;
  n: number;
  verdict: string;
}

/** Our value with its 95 % interval, as in 2.52 [2.48, 2.56]; a dash without data. */
export function withInterval(row: Pick<ShownClaim, 'ours' | 'low' | 'high'>, digits = 3): string {
  if (Number.isNaN(row.ours)) return '–';
  const value = formatNumber(row.ours, digits);
  if (Number.isNaN(row.low) || Number.isNaN(row.high)) return value;
  return `${value} [${formatNumber(row.low, digits)}, ${formatNumber(row.high, digits)}]`;
}

/** The claims as rows of a table: what the paper says, what we found, and the verdict. */
export function claimCells(rows: readonly ShownClaim[]): Record<string, string>[] {
  return rows.map((row) => ({
    claim: row.unit ? `${row.text} (${row.unit})` : row.text,
    paper: row.paper,
    'ours [95% CI]': withInterval(row),
    seeds: row.n > 0 ? String(row.n) : '–',
    verdict: row.verdict,
    source: row.source,
  }));
}

/** Shows the table of claims: claim, paper, ours with its 95 % interval, seeds, verdict, source. */
export function showClaims(rows: readonly ShownClaim[], options: TableOptions = {}): void {
  showTable(claimCells(rows), { wrap: 48, ...options });
}
