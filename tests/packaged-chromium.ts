import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/* The Chromium inside the npm package @sparticuz/chromium, which needs of the machine only glibc. */

const require = createRequire(import.meta.url);
const name = '@sparticuz/chromium';

export interface Program {
  path: string;
  env: Record<string, string>; // what it needs besides the environment of this process
}

/** Why the package cannot serve on this machine, or null. */
export function whyNotPackaged(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the one in ${name} is for Linux x86-64 only`;
  }
  try {
    require.resolve(name);
    return null;
  } catch {
    return `${name} is not installed (npm run setup)`;
  }
}

const binFolder = () => path.join(path.dirname(require.resolve(name)), '..', '..', 'bin');

function packageVersion(): string {
  const file = path.join(binFolder(), '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The machine's fonts, if it has any, and the one in the package. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * Unpacks it below `cache`, once for each version (200 MB, 3 s), and says how it is started. The
 * package itself would unpack into the system's temporary folder, where others may have put a file
 * of that name, and a second process would start the browser while the first still writes it.
 */
export function packagedChromium(cache: string): Program {
  const folder = path.join(cache, packageVersion());
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(path.join(cache, 'unpacking-'));
    try {
      execFileSync(process.execPath, ['-e', `require('${name}').executablePath()`], {
        cwd: import.meta.dirname,
        // With the name of a bare platform it unpacks the shared libraries as well.
        env: { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
      });
      writeFileSync(path.join(fresh, 'fonts.conf'), fontsConf);
      renameSync(fresh, folder);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(folder)) throw error; // else another process was faster
    }
  }
  return {
    path: path.join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}
