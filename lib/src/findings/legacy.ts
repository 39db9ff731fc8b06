import type { FlatConfig, Field } from '../base';
import type { Claim as NewClaim, Finding as NewFinding, Run } from '../experiment';
import type { Claim, Finding } from './old-finding';

/* Findings that are declared the old way, until each has its own folder. */

export const legacyClaims = <C extends FlatConfig, M>(
  claims: Claim<C, M>[],
): Record<string, NewClaim<Run<C, M>>> =>
  Object.fromEntries(
    claims.map((claim) => {
      const { quick, paper } = claim.bands;
      const made: NewClaim<Run<C, M>> = {
        is: {
          unit: claim.unit,
          of: (runs) => (claim.from ? claim.from([...runs]) : [...runs]),
          value: (runs) => claim.measure(runs),
          entry: (run) => claim.entry?.(run) ?? {},
        },
        figure: claim.figure!.slice(3),
        reproduced: quick.reproduced,
        partly: quick.partly,
        ...(paper !== quick && {
          atPaperSize: { reproduced: paper.reproduced, partly: paper.partly },
        }),
        above: quick.intervalAbove,
        wholeInterval: claim.judgeBy === 'interval',
      };
      return [claim.id, made];
    }),
  );

export const legacy = <C extends FlatConfig, M>(old: Finding<C, M>): NewFinding<C, M> => ({
  ...old,
  fields: Object.fromEntries(
    Object.entries(old.defaults).map(([key, value]) => [
      key,
      { value, check: () => {} } as unknown as Field<never>,
    ]),
  ),
  config: (overrides) => ({ ...old.defaults, ...overrides }),
  seen: (run) => old.seen?.(run) ?? {},
  claims: legacyClaims(old.claims),
  figures: {},
});
