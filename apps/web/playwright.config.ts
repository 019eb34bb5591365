import { defineConfig } from '@playwright/test';
import { environment } from './e2e/support/environment';

/**
 * Browser tests against a running Kubari with its sandbox; `npm run test:e2e` starts a fresh one and names it by E2E_*.
 * The first administrator is made once, by the project `setup`; the others start signed in.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: environment().results,
  forbidOnly: true,
  retries: 0, // tools/browser-tests.mjs tries again, on a fresh system
  workers: 1,
  timeout: 150_000, // a busy machine is slow, not wrong
  expect: { timeout: 20_000 },
  use: {
    baseURL: environment().dashboardUrl,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: environment().chromiumPath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    },
  },
  projects: [
    { name: 'setup', testMatch: 'first-administrator.setup.ts' },
    {
      name: 'dashboard',
      testMatch: '*.e2e.ts',
      dependencies: ['setup'],
      use: { storageState: environment().storageState },
    },
  ],
});
