import { Assistant } from './compile/assistant.js';
import { completenessOf } from './compile/completeness.js';
import { Notebook, type NotebookOptions, type Shield } from './run/notebook.js';
import type { Runner } from './run/runner.js';
import type { Traces } from './run/traces.js';
import type { SharedState } from './wire/shared-state.js';

export interface LanguageOptions {
  notebook: NotebookOptions;
  runner: Runner;
  traces: Traces;
  state: SharedState;
  shield: Shield;
}

/** All parts of the kernel that need TypeScript's compiler, and so are loaded late. */
export function create({ notebook: options, runner, traces, state, shield }: LanguageOptions) {
  const notebook = new Notebook(options, runner, traces, state, shield);
  return { notebook, assistant: new Assistant(notebook.compiler), completenessOf };
}
