import { join } from 'node:path';

/** A running Kubari that belongs to the tests of one worker. */
export interface TestSystem {
  /** where users open the dashboard */
  readonly dashboardUrl: string;
  /** host of links in mails */
  readonly publicUrl: string;
  /** inbox of the SES sandbox */
  readonly inboxUrl: string;
  /** makes the first administrator, once */
  readonly setupUrl: string;
  /** cookies of the signed-in administrator, written by first-administrator.setup.ts */
  readonly storageState: string;
}

/** The first administrator of the installation under test. */
export const ADMINISTRATOR = { name: '山田 花子', email: 'hanako@example.jp', password: 'a sound passphrase' } as const;

/** All systems under test, from the environment; without it a sentence that says how these tests are run. */
export function testSystems(): readonly TestSystem[] {
  const given = JSON.parse(required('E2E_SYSTEMS')) as Omit<TestSystem, 'storageState'>[];
  return given.map((system, i) => ({
    ...system,
    storageState: join(import.meta.dirname, `../../test-results/.auth/administrator-${i}.json`),
  }));
}

/** The system of this worker: no test meets the settings of one that runs beside it. */
export function testSystem(): TestSystem {
  const system = testSystems()[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
  if (!system) throw new Error('More workers than systems.');
  return system;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the browser tests with \`npm run test:e2e\`, which starts fresh systems for them.`,
    );
  return value;
}
