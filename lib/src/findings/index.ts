import type { FlatConfig } from '../engine';
import type { Finding } from './finding';

export type {
  Claim,
  ClaimBands,
  ClaimValue,
  Curve,
  Finding,
  Progress,
  RunContext,
  RunOutcome,
} from './finding';

/** All findings by name. */
export const findings: Record<string, Finding<FlatConfig, unknown>> = {};

/** Throws a RangeError that lists the findings when there is none of that name. */
export function findFinding(name: string): Finding<FlatConfig, unknown> {
  if (!Object.hasOwn(findings, name)) {
    throw new RangeError(
      `Unknown finding "${name}". Choose one of: ${Object.keys(findings).join(', ')}.`,
    );
  }
  return findings[name];
}
