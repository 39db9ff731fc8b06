import { type FlatConfig, projectRoot } from 'memorization-kit/engine';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** One prediction and, later, what was measured; scripts/held-out/outcomes.json. */
export interface Prediction {
  what: string;
  law: string;
  finding: string;
  config: Partial<FlatConfig>;
  fitted: number; // runs that the law is fitted to
  predicted: { value: number; low: number; high: number }; // 95 % of such runs fall within
  predictedBy: string | null; // the commit
  measured: number | null;
  measuredBy: string | null;
  seconds: number | null;
}

const file = path.join(projectRoot(), 'scripts', 'held-out', 'outcomes.json');

/** The predictions that are stored; none without the file. */
export const readPredictions = (): Prediction[] =>
  fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Prediction[]) : [];

export function writePredictions(predictions: readonly Prediction[]): void {
  fs.writeFileSync(file, `${JSON.stringify(predictions, null, 2)}\n`);
}
