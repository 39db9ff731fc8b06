import { Command, InvalidArgumentError, Option } from 'commander';
import {
  deviceChoices,
  oneOf,
  profileNames,
  readSettings,
  shownPath,
} from 'memorization-kit/engine';
import { findFinding, findings } from 'memorization-kit/findings';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Parses an option's value; commander reports the error with the option's name. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text) || Number(text) < minimum) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${minimum}.`);
    }
    return Number(text);
  };
}

/** An option's value as `parse` reads it; what that throws becomes commander's error. */
function parsedBy<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** The value of an option that has choices. */
const choice = <T extends string>(kind: string, choices: readonly T[]) =>
  parsedBy((text) => oneOf(kind, text.trim(), choices));

export const folder = parsedBy((text) => {
  if (text.trim() === '') throw new Error('It must name a folder.');
  return path.resolve(text);
});

/** The name of a finding. */
export const findingName = parsedBy((text) => findFinding(text.trim()).name);

export const listedFindings = Object.keys(findings).join(', ');

/** The option that may be given several times: names of findings, `what` of which is meant. */
export const findingsOption = (what: string): Option =>
  new Option('--finding <name>', `only ${what} of this one: ${listedFindings}; may be given again`)
    .default([])
    .argParser((text, before: string[]) => [...before, findingName(text)]);

export const profileOption = (otherwise: string): Option =>
  new Option('--profile <name>', `${profileNames.join(', ')} (default: ${otherwise})`).argParser(
    choice('profile', profileNames),
  );

export const deviceOption = (): Option =>
  new Option(
    '--device <name>',
    `${deviceChoices.join(', ')} (default: KIT_DEVICE or auto)`,
  ).argParser(choice('device', deviceChoices));

/** A command of the kit. It refuses settings and options that it would pass over, before its action. */
export function kitCommand(name: string, description: string): Command {
  const program = new Command(name).description(description);
  return program.hook('preAction', () => {
    refuseOptionsTakenByNpm(program);
    readSettings();
  });
}

/** Runs a command: what it throws ends it with one line and the exit code 1, or 130 when stopped. */
export async function runCommand(program: Command): Promise<void> {
  refuseRepeats(program);
  try {
    await program.parseAsync();
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    console.error(error.message);
    process.exitCode = error.name === 'SweepStopped' ? 130 : 1;
  }
}

/** Of an option that takes one value the last would count, and the others be passed over. */
function refuseRepeats(program: Command): void {
  for (const option of program.options) {
    if (!option.required || option.variadic || Array.isArray(option.defaultValue)) continue;
    let given = 0;
    program.on(`option:${option.name()}`, () => {
      if (++given > 1) program.error(`${option.long} is given more than once; it takes one value.`);
    });
  }
}

/**
 * Ends the program where npm has taken one of its options: `npm run reproduce --dry-run` gives the
 * script no option, and would train. `--jobs` is left out, since npm's own settings may hold it.
 */
function refuseOptionsTakenByNpm(program: Command): void {
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

/** The folder of results to read: what was asked for, or KIT_DATA. Throws when there is none. */
export function dataFolder(asked?: string): string {
  const dataDir = asked ?? readSettings().dataDir;
  if (fs.existsSync(dataDir)) return dataDir;
  throw new Error(`There is no folder ${dataDir}: choose another with --data or KIT_DATA.`);
}

/** The error of a command that would write files anew from results where there are none at all. */
export const nothingStored = (dataDir: string, profile?: string): Error =>
  new Error(
    `${shownPath(dataDir)} holds no results${profile ? ` of the profile "${profile}"` : ''}, and ` +
      'nothing was written. Train them with "npm run reproduce" or "npm run train", or choose ' +
      'another folder (--data or KIT_DATA).',
  );
