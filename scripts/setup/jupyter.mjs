// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { at, sitePackages, venv } from './paths.mjs';
import { hashInputs, writeWhole } from './stamp.mjs';

export const kernelName = 'memorization-kit';

/** The name by which notebooks from elsewhere ask for a TypeScript kernel; it is the same one. */
const otherName = 'tslab';

/**
 * What is written into .venv, by path below it: the kernel, and settings of JupyterLab that hold
 * for this environment only. Nothing outside the clone is touched.
 * @param {string} kernelScript Absolute path of the compiled kernel.
 * @returns {Record<string, unknown>}
 */
export function jupyterFiles(kernelScript) {
  const kernel = {
    argv: [
      'node',
      '--enable-source-maps',
      // An interrupt may break off a timer that does not end; Node's own check of how calls are
      // nested would then end the process.
      '--no-force-async-hooks-checks',
      kernelScript,
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    display_name: 'TypeScript (memorization-kit)',
    language: 'typescript',
    // Read by a thread of its own, so that it arrives while a cell keeps the main thread busy.
    interrupt_mode: 'message',
  };
  return {
    [`share/jupyter/kernels/${kernelName}/kernel.json`]: kernel,
    [`share/jupyter/kernels/${otherName}/kernel.json`]: {
      ...kernel,
      display_name: 'TypeScript (tslab, by memorization-kit)',
    },
    'etc/jupyter/jupyter_server_config.json': {
      MultiKernelManager: { default_kernel_name: kernelName },
    },
    'etc/jupyter/jupyter_lab_config.json': {
      // Neither news nor versions nor extensions are looked up over the network.
      LabApp: {
        check_for_updates_class: 'jupyterlab.NeverCheckForUpdate',
        extension_manager: 'readonly',
        news_url: null,
      },
    },
    'etc/jupyter/labconfig/page_config.json': {
      disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true },
      // JupyterLab adds this when it starts, for what it finds disabled.
      lockedExtensions: { '@jupyterlab/apputils-extension:announcements': true },
    },
    'share/jupyter/lab/settings/overrides.json': {
      '@jupyterlab/apputils-extension:notification': { checkForUpdates: false, fetchNews: 'false' },
    },
  };
}

/**
 * What makes papermill find the translator of parameters, by path below the site-packages of .venv:
 * Python looks for plug-ins in what an installed package says about itself.
 * @returns {Record<string, string>}
 */
export function papermillFiles() {
  const info = 'memorization_kit_papermill-1.0.dist-info';
  return {
    'papermill_typescript.py': readFileSync(at('scripts', 'papermill_typescript.py'), 'utf8'),
    [`${info}/METADATA`]: 'Metadata-Version: 2.1\nName: memorization-kit-papermill\nVersion: 1.0\n',
    [`${info}/entry_points.txt`]:
      '[papermill.engine]\nmemorization-kit = papermill_typescript:Engine\n',
  };
}

const files = jupyterFiles(at('build', 'scripts', 'kernel.js'));

/** @type {import('./steps.mjs').Step} */
export const jupyter = {
  name: 'jupyter',
  title: 'Notebook kernel, JupyterLab settings and papermill translator in .venv',
  diskMB: 1,
  inputs: () => hashInputs({ ...files, ...papermillFiles() }),
  isThere() {
    const packages = sitePackages();
    if (packages === null) return false;
    const written = Object.entries(files).every(([path, content]) => {
      const file = join(venv, path);
      return existsSync(file) && holds(readFileSync(file, 'utf8'), content);
    });
    const plugIn = Object.entries(papermillFiles()).every(([path, text]) => {
      const file = join(packages, path);
      return existsSync(file) && readFileSync(file, 'utf8') === text;
    });
    return written && plugIn;
  },
  async run() {
    for (const [path, content] of Object.entries(files)) {
      writeWhole(join(venv, path), asText(content));
    }
    const packages = /** @type {string} */ (sitePackages());
    for (const [path, text] of Object.entries(papermillFiles())) {
      writeWhole(join(packages, path), text);
    }
  },
};

/**
 * JupyterLab writes a file anew with the same content in other spaces.
 * @param {string} text
 * @param {unknown} content
 */
function holds(text, content) {
  try {
    return isDeepStrictEqual(JSON.parse(text), content);
  } catch {
    return false;
  }
}

/** @param {unknown} content */
function asText(content) {
  return `${JSON.stringify(content, null, 2)}\n`;
}
