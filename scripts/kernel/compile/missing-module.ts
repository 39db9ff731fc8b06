import fs from 'node:fs';
import path from 'node:path';

const KIT = 'memorization-kit';

/** The parts of the kit's library, as they are imported; none where it is not compiled. */
function partsOf(kitFolder: string): string[] {
  const compiled = path.join(kitFolder, 'lib', 'dist');
  const names = fs.existsSync(compiled) ? fs.readdirSync(compiled) : [];
  return names.filter((name) => fs.existsSync(path.join(compiled, name, 'index.js'))).sort();
}

/**
 * Where a module was looked for that is not there, and what to do. A notebook may lie anywhere: the
 * kit and its packages are found in the clone whose kernel this is, files beside the notebook.
 */
export function missingModule(
  specifier: string,
  { folder, kitFolder }: { folder: string; kitFolder: string },
): string {
  if (specifier === KIT || specifier.startsWith(`${KIT}/`)) {
    const parts = partsOf(kitFolder);
    return parts.length > 0
      ? `This kernel's ${KIT}, in ${kitFolder}, has the parts ${parts.join(', ')}: import from ` +
          `'${KIT}/${parts[0]}' and so on.`
      : `This kernel's ${KIT}, in ${kitFolder}, is not compiled: run "npm run setup" there.`;
  }
  if (/^\.{1,2}(\/|$)/.test(specifier)) {
    const original = path.resolve(kitFolder, 'notebooks', specifier);
    const there = ['', '.ts', '.js', '.json'].some((end) => fs.existsSync(original + end));
    const remedy = there
      ? `Of a copy of one of the kit's notebooks write '${original}' instead.`
      : 'Put the file there, or write its whole path.';
    return `It was looked for from ${folder}, where this notebook runs. ${remedy}`;
  }
  return (
    `It was looked for from ${folder} upwards, where this notebook runs, and in ${kitFolder}. ` +
    `"npm install" in the notebook's folder adds a package.`
  );
}
