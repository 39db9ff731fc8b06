import ts from 'typescript';

/**
 * The libraries whose functions the Node that runs this has, by major version, for what TypeScript
 * can know of them.
 */
function nodeLibraries(major: number): string[] {
  if (major < 22) return ['es2023'];
  const since22 = ['es2024', 'esnext.array', 'esnext.collection', 'esnext.iterator'];
  if (major < 24) return since22;
  return [...since22, 'esnext.promise', 'esnext.error', 'esnext.float16', 'esnext.disposable'];
}

/**
 * How cells are read: as TypeScript modules that are not strict (a person tries things out in
 * them), for the Node that runs the kernel. Packages are found as Node finds them.
 */
export function cellOptions(folder: string, typeRoots: string[]): ts.CompilerOptions {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    target: major < 22 ? ts.ScriptTarget.ES2023 : ts.ScriptTarget.ES2024,
    lib: nodeLibraries(major).map((name) => `lib.${name}.d.ts`),
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    esModuleInterop: true,
    resolveJsonModule: true,
    allowJs: true,
    allowImportingTsExtensions: true,
    experimentalDecorators: true,
    preserveConstEnums: true,
    jsx: ts.JsxEmit.React,
    skipLibCheck: true,
    strict: false,
    sourceMap: true,
    rootDir: '/',
    baseUrl: folder,
    typeRoots,
    types: ['node'],
  };
}
