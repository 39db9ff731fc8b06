import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nameOf } from '../notebooks/files.js';
import type { ResolveLink } from './markdown.js';

export interface LinkSources {
  notebooks: readonly string[]; // names
  figuresDir: string;
  hasResults: boolean;
  addFile: (name: string, content: Buffer) => void;
}

export interface Links {
  resolve: ResolveLink;
  figureNames: ReadonlySet<string>; // all of figures/
  useFigure: (name: string) => string; // takes its picture into the site, gives the address
  shownAt: Map<string, string>; // to be filled: a figure's place on the page of its notebook
}

/** Where the files of the repository are on the site, as far as they are on it. */
export function makeLinks({ notebooks, figuresDir, hasResults, addFile }: LinkSources): Links {
  const files = existsSync(figuresDir) ? readdirSync(figuresDir).sort() : [];
  const pictures = files.filter((name) => name.endsWith('.png'));
  const figureNames = new Set(pictures.map((name) => path.parse(name).name));
  const shownAt = new Map<string, string>();

  const useFigure = (name: string): string => {
    const file = `figures/${name}.png`;
    addFile(file, readFileSync(path.join(figuresDir, `${name}.png`)));
    return file;
  };
  const resolve: ResolveLink = (target, kind) => {
    const [file, fragment] = target.split('#');
    const hash = fragment ? `#${fragment}` : '';
    const { dir, name, ext } = path.posix.parse(file);
    if (file === 'RESULTS.md') return hasResults ? `results.html${hash}` : null;
    if (ext === '.ipynb') return notebooks.includes(nameOf(file)) ? `${name}.html${hash}` : null;
    if (dir !== 'figures' || ext !== '.png' || !figureNames.has(name)) return null;
    // Who follows a link to a figure wants to explore it, and to read what is said about it.
    return (kind === 'link' && shownAt.get(name)) || useFigure(name);
  };
  return { resolve, figureNames, useFigure, shownAt };
}
