import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Site } from './site.js';

/** What tells a folder that this made from one that somebody else keeps things in. */
const MARK = '.memorization-kit-site';

/** Throws when `folder` holds anything but an earlier site. */
export function requireReplaceable(folder: string): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder);
  if (names.length > 0 && !names.includes(MARK)) {
    throw new Error(
      `${folder} holds files that are no site made by this command. Choose another --out, or ` +
        'remove it yourself.',
    );
  }
}

/** Writes a site beside `folder`, then puts it in its place: nobody sees half of it. */
export function writeSite(site: Site, folder: string): void {
  requireReplaceable(folder);
  mkdirSync(path.dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  chmodSync(fresh, 0o755); // a server, under another user, must be able to read it
  try {
    for (const [name, content] of [...site, [MARK, ''] as const]) {
      const file = path.join(fresh, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
