import Module from 'node:module';
import path from 'node:path';
import type { Language } from '../compile/language.js';
import { explainedImport, findKitPackages } from './kit-packages.js';
import { isEsModule } from './package-kind.js';
import { asCommonJs, TypeScriptFiles } from './typescript-files.js';
import type { Declaration } from './variables.js';

type ModuleNamespace = Record<string, unknown>;
type Compilable = NodeModule & { _compile(code: string, file: string): void };
/** What Node says where `require` is not the way to load a package. */
const needsImport = new Set([
  'ERR_REQUIRE_ESM',
  'ERR_REQUIRE_ASYNC_MODULE',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
]);

/**
 * Loads what cells import, as seen from the notebook's folder. A package that has both forms is
 * loaded as CommonJS, as the kit's own library does it, so that no package is there twice.
 */
export class Imports {
  readonly module: NodeModule;
  readonly require: NodeJS.Require;
  private readonly nativeImport: (specifier: string) => Promise<ModuleNamespace>;
  private readonly files: TypeScriptFiles;
  private readonly moduleCells = new Map<string, { text: string; module: Compilable }>();

  constructor(
    private readonly language: Language,
    kitFolder: string,
    private readonly standIns: Map<string, () => unknown>,
  ) {
    const { folder } = language;
    this.module = newModule(path.join(folder, 'notebook.js'));
    findKitPackages({ folder, kitFolder });
    this.files = new TypeScriptFiles(language.options);
    const importer = newModule(path.join(folder, 'notebook-imports.js'));
    // Compiled as a file of the notebook's folder, so that packages are looked up from there.
    importer._compile('module.exports = (specifier) => import(specifier);', importer.filename);
    this.nativeImport = importer.exports as typeof this.nativeImport;
    const load = (id: string): unknown => this.requireFrom(this.module, id);
    this.require = Object.assign(load, {
      resolve: Object.assign(
        (id: string, options?: NodeJS.RequireResolve) => this.resolve(id, options),
        { paths: (id: string) => this.native().resolve.paths(id) },
      ),
      cache: require.cache,
      extensions: require.extensions,
      main: undefined,
    }) as unknown as NodeJS.Require;
  }

  private native(): NodeJS.Require {
    return Module.createRequire(this.module.filename);
  }

  private resolve(id: string, options?: unknown): string {
    return this.native().resolve(id, options as never);
  }

  private requireFrom(from: NodeModule, id: string): unknown {
    const standIn = this.standIns.get(id);
    if (standIn) return standIn();
    const cell = this.moduleCell(path.resolve(path.dirname(from.filename), id));
    if (cell) return cell;
    if (from !== this.module) return Module.createRequire(from.filename)(id);
    return this.native()(this.resolve(id));
  }

  /** A cell that is a module, if `base` is its path without ending. */
  private moduleCell(base: string): unknown {
    const file = [base, `${base}.ts`, `${base}.tsx`].find(
      (name) => this.language.inMemory(name) !== undefined && !this.language.isCell(name),
    );
    if (file === undefined) return undefined;
    const text = this.language.inMemory(file)!;
    const known = this.moduleCells.get(file);
    if (known?.text === text) return known.module.exports;
    const module = newModule(file);
    module.require = ((id: string) => this.requireFrom(module, id)) as NodeJS.Require;
    this.moduleCells.set(file, { text, module });
    module._compile(asCommonJs(text, file, this.language.options), file);
    return module.exports;
  }

  /** Loads a module for an import statement of a cell. */
  private async load(specifier: string): Promise<{ exports: ModuleNamespace; native: boolean }> {
    try {
      const isPath = /^\.{0,2}\//.test(specifier);
      if (!isPath || !this.moduleCell(path.resolve(this.language.folder, specifier))) {
        if (!this.standIns.has(specifier) && isEsModule(this.resolve(specifier))) {
          return { exports: await this.importNatively(specifier), native: true };
        }
      }
      return { exports: this.require(specifier) as ModuleNamespace, native: false };
    } catch (error) {
      if (!needsImport.has((error as { code?: string }).code ?? '')) throw error;
      return { exports: await this.importNatively(specifier), native: true };
    }
  }

  private async importNatively(specifier: string): Promise<ModuleNamespace> {
    try {
      return await this.nativeImport(
        path.isAbsolute(specifier) ? `file://${specifier}` : specifier,
      );
    } catch (error) {
      throw explainedImport(error, this.language);
    }
  }

  /** An import statement: gives each declared name (`default`, `*`, `=` or an export) its value. */
  readonly statement = async (
    specifier: string,
    names: readonly (readonly [string, Declaration])[],
  ): Promise<void> => {
    this.files.forgetChanged();
    const { exports, native } = await this.load(specifier);
    const isModule = native || (exports as { __esModule?: boolean } | null)?.__esModule === true;
    for (const [name, declaration] of names) {
      if (name === '=') declaration.i = exports;
      else if (name === '*') declaration.i = isModule ? exports : withDefault(exports);
      else if (name === 'default' && !isModule) declaration.i = exports;
      else declaration.follow(() => exports[name]);
    }
  };

  /** `import(specifier)` in a cell. */
  readonly dynamic = async (specifier: unknown): Promise<ModuleNamespace> => {
    this.files.forgetChanged();
    const { exports, native } = await this.load(String(specifier));
    const isModule = native || (exports as { __esModule?: boolean } | null)?.__esModule === true;
    return isModule ? exports : withDefault(exports);
  };
}

/** What `import * as x` makes of a CommonJS module. */
function withDefault(exports: unknown): ModuleNamespace {
  const namespace: ModuleNamespace = { default: exports };
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) {
    return namespace;
  }
  for (const name of Object.keys(exports)) {
    if (name === 'default') continue;
    const get = () => (exports as ModuleNamespace)[name];
    Object.defineProperty(namespace, name, { enumerable: true, get });
  }
  return namespace;
}

function newModule(filename: string): Compilable {
  const module = new Module(filename) as Compilable;
  module.filename = filename;
  const paths = (Module as unknown as { _nodeModulePaths(dir: string): string[] })._nodeModulePaths;
  module.paths = paths(path.dirname(filename));
  return module;
}
