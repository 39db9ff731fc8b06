// Checks the notebooks: types, what harms the kernel, and their outputs.
import 'memorization-kit/supported-node';
import { statSync } from 'node:fs';
import path from 'node:path';
import { checkOutputs } from './notebooks/check-outputs.js';
import { checkTraps } from './notebooks/check-traps.js';
import { checkTypes } from './notebooks/check-types.js';
import { listNotebooks, type Notebook, readNotebook, root } from './notebooks/files.js';
import { describeProblem, type Problem } from './notebooks/problem.js';
import { folder, kitCommand, runCommand } from './options.js';

interface Flags {
  notebooks: string;
  outputs: boolean;
}

function main(flags: Flags): number {
  const files = listNotebooks(flags.notebooks);
  const notebooks = new Map<string, Notebook>();
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      notebooks.set(path.relative(process.cwd(), file), readNotebook(file));
    } catch (error) {
      problems.push({ notebook: path.basename(file), message: (error as Error).message });
    }
  }
  if (notebooks.size > 0) problems.push(...checkTypes(notebooks));
  for (const [file, notebook] of notebooks) {
    problems.push(...checkTraps(file, notebook));
    if (flags.outputs) problems.push(...checkOutputs(file, notebook, statSync(file).size));
  }
  for (const problem of problems) console.error(describeProblem(problem));
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  console.log(`${count(files.length, 'notebook')}, ${count(problems.length, 'problem')}`);
  return problems.length > 0 ? 1 : 0;
}

const program = kitCommand(
  'check-notebooks',
  'Checks the types of notebook cells, the traps of the kernel, and the outputs.',
)
  .option('--notebooks <folder>', 'where they are', folder, path.join(root, 'notebooks'))
  .option('--no-outputs', 'only the code: for a notebook that is being written')
  .action((flags: Flags) => {
    process.exitCode = main(flags);
  });

void runCommand(program);
