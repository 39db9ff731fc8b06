/** Groups by a key, in the order in which the keys first appear. */
export function byKey<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** Throws, naming the figure and the remedy, when there is nothing to draw. */
export function requireRuns(runs: readonly unknown[], figure: string): void {
  if (runs.length > 0) return;
  throw new Error(
    `The figure "${figure}" has no results to show. Train them with "npm run reproduce", or name a ` +
      'profile that has results in data/.',
  );
}
