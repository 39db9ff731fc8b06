// @ts-check
import { builtinModules } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The folders of the library: each imports only from those before it. */
const folders = [
  'base',
  'engine',
  'model',
  'training',
  'datasets',
  'stats',
  'plot',
  'experiment',
  'recipes',
  'findings',
  'runner',
  'results',
  'notebook',
];

/** What only runs in Node. All else up to the findings trains and draws, in a browser too. */
const nodeFolders = ['results', 'runner', 'notebook'];
const nodeModules = {
  base: ['node', 'environment', 'write-whole'],
  engine: [
    ...['node', 'tensorflow', 'tfjs-node', 'captured-program', 'graph-def', 'trace'],
    ...['trial-load', 'trial-program', 'missing-gpu', 'nvidia-driver.cjs', 'supported-node.cjs'],
    ...['require-supported-node', 'program-nodes', 'scalar-feeds', 'xla-cache'],
  ],
  training: ['node', 'checkpoint-file', 'safetensors', 'tensor-file'],
  plot: ['export'],
  findings: ['node'],
};
const nodeFiles = Object.entries(nodeModules).flatMap(([folder, modules]) =>
  modules.map((module) => `${folder}/${module}`),
);

const pureImports = [
  {
    regex: `^(?:node:|(?:${builtinModules.join('|')})(?:/|$)|@tensorflow/tfjs-node)`,
    message: 'What trains and draws also runs in a browser: it imports nothing of Node.',
  },
  {
    regex: [
      `^(?:\\.\\./)+(?:${nodeFiles.join('|').replaceAll('.', '\\.')})$`,
      `^\\./(?:${[...new Set(Object.values(nodeModules).flat())].join('|').replaceAll('.', '\\.')})$`,
    ].join('|'),
    message:
      'This module needs Node, which what trains and draws does without (a browser has none).',
  },
];

/** `shell`: import rules that hold beside the order of the folders. */
const importRules = (folder, shell) => {
  const i = folders.indexOf(folder);
  return {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(?:\\.\\./)+(?:${folders.slice(i + 1).join('|') || '(?!)'})(?:/|$)`,
            message: `lib/src/${folder} may import only from ${folders.slice(0, i).join(', ') || 'no other folder'}.`,
          },
          {
            regex: '^memorization-kit(?:/|$)',
            message: 'Inside the library import by relative path.',
          },
          ...shell,
        ],
      },
    ],
  };
};

const importOrder = folders.map((folder) => ({
  files: [`lib/src/${folder}/**/*.ts`],
  rules: importRules(folder, []),
}));

const twoShells = folders
  .filter((folder) => !nodeFolders.includes(folder))
  .map((folder) => ({
    files: [`lib/src/${folder}/**/*.ts`],
    ignores: nodeFiles.flatMap((file) => [`lib/src/${file}.ts`, `lib/src/${file}/**`]),
    rules: {
      ...importRules(folder, pureImports),
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global'],
      ],
    },
  }));

/** Commands are started with a list of words, never through a shell; data are never run as code. */
const noCodeFromText = {
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-restricted-syntax': [
    'error',
    {
      selector:
        'ImportDeclaration[source.value=/child_process$/] ImportSpecifier[imported.name=/^exec(Sync)?$/]',
      message: 'exec starts a shell, which reads file names as commands: take execFile or spawn.',
    },
    {
      selector: 'Property[key.name="shell"]:not([value.value=false])',
      message: 'A shell reads file names as commands: give the words as a list.',
    },
    {
      selector: 'ImportDeclaration[source.value=/^(node:)?vm$/]',
      message: 'Data are not run as code.',
    },
  ],
};

const nodeGlobals = Object.fromEntries(
  [
    ...['console', 'process', 'performance', 'AbortController'],
    ...['require', 'module', '__dirname', '__filename'],
    ...['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/build/',
      '.venv*/',
      '.venv-bench/',
      '.kit/',
      'reproduced/',
      'notebooks/',
      'site/',
      'vendor/**/*.d.ts',
      'shared/',
    ],
  },
  js.configs.recommended,
  { rules: noCodeFromText },
  {
    // One idea a file.
    files: ['lib/src/**', 'scripts/**', 'bench/**'],
    rules: { 'max-lines': ['error', 260] },
  },
  {
    files: ['**/*.{mjs,cjs}', 'vendor/**/*.js'],
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['vendor/**/*.js'],
    languageOptions: { sourceType: 'commonjs' },
  },
  {
    // What runs in the browser of somebody who reads the pages.
    files: ['scripts/pages/assets/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: {
        console: 'readonly',
        document: 'readonly',
        window: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'no-control-regex': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          // Its promise is only pending for backends that load something, which these do not.
          allowForKnownSafeCalls: [
            { from: 'package', name: 'setBackend', package: '@tensorflow/tfjs-core' },
          ],
        },
      ],
      '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowArray: true },
      ],
      // Records and aliases are used on purpose: a config must be a flat type, not an interface.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Indexing in numeric loops reads better than iterators, and is what the hot paths need.
      '@typescript-eslint/prefer-for-of': 'off',
      // An object of plain functions is the usual return value here; there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // For a string, "empty or missing" is often what is meant.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // Tests take functions of fakes and JSON apart freely.
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  ...importOrder,
  ...twoShells,
);
