/**
 * What a claim rests on. `paper`: a number or a statement that the paper prints. `derived`: computed
 * from what it prints. `own`: a question of this kit. `gate`: what other claims presuppose.
 */
export const claimKinds = ['paper', 'derived', 'own', 'gate'] as const;
export type ClaimKind = (typeof claimKinds)[number];

/** How far a claim holds, whatever its kind calls it. */
export type Outcome = 'whole' | 'partly' | 'not' | 'none';

const REPRODUCED = {
  whole: 'reproduced',
  partly: 'partly reproduced',
  not: 'not reproduced',
  none: 'no data',
} as const;

/** Only what is a paper's can be reproduced; a question of our own holds, and a gate is passed. */
const WORDS = {
  paper: REPRODUCED,
  derived: REPRODUCED,
  own: { whole: 'held', partly: 'partly held', not: 'not held', none: 'no data' },
  gate: { whole: 'passed', partly: 'not passed', not: 'not passed', none: 'no data' },
} as const satisfies Record<ClaimKind, Record<Outcome, string>>;

export type Verdict = (typeof WORDS)[ClaimKind][Outcome];

/** What an outcome is called for a claim of this kind. */
export const verdictOf = (kind: ClaimKind, outcome: Outcome): Verdict => WORDS[kind][outcome];

/** All verdicts that a claim of this kind can have, the best first. */
export const verdictsOf = (kind: ClaimKind): Verdict[] => [...new Set(Object.values(WORDS[kind]))];
