import { describe, expect, test } from '@jest/globals';
import { isFromDashboard } from './dashboard-origin.js';

const production = { DASHBOARD_URL: 'https://mail.example.jp', NODE_ENV: 'production' } as const;
const local = { DASHBOARD_URL: 'http://localhost:3000', NODE_ENV: 'production' } as const;
const development = { DASHBOARD_URL: 'http://localhost:3000', NODE_ENV: 'development' } as const;

describe('where a changing request may come from', () => {
  test.each([
    ['the dashboard itself', { origin: 'https://mail.example.jp' }, production, true],
    ['another site', { origin: 'https://evil.example' }, production, false],
    ['a subdomain', { origin: 'https://a.mail.example.jp' }, production, false],
    ['the dashboard without TLS', { origin: 'http://mail.example.jp' }, production, false],
    ['a sandboxed frame', { origin: 'null' }, production, false],
    ['this machine while the dashboard is elsewhere', { origin: 'http://localhost:3000' }, production, false],
    ['localhost', { origin: 'http://localhost:3000' }, local, true],
    ['127.0.0.1 at the same port', { origin: 'http://127.0.0.1:3000' }, local, true],
    ['another installation at another port', { origin: 'http://localhost:3001' }, local, false],
    ['the development server', { origin: 'http://localhost:5173' }, development, true],
    ['another site during development', { origin: 'http://evil.example:5173' }, development, false],
    ['a browser that sends no Origin but says same-origin', { 'sec-fetch-site': 'same-origin' }, production, true],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }, production, false],
    ['a neighbouring host of the same site', { 'sec-fetch-site': 'same-site' }, production, false],
    ['a program that sends neither', {}, production, true],
  ])('%s', (_, headers, env, allowed) => {
    expect(isFromDashboard(headers, env)).toBe(allowed);
  });

  test('Origin wins over Sec-Fetch-Site', () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' };
    expect(isFromDashboard(headers, production)).toBe(false);
  });
});
