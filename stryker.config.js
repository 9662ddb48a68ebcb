/** Mutation testing of the mathematics: `npm run mutate`; what survives is explained in tests/README.md. */
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation/vitest.config.ts' },
  mutate: ['src/lib/domain/**/*.ts', '!src/lib/domain/**/*.test.ts'],
  // A running database's folder cannot be copied; the others need not be.
  ignorePatterns: ['.data*', '/build', '/docs', '/test-results', '/playwright-report'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 15_000,
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation.json' },
  // Kit's tsconfig, which ours extends, is not copied along.
  buildCommand: 'svelte-kit sync',
  tempDirName: '.stryker',
  ignoreStatic: true,
};
