import { shownValue } from './shown-value';

export const profileNames = ['quick', 'standard', 'paper'] as const;
/** `quick`: minutes on two cores. `standard`: hours there. `paper`: the papers' own sizes, for GPUs. */
export type ProfileName = (typeof profileNames)[number];

export const deviceChoices = ['auto', 'cpu', 'gpu'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/** Returns `value` if it is one of `choices`; otherwise throws, naming the setting and the choices. */
export function oneOf<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) {
    throw new RangeError(
      `Unknown ${name} ${shownValue(value)}. Choose one of: ${choices.join(', ')}.`,
    );
  }
  return found;
}
