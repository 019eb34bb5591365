import { expect, test } from '@jest/globals';
import { PAGES } from '../routes';
import { isCurrent, visibleNavigation } from './navigation';

const all = [...new Set(PAGES.flatMap((page) => page.permission ?? []))];

test('every entry of the menu leads to a page, with the permission that page asks for', () => {
  const entries = visibleNavigation(all).flatMap((group) => group.items);
  for (const { to, permission } of entries) {
    const page = PAGES.find(({ path }) => path === to);
    expect({ to, permission: page ? page.permission : 'no such page' }).toEqual({ to, permission });
  }
  expect(entries.length).toBeGreaterThan(8);
});

test('a creator sees neither users nor settings, and no group without entries', () => {
  const groups = visibleNavigation(['customer.read', 'group.read', 'mailing.read', 'history.read']);
  expect(groups.flatMap((group) => group.items.map((item) => item.to))).toEqual([
    '/',
    '/mailings',
    '/history',
    '/customers',
    '/groups',
    '/segments',
  ]);
  expect(groups.map((group) => group.label)).not.toContain('app.nav.admin');
});

test('an entry is marked on its own page and on those below it', () => {
  const customers = visibleNavigation(['customer.read'])
    .flatMap((group) => group.items)
    .find((item) => item.to === '/customers');
  const home = visibleNavigation([])[0]?.items[0];
  if (!customers || !home) throw new Error('the menu has lost its entries');
  expect(isCurrent(customers, '/customers/42')).toBe(true);
  expect(isCurrent(customers, '/customer-fields')).toBe(false);
  expect(isCurrent(home, '/customers')).toBe(false);
});
