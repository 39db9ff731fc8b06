import { readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import ts from 'typescript';

type Loader = (
  module: NodeModule & { _compile(code: string, file: string): void },
  file: string,
) => void;
const extensions = (Module as unknown as { _extensions: Record<string, Loader> })._extensions;
const endings = ['.ts', '.tsx', '.cts', '.mts'];

/** Compiles one TypeScript file for `require`, with the map by which traces find its lines. */
export function asCommonJs(text: string, fileName: string, options: ts.CompilerOptions): string {
  const { target, jsx, experimentalDecorators, esModuleInterop } = options;
  return ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target,
      jsx,
      experimentalDecorators,
      esModuleInterop,
      module: ts.ModuleKind.CommonJS,
      inlineSourceMap: true,
    },
  }).outputText;
}

/**
 * Lets cells import the TypeScript files of their folder. A file that was changed is read again by
 * the next cell that imports it, with all that may depend on it.
 */
export class TypeScriptFiles {
  private readonly loaded = new Map<string, string>();

  constructor(options: ts.CompilerOptions) {
    for (const ending of endings) {
      extensions[ending] = (module, file) => {
        this.loaded.set(file, stamp(file));
        module._compile(asCommonJs(readFileSync(file, 'utf8'), file, options), file);
      };
    }
  }

  forgetChanged(): void {
    if ([...this.loaded].every(([file, known]) => stamp(file) === known)) return;
    for (const file of this.loaded.keys()) delete require.cache[file];
    this.loaded.clear();
  }
}

function stamp(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}
