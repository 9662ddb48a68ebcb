import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/lib/domain/**/*.test.ts'],
    // A test that is slow because the machine is busy has not caught a mutant.
    testTimeout: 60_000,
  },
});
