import { expect, test } from '@jest/globals';
import { nextPath, signInPath } from './next-path';

const at = (query: string) => new URL(`https://kubari.example.jp/sign-in${query}`);

test('sign-in leads back to the page that was asked for, with its search', () => {
  const path = signInPath(new URL('https://kubari.example.jp/customers?q=%E6%B8%85%E6%B0%B4'));
  expect(nextPath(new URL(path, 'https://kubari.example.jp'))).toBe('/customers?q=%E6%B8%85%E6%B0%B4');
});

test('sign-in never leads to another site', () => {
  for (const next of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
    expect(nextPath(at(`?next=${encodeURIComponent(next)}`))).toBe('/');
});

test('without a page to go back to, sign-in leads home', () => {
  expect(nextPath(at(''))).toBe('/');
  expect(signInPath(new URL('https://kubari.example.jp/'))).toBe('/sign-in');
});
