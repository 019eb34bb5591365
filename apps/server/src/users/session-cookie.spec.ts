import { expect, test } from '@jest/globals';
import { sessionCookieName } from './session-cookie.js';

test('installations beside each other on one host do not sign each other out', () => {
  expect(sessionCookieName({ DASHBOARD_URL: 'http://localhost:3000' })).toBe('kubari_session');
  expect(sessionCookieName({ DASHBOARD_URL: 'http://localhost:3100' })).toBe('kubari_session_3100');
  expect(sessionCookieName({ DASHBOARD_URL: 'https://kubari.example.jp' })).toBe('kubari_session');
});
