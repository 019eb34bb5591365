import { expect, test } from '@jest/globals';
import { readEnvironment } from './environment.js';
import { withDefaults } from './options.js';

test('what is not set keeps its default', () => {
  const settings = withDefaults(
    readEnvironment({ SANDBOX_PORT: '8009', SANDBOX_KEEP: '', SANDBOX_MAX_SEND_RATE: '14.5' }),
  );
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 8009,
    keep: 5_000,
    maxSendRate: 14.5,
    max24HourSend: 1_000_000,
  });
});

test('a wrong value is named', () => {
  expect(() => readEnvironment({ SANDBOX_PORT: '70000' })).toThrow(
    'SANDBOX_PORT is a number from 0 to 65535, not "70000".',
  );
  expect(() => readEnvironment({ SANDBOX_KEEP: 'many' })).toThrow('SANDBOX_KEEP');
});
