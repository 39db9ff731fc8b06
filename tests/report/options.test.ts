import { describe, expect, it } from 'vitest';
import { runScript } from '../notebook/command.js';

const commands: [string, string[]][] = [
  ['explain', []],
  ['figures', []],
  ['pages', []],
  ['readme', ['--check']],
  ['reproduce', ['--dry-run']],
  ['results', ['--check']],
  ['train', ['--finding', 'p-probing', '--list']],
  ['verify-data', ['--sample', '0']],
  ['execute-notebooks', []],
  ['lab', ['--version']],
];

describe('every command', () => {
  it.each(commands)('%s refuses a wrong setting at once, with the choices', async (name, args) => {
    const { code, stdout, stderr } = await runScript(name, args, { KIT_PROFILE: 'quik' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Unknown profile \(KIT_PROFILE\) "quik".*quick, standard, paper\.\n$/);
  });
});

describe('an option', () => {
  it.each([
    ['figures', ['--finding', 'p-probing', '--finding', 'nothing'], /Unknown finding "nothing"/],
    ['figures', ['--profile', ''], /--profile .*Unknown profile "".*quick, standard, paper/],
    ['figures', ['--data', ''], /--data .*must name a folder/],
    ['train', ['--finding', 'p-probing', '--finding', 'p-probing'], /--finding is given more than/],
    ['train', ['--finding', 'p-probing', '--device', 'tpu'], /--device .*auto, cpu, gpu/],
    ['reproduce', ['--jobs', '2', '--jobs', '4'], /--jobs is given more than once/],
    ['execute-notebooks', ['--jobs', 'many'], /--jobs .*whole number of at least 1/],
  ])('of %s that would be passed over is refused: %j', async (name, args, message) => {
    const { code, stderr } = await runScript(name, args);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });
});

describe('npm run reproduce -- --dry-run', () => {
  it('plans with no more workers than the machine has cores for, and says so', async () => {
    const args = ['--dry-run', '--finding', 'bits-per-parameter', '--jobs', '999'];
    const { code, stdout } = await runScript('reproduce', args);
    expect(code).toBe(0);
    expect(stdout).not.toContain('999 worker');
    expect(stdout).toMatch(
      /^999 jobs were asked for; this machine has cores and memory for \d+ wo/m,
    );
  });

  it('says of a time that cannot be known why, and how it can be', async () => {
    const args = ['--dry-run', '--finding', 'bits-per-parameter', '--profile', 'paper'];
    const { code, stdout } = await runScript('reproduce', [...args, '--device', 'cpu']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^01-\S+ .* not known +the cost of the nearest stored run differs by a factor of up to [\d,]+$/m,
    );
    expect(stdout).toMatch(
      /^ {2}npm run train -- --finding bits-per-parameter --profile paper --index \d+ --data reprod/m,
    );
  });
});
