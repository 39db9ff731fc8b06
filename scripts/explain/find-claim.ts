/** A claim among those of all findings; ids are only unique within a finding. */
export interface NamedClaim {
  finding: string;
  id: string;
}

export const fullName = ({ finding, id }: NamedClaim): string => `${finding}/${id}`;

/**
 * The claim that a person means: by its id, its full name (finding/id), or a part of that.
 * Throws a RangeError that lists the candidates when there are several, and near ones when there is
 * none.
 */
export function findClaim<T extends NamedClaim>(claims: readonly T[], asked: string): T {
  const wanted = asked.trim().toLowerCase();
  const exact = claims.filter((claim) => claim.id === wanted || fullName(claim) === wanted);
  const found = exact.length > 0 ? exact : claims.filter((c) => fullName(c).includes(wanted));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new RangeError(
      `"${asked}" could be ${found.length} claims: ${found.map(fullName).join(', ')}. ` +
        'Write one of these names.',
    );
  }
  const near = nearest(claims, wanted).map(fullName);
  const remedy = near.length > 0 ? `Near it: ${near.join(', ')}. ` : '';
  throw new RangeError(
    `There is no claim "${asked}". ${remedy}"npm run explain" without a name lists all.`,
  );
}

const MOST = 4;

/** The claims whose ids share most pairs of letters with what was asked for. */
function nearest<T extends NamedClaim>(claims: readonly T[], asked: string): T[] {
  const wanted = pairs(asked);
  const scored = claims.map((claim) => {
    const own = pairs(claim.id);
    const shared = [...own].filter((pair) => wanted.has(pair)).length;
    return { claim, score: (2 * shared) / (own.size + wanted.size) };
  });
  return scored
    .filter(({ score }) => score > 0.2)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ claim }) => claim);
}

const pairs = (text: string): Set<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
