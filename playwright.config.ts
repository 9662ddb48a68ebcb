import { defineConfig } from '@playwright/test';
import { findBrowser } from './tests/e2e/setup/browser.ts';
import { BASE_URL } from './tests/e2e/setup/address.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/setup/server.ts',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  outputDir: 'test-results/e2e',
  use: {
    baseURL: BASE_URL,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    launchOptions: await findBrowser(),
    // axe measures the contrast of elements, which must not be in a transition.
    contextOptions: { reducedMotion: 'reduce' },
    // So that a failure names the step on which it waited.
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
  },
});
