import { join } from 'node:path';

export interface Environment {
  /** where users open the dashboard */
  readonly dashboardUrl: string;
  /** host of links in mails */
  readonly publicUrl: string;
  /** inbox of the SES sandbox */
  readonly inboxUrl: string;
  /** makes the first administrator, once */
  readonly setupUrl: string;
  readonly chromiumPath: string;
  /** cookies of the signed-in administrator, written by first-administrator.setup.ts */
  readonly storageState: string;
  /** folder of traces and screenshots of what failed */
  readonly results: string;
}

/** The first administrator of the installation under test. */
export const ADMINISTRATOR = { name: '山田 花子', email: 'hanako@example.jp', password: 'a sound passphrase' } as const;

/** The system under test, from the environment; without it a sentence that says how these tests are run. */
export function environment(): Environment {
  const results = join(import.meta.dirname, '../..', process.env.E2E_RESULTS ?? 'test-results');
  return {
    dashboardUrl: required('E2E_URL'),
    publicUrl: required('E2E_PUBLIC_URL'),
    inboxUrl: required('E2E_INBOX_URL'),
    setupUrl: required('E2E_SETUP_URL'),
    chromiumPath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    storageState: join(results, '.auth/administrator.json'),
    results,
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the browser tests with \`npm run test:e2e\`, which starts a fresh Kubari for them.`,
    );
  return value;
}
