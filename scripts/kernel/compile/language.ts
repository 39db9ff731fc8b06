import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { cellOptions } from './options.js';

/** What a notebook has beyond the globals of Node. */
const notebookGlobals = `
declare function prompt(message?: string, preset?: string): string | null;
declare function input(message?: string, options?: { password?: boolean }): Promise<string>;
`;

/**
 * TypeScript's view of the notebook's folder: the files that are there, and files in memory (cells,
 * module cells). One program grows with the notebook, so that a cell costs only its own check.
 */
export class Language {
  readonly service: ts.LanguageService;
  readonly options: ts.CompilerOptions;
  private readonly memory = new Map<string, { text: string; version: number }>();
  private readonly snapshots = new Map<string, { version: string; snapshot: ts.IScriptSnapshot }>();
  private current: ts.Program | null = null;
  private readonly entry: string;
  private readonly globals: string;
  private resolutions: ts.ModuleResolutionCache;

  /** `kitFolder` has the packages that a notebook can import wherever it lies. */
  constructor(
    readonly folder: string,
    readonly kitFolder: string,
  ) {
    const typeRoots = ancestors(folder).map((dir) => path.join(dir, 'node_modules', '@types'));
    this.options = cellOptions(folder, [
      ...typeRoots.filter((dir) => existsSync(path.join(dir, 'node'))),
      path.join(kitFolder, 'node_modules', '@types'),
    ]);
    this.entry = this.file('__notebook__.ts');
    this.globals = this.file('__globals__.d.ts');
    this.write(this.globals, notebookGlobals);
    this.resolutions = this.newResolutions();
    this.service = ts.createLanguageService(
      this.host(),
      ts.createDocumentRegistry(ts.sys.useCaseSensitiveFileNames),
    );
    this.include([]);
  }

  /** The path of a file that exists in memory only. */
  file(name: string): string {
    return path.posix.join(this.folder.replaceAll('\\', '/'), name);
  }

  write(file: string, text: string): void {
    const version = (this.memory.get(file)?.version ?? 0) + 1;
    this.memory.set(file, { text, version });
    this.current = null;
  }

  inMemory(file: string): string | undefined {
    return this.memory.get(file)?.text;
  }

  isCell(file: string): boolean {
    return /\/__cell_\d+__\.tsx?$/.test(file);
  }

  remove(file: string): void {
    this.memory.delete(file);
  }

  /** Says which files in memory belong to the notebook. */
  include(files: readonly string[]): void {
    this.write(this.entry, files.map((file) => `import ${JSON.stringify(file)};`).join('\n'));
  }

  /** The program as it is now; files on disk are looked at when a file in memory has changed. */
  program(): ts.Program {
    return (this.current ??= this.service.getProgram()!);
  }

  /** Forgets which packages were not found: they may have been installed since. */
  refresh(): void {
    this.resolutions = this.newResolutions();
    this.service.cleanupSemanticCache();
    this.current = null;
  }

  /** The file that an import means, if it is found. */
  resolve(specifier: string, from: string): ts.ResolvedModuleFull | undefined {
    if (this.memory.has(specifier)) {
      return {
        resolvedFileName: specifier,
        extension: ts.Extension.Ts,
        isExternalLibraryImport: false,
      };
    }
    const found = ts.resolveModuleName(specifier, from, this.options, this.files, this.resolutions);
    if (found.resolvedModule || specifier.startsWith('.')) return found.resolvedModule;
    const kit = path.join(this.kitFolder, 'notebook.ts');
    return ts.resolveModuleName(specifier, kit, this.options, this.files, this.resolutions)
      .resolvedModule;
  }

  private newResolutions(): ts.ModuleResolutionCache {
    return ts.createModuleResolutionCache(this.folder, (name) => name, this.options);
  }

  private readonly files = {
    fileExists: (file: string) => this.memory.has(file) || ts.sys.fileExists(file),
    readFile: (file: string) => this.memory.get(file)?.text ?? ts.sys.readFile(file),
    directoryExists: (dir: string) => dir === this.folder || ts.sys.directoryExists(dir),
    realpath: (file: string) => (this.memory.has(file) ? file : (ts.sys.realpath?.(file) ?? file)),
    getCurrentDirectory: () => this.folder,
    getDirectories: (dir: string) => ts.sys.getDirectories(dir),
  };

  private host(): ts.LanguageServiceHost {
    const host: ts.LanguageServiceHost & Pick<ts.CompilerHost, 'getModuleResolutionCache'> = {
      getModuleResolutionCache: () => this.resolutions, // with the package.json files it has read
      fileExists: (file) => this.files.fileExists(file),
      readFile: (file) => this.files.readFile(file),
      directoryExists: this.files.directoryExists,
      realpath: this.files.realpath,
      getDirectories: this.files.getDirectories,
      getCompilationSettings: () => this.options,
      getScriptFileNames: () => [this.globals, this.entry],
      getScriptVersion: (file) => this.version(file),
      getScriptSnapshot: (file) => this.snapshot(file),
      getCurrentDirectory: () => this.folder,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      readDirectory: (...args) => ts.sys.readDirectory(...args),
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) => ({ resolvedModule: this.resolve(text, from) })),
    };
    return host;
  }

  /** TypeScript asks for every file whenever the program changes: only a new version is read. */
  private snapshot(file: string): ts.IScriptSnapshot | undefined {
    const version = this.version(file);
    const known = this.snapshots.get(file);
    if (known?.version === version) return known.snapshot;
    const text = this.files.readFile(file);
    if (text === undefined) return undefined;
    const snapshot = ts.ScriptSnapshot.fromString(text);
    this.snapshots.set(file, { version, snapshot });
    return snapshot;
  }

  /** Packages do not change while a kernel lives; a person's own files do. */
  private version(file: string): string {
    const known = this.memory.get(file);
    if (known) return String(known.version);
    if (file.includes('/node_modules/')) return '1';
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat ? `${stat.mtimeMs} ${stat.size}` : '0';
  }
}

function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
