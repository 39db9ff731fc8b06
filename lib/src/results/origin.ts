/** Which runs something shows, in words: 'profile standard, 52 runs'. */
export function originOfRuns(runs: readonly { profile: string }[]): string {
  const profiles = [...new Set(runs.map(({ profile }) => profile))];
  const [word, count] = [profiles.length > 1 ? 'profiles' : 'profile', runs.length];
  return `${word} ${profiles.join(' and ')}, ${count} ${count === 1 ? 'run' : 'runs'}`;
}
