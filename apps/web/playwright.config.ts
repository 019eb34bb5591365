import { defineConfig } from '@playwright/test';
import { testSystems } from './e2e/support/environment';

/**
 * Browser tests against running Kubaris with their sandboxes, one for each worker; `npm run test:e2e` starts fresh ones
 * and names them by E2E_SYSTEMS. Their first administrators are made once, by the project `setup`; the others start
 * signed in (support/test.ts).
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0, // tools/browser-tests.mjs tries again, on fresh systems
  workers: testSystems().length,
  timeout: 240_000, // a busy machine is slow, not wrong
  expect: { timeout: 20_000 },
  use: {
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    // a trace films every page, which takes a third of the machine: only the second try has one
    trace: process.env.E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    },
  },
  projects: [
    { name: 'setup', testMatch: 'first-administrator.setup.ts' },
    { name: 'dashboard', testMatch: '*.e2e.ts', dependencies: ['setup'] },
  ],
});
