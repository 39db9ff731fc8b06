import path from 'node:path';
import { pathToFileURL } from 'node:url';
// eslint-disable-next-line no-restricted-syntax -- cells are code: running them is what a kernel is for
import vm from 'node:vm';
import { Compiler } from '../compile/compiler.js';
import { tagsOf } from '../compile/tags.js';
import { bundleOf } from './display.js';
import { describeDiagnostics, describeThrown, type Failure } from './failure.js';
import { Imports } from './imports.js';
import type { Runner } from './runner.js';
import { scriptName, type Traces } from './traces.js';
import { Variables } from './variables.js';

export type ShowValue = (bundle: Record<string, unknown>) => void;

/** Work that must not be broken off. */
export type Shield = <T>(work: () => T) => T;

export interface NotebookOptions {
  folder: string; // in which imports and files are looked up
  kitFolder: string;
  file: string; // what `__filename` says
  standIns: Map<string, () => unknown>; // modules that the kernel itself provides
}

type CellFunction = (...given: unknown[]) => Promise<void>;

/** The notebook as it is being run: its cells' names, types and variables. */
export class Notebook {
  readonly compiler: Compiler;
  private readonly variables = new Variables();
  private readonly imports: Imports;
  private readonly meta: { url: string; filename: string; dirname: string };

  constructor(
    private readonly options: NotebookOptions,
    private readonly runner: Runner,
    private readonly traces: Traces,
    private readonly stopped: { run: Int32Array; stopped: Int32Array },
    private readonly shield: Shield,
  ) {
    const { folder, kitFolder, file, standIns } = options;
    this.compiler = new Compiler(folder, kitFolder);
    this.imports = new Imports(this.compiler.language, kitFolder, standIns);
    const url = pathToFileURL(file).href;
    this.meta = { url, filename: file, dirname: path.dirname(file) };
  }

  /** Runs a cell; `number` is what the notebook shows beside it. Returns why it failed, or null. */
  async execute(code: string, number: number, show: ShowValue): Promise<Failure | null> {
    const left = this.runner.takeStray();
    if (left) {
      return { ...left, traceback: ['Left behind by an earlier cell:', ...left.traceback] };
    }
    const { module, browser } = tagsOf(code);
    if (module) return this.addModule(module, code, number);
    if (browser) {
      console.error('A cell with the tag @browser is for a browser; the kernel does not run it.');
      return null;
    }
    const id = this.runner.nextRun();
    const compiled = this.shield(() => this.compile(code, id, number));
    if ('ename' in compiled) return compiled;
    const { run, names } = compiled;
    this.variables.begin(id, names.vars, names.others);
    const failure = await this.runner.run(id, () => run(show));
    this.variables.end(id);
    return failure;
  }

  private addModule(name: string, code: string, number: number): Failure | null {
    const diagnostics = this.shield(() => this.compiler.addModule(name, code));
    return diagnostics.length > 0 ? describeDiagnostics(diagnostics, number) : null;
  }

  private compile(code: string, id: number, number: number) {
    const compiled = this.compiler.compile(code, id);
    if (!compiled.ok) return describeDiagnostics(compiled.diagnostics, number);
    const { javascript, map, declared } = compiled.code;
    this.traces.remember(id, number, code, map);
    let compiledFunction: CellFunction;
    try {
      const script = new vm.Script(javascript, { filename: scriptName(id) });
      compiledFunction = script.runInThisContext() as CellFunction;
    } catch (error) {
      return describeThrown(error);
    }
    const vars = declared.filter(({ kind }) => kind === 'var').map(({ name }) => name);
    const known = vars.filter((name) => this.compiler.known.value(name)?.kind === 'var');
    vars.forEach(compiled.declare);
    return {
      run: (show: ShowValue) => this.call(compiledFunction, compiled.declare, show),
      names: {
        vars: vars.filter((name) => !known.includes(name)),
        others: declared.filter(({ kind }) => kind !== 'var').map(({ name }) => name),
      },
    };
  }

  /** Calls a cell's function with what it needs, and shows the value of its last expression. */
  private async call(
    cell: CellFunction,
    declared: (name: string) => void,
    show: ShowValue,
  ): Promise<void> {
    let last: { value: unknown } | null = null;
    const { run, stopped } = this.stopped;
    const { functions } = this.runner.timers;
    await cell(
      ...[this.variables.forCell(declared), this.imports.statement],
      ...[(value: unknown) => (last = { value }), run, stopped, this.runner.throwInterrupt],
      ...[this.imports.dynamic, this.meta],
      ...[this.imports.require, this.imports.module, this.imports.module.exports],
      ...[this.options.file, this.meta.dirname],
      ...[functions.setTimeout, functions.setInterval, functions.setImmediate],
      ...[functions.clearTimeout, functions.clearInterval, functions.clearImmediate],
    );
    const shown = last as { value: unknown } | null;
    if (shown?.value !== undefined && shown.value !== null) show(await bundleOf(shown.value));
  }
}
