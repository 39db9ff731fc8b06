import { Command, InvalidArgumentError, Option } from 'commander';
import { oneOf } from 'memorization-kit/engine';
import { type BenchCase, cases } from './cases';
import { type Contender, contenders } from './contenders';

export interface Options {
  cases: BenchCase[];
  contenders: Contender[];
  rounds: number;
  threads: number;
  device: 'cpu' | 'gpu';
  complete: boolean; // all cases and all contenders
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  }
  return number;
}

/** Those of `all` that the comma-separated list names. Throws on a name that is not there. */
function chosen<T extends { name: string }>(option: string, all: T[], list?: string): T[] {
  if (list === undefined) return all;
  const names = all.map((one) => one.name);
  const wanted = list.split(',').map((name) => oneOf(option, name.trim(), names));
  return all.filter((one) => wanted.includes(one.name));
}

/** Reads the command line; prints the help and ends where it is asked for or wrong. */
export function readOptions(argv: string[]): Options {
  const program = new Command('npm run bench --')
    .description('Times the training step against PyTorch, JAX and eager tfjs.')
    .option('--case <names>', `of ${cases.map((c) => c.name).join(', ')}; default all`)
    .option('--contenders <names>', `of ${contenders.map((c) => c.name).join(', ')}; default all`)
    .option('--rounds <n>', 'turns of each contender', count, 15)
    .option('--threads <n>', 'threads of each contender', count, 1)
    .addOption(
      new Option('--device <device>', 'what all contenders run on')
        .choices(['cpu', 'gpu'])
        .default('cpu'),
    )
    .parse(argv);
  const given = program.opts<{
    case?: string;
    contenders?: string;
    rounds: number;
    threads: number;
    device: 'cpu' | 'gpu';
  }>();
  // On a GPU there are no kernels of the kit's own.
  const available = contenders.filter(({ name }) => name !== 'native' || given.device === 'cpu');
  const options = {
    cases: chosen('case', cases, given.case),
    contenders: chosen('contender', available, given.contenders),
  };
  return {
    ...options,
    rounds: given.rounds,
    threads: given.threads,
    device: given.device,
    complete:
      options.cases.length === cases.length && options.contenders.length === available.length,
  };
}
