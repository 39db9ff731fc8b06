import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../kernel/session.js';

/** A folder inside the project, where notebooks find the library, that git ignores. */
export function temporaryFolder(): string {
  const parent = path.join(root, '.kit', 'tests');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(path.join(parent, 'notebook-'));
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one of the compiled scripts to its end. */
export function runScript(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Finished> {
  const script = path.join(root, 'build', 'scripts', `${name}.js`);
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  const finished: Finished = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (finished.stdout += text));
  child.stderr.on('data', (text) => (finished.stderr += text));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ ...finished, code }));
  });
}

export interface TestCell {
  code: string;
  count?: number | null;
  outputs?: object[];
}

/** Writes a notebook of code cells; without counts as one that was executed in order. */
export function writeNotebook(file: string, cells: (string | TestCell)[], metadata = {}): void {
  const kernelspec = {
    name: 'memorization-kit',
    display_name: 'TypeScript (memorization-kit)',
    language: 'typescript',
  };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec, ...metadata },
    cells: cells.map((cell, i) => {
      const {
        code,
        count = i + 1,
        outputs = [],
      } = typeof cell === 'string' ? { code: cell } : cell;
      return {
        cell_type: 'code',
        id: `cell-${i + 1}`,
        metadata: { execution: { 'iopub.status.busy': '2000-01-01T00:00:00Z' } },
        source: code,
        execution_count: count,
        outputs,
      };
    }),
  };
  writeFileSync(file, JSON.stringify(notebook));
}
