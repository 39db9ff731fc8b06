import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // TensorFlow is loaded once in a process and never unloaded: every file gets its own process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // The compiled library is CommonJS and shares one tfjs with the node_modules; Node loads it.
    server: { deps: { external: [/\/lib\/dist\//, /\/build\//] } },
    reporters: process.env.KIT_TEST_REPORT
      ? ['default', ['json', { outputFile: process.env.KIT_TEST_REPORT }]]
      : ['default'],
  },
});
