import os from 'node:os';
import { type CellOutput, joined, kernelName, type Notebook, root } from './files.js';
import type { Problem } from './problem.js';

/** The most that outputs may weigh, in bytes as they are stored: notebooks are committed. */
export const limits = { output: 250_000, notebook: 1_500_000 };

/** Folders that name a machine or a person. */
const machinePath = /(?:\/(?:home|Users|root|tmp|var\/folders)\/|[A-Z]:\\+Users\\+)[\w.-]+/;

function textOf(output: CellOutput): string {
  const pictures = /^image\/(?!svg)|^application\/pdf/;
  const data = Object.entries(output.data ?? {}).filter(([mime]) => !pictures.test(mime));
  return JSON.stringify([joined(output.text), data.map(([, content]) => content)]);
}

function machinePathIn(text: string): string | null {
  const own = [root, os.homedir()].find((folder) => folder.length > 1 && text.includes(folder));
  return own ?? machinePath.exec(text)?.[0] ?? null;
}

function problemOf(output: CellOutput): string | null {
  if (output.output_type === 'error') {
    return `its output is an error: ${output.ename}: ${output.evalue}`;
  }
  const size = JSON.stringify(output).length;
  if (size > limits.output) {
    return `an output of ${size} bytes, more than ${limits.output}; draw a smaller picture or fewer points`;
  }
  const folder = machinePathIn(textOf(output));
  return folder ? `an output names a folder of this machine: ${folder}` : null;
}

/**
 * Checks that a notebook was executed from top to bottom by the project's kernel, without an error,
 * and that its outputs are small and name no folder of the machine that executed it.
 */
export function checkOutputs(file: string, notebook: Notebook, bytes: number): Problem[] {
  const problems: Problem[] = [];
  const kernel = notebook.metadata.kernelspec?.name;
  if (kernel !== kernelName) {
    problems.push({ notebook: file, message: `its kernel is "${kernel}", not "${kernelName}"` });
  }
  if (bytes > limits.notebook) {
    const message = `${bytes} bytes, more than ${limits.notebook}`;
    problems.push({ notebook: file, message });
  }
  let expected = 1;
  notebook.cells.forEach((cell, i) => {
    if (cell.cell_type !== 'code') return;
    const place = { notebook: file, cell: i + 1 };
    const count = cell.execution_count;
    if (count !== expected) {
      const state = count ? `was executed as number ${count}, not ${expected}` : 'was not executed';
      problems.push({ ...place, message: `${state}; run "npm run notebooks"` });
    }
    expected = (count ?? expected) + 1;
    for (const output of cell.outputs ?? []) {
      const message = problemOf(output);
      if (message) problems.push({ ...place, message });
    }
  });
  return problems;
}
