import { createRequire } from 'node:module';
import path from 'node:path';
import { inspect } from 'node:util';

export interface DisplayContent {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

/** Shows something below the cell, or in place of what has the same id. */
export type WriteDisplay = (content: DisplayContent, update: boolean) => void;

const displayMethod = Symbol.for('Jupyter.display');

/** A value's own MIME bundle where it has one (a method named Symbol.for('Jupyter.display')). */
export async function bundleOf(value: unknown): Promise<Record<string, unknown>> {
  const method = (value as Record<symbol, unknown> | null | undefined)?.[displayMethod];
  if (typeof method === 'function') {
    return (await method.call(value)) as Record<string, unknown>;
  }
  return { 'text/plain': inspect(value) };
}

/**
 * Makes `tslab.display` work: tslab's own functions look for the running cell in its module
 * `jupyter.js`, and for the version of TypeScript in its compiler. This kernel stands in for both,
 * so that neither tslab's server nor its compiler is loaded. Returns a function that loads tslab.
 */
export function standInForTslab(
  kitFolder: string,
  lastWriteDisplayData: WriteDisplay,
  typescriptVersion: string,
): () => unknown {
  const find = createRequire(path.join(kitFolder, 'package.json'));
  const parts = {
    'tslab/dist/jupyter.js': { lastWriteDisplayData },
    '@tslab/typescript-for-tslab': { version: typescriptVersion },
  };
  for (const [id, exports] of Object.entries(parts)) {
    const file = find.resolve(id);
    require.cache[file] = { id: file, filename: file, loaded: true, exports } as NodeModule;
  }
  return () => find('tslab') as unknown;
}
