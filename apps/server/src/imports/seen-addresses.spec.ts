import { expect, test } from '@jest/globals';
import { SeenAddresses } from './seen-addresses.js';

test('an address is new once, among very many', () => {
  const seen = new SeenAddresses();
  const addresses = Array.from({ length: 200_000 }, (_, i) => `customer${i}@example.jp`);
  expect(addresses.filter((address) => !seen.add(address))).toEqual([]);
  expect(addresses.filter((address) => seen.add(address))).toEqual([]);
  expect(seen.add('customer200000@example.jp')).toBe(true);
});
