import { defineConfig } from 'vitest/config';

/** Tests that load TensorFlow, which a process loads once and never unloads. */
const training = [
  'tests/{engine,model,training}/**/*.test.ts',
  'tests/findings/{biographies-qa,bits-per-parameter,float32-vs-bfloat16}.test.ts',
  'tests/guards/tiny-runs.test.ts',
];

/** Tests that start processes: kernels, browsers, scripts, workers. */
const system = [
  'tests/{browser,faults,kernel,lab,pages,report,security,setup}/**/*.test.ts',
  'tests/plot/{export,script,viewers}.test.ts',
  'tests/guards/figures.test.ts',
  'tests/notebook/{ahead,check-notebooks,execute,stop}.test.ts',
  'tests/results/{added-field,sweep,sweep-faults,train-unclaimed}.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // The compiled library is CommonJS and shares one tfjs with the node_modules; Node loads it.
    server: { deps: { external: [/\/lib\/dist\//, /\/build\//] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: [...training, ...system],
          isolate: false, // one process for many files: the library is loaded once
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'training', include: training, sequence: { groupOrder: 1 } },
      },
      // They come first, and one more at a time: while a process starts or is waited for, another works.
      { extends: true, test: { name: 'system', include: system, maxWorkers: 3 } },
    ],
    reporters: process.env.KIT_TEST_REPORT
      ? ['default', ['json', { outputFile: process.env.KIT_TEST_REPORT }]]
      : ['default'],
  },
});
