import Module from 'node:module';
import path from 'node:path';
import { missingModule } from '../compile/missing-module.js';

type Resolve = (id: string, parent: NodeModule | null | undefined, ...more: unknown[]) => string;
const resolver = Module as unknown as { _resolveFilename: Resolve };

/** The places that are looked in: the notebook's folder, and the clone whose kernel this is. */
export interface Places {
  folder: string;
  kitFolder: string;
}

/**
 * Lets notebooks, and the files that they import, find the kit and its packages wherever they lie:
 * what is not found from a person's own file is looked up from the clone. What is not there either
 * is an error that says where it was looked for.
 */
export function findKitPackages(places: Places): void {
  const { kitFolder } = places;
  const inKit = path.join(kitFolder, 'notebook.js');
  const kit = { ...newParent(inKit) } as NodeModule;
  const code = [path.join(kitFolder, 'lib'), path.join(kitFolder, 'build')];
  const isOwn = (file = ''): boolean =>
    !file.includes(`${path.sep}node_modules${path.sep}`) &&
    !code.some((folder) => file.startsWith(folder + path.sep));
  const resolve = resolver._resolveFilename;
  resolver._resolveFilename = (id, parent, ...more) => {
    try {
      return resolve.call(Module, id, parent, ...more);
    } catch (error) {
      const missing = error as Error & { code?: string };
      if (missing.code !== 'MODULE_NOT_FOUND' || !isOwn(parent?.filename)) throw missing;
      try {
        if (!id.startsWith('.')) return resolve.call(Module, id, kit);
      } catch {
        // the first error names the file that asked
      }
      const from = parent?.filename ? path.dirname(parent.filename) : places.folder;
      missing.message += `\n${missingModule(id, { ...places, folder: from })}`;
      throw missing;
    }
  };
}

/** As what a file looks its packages up. */
function newParent(filename: string): Partial<NodeModule> {
  const paths = (Module as unknown as { _nodeModulePaths(dir: string): string[] })._nodeModulePaths;
  return { id: filename, filename, paths: paths(path.dirname(filename)) };
}

/** The error of a native import, which looks packages up beside the file that asks and nowhere else. */
export function explainedImport(error: unknown, places: Places): unknown {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const found = /^Cannot find (?:package|module) '(.*?)' imported from (.*)$/.exec(message ?? '');
  if (code !== 'ERR_MODULE_NOT_FOUND' || !found) return error;
  const remedy = found[2].endsWith('.mjs')
    ? 'An .mjs file finds only what lies beside it: as a .ts or .js file with import or require it ' +
      'would find the packages of the kit too.'
    : missingModule(found[1], places);
  (error as Error).message += `\n${remedy}`;
  return error;
}
