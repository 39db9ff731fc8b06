import { readFileSync } from 'node:fs';
import path from 'node:path';

function versionOf(kitFolder: string, packageFolder: string): string {
  const text = readFileSync(path.join(kitFolder, packageFolder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** What the kernel says about itself; known before the compiler is loaded. */
export function kernelInfo(kitFolder: string) {
  const typescript = versionOf(kitFolder, 'node_modules/typescript');
  return {
    protocol_version: '5.3',
    implementation: 'memorization-kit',
    implementation_version: versionOf(kitFolder, 'lib'),
    language_info: {
      name: 'typescript',
      version: typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script',
      // JupyterLab asks for the mode, older front ends for the name and the flag.
      codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    },
    banner: `TypeScript ${typescript} on Node.js ${process.versions.node}`,
    help_links: [
      { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' },
      { text: 'Node.js', url: 'https://nodejs.org/docs/latest-v20.x/api/' },
    ],
    supported_features: [],
    debugger: false,
  };
}
