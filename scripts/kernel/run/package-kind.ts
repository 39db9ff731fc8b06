import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Whether Node runs a file as an ES module, which `require` of Node 20 cannot load: by its ending or
 * by the `type` of its package.
 */
export function isEsModule(file: string): boolean {
  const extension = path.extname(file);
  if (extension === '.mjs') return true;
  return extension === '.js' && packageType(path.dirname(file)) === 'module';
}

function packageType(folder: string): string | undefined {
  for (let dir = folder; ; dir = path.dirname(dir)) {
    try {
      const text = readFileSync(path.join(dir, 'package.json'), 'utf8');
      return (JSON.parse(text) as { type?: string }).type;
    } catch {
      // no package here: the folder above may be one
    }
    if (dir === path.dirname(dir) || path.basename(dir) === 'node_modules') return undefined;
  }
}
