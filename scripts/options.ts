import { type Command, InvalidArgumentError } from 'commander';

/** Parses an option's value; commander reports the error with the option's name. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < minimum) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${minimum}.`);
    }
    return Number(text);
  };
}

/**
 * Ends the program where npm has taken one of its options: `npm run reproduce --dry-run` gives the
 * script no option, and would train. `--jobs` is left out, since npm's own settings may hold it.
 */
export function refuseOptionsTakenByNpm(program: Command): void {
  const variable = (long: string) => `npm_config_${long.slice(2).replaceAll('-', '_')}`;
  const taken = program.options
    .map(({ long }) => long ?? '')
    .find((long) => long !== '--jobs' && process.env[variable(long)] !== undefined);
  if (taken) {
    program.error(
      `npm has kept ${taken} for itself. Options go behind a lone "--": ${program.name()} ${taken}`,
    );
  }
}
