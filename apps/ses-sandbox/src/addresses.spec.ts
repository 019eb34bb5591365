import { expect, test } from '@jest/globals';
import { addressFault, bareAddress } from './addresses.js';

test.each([
  ['taro@example.jp', undefined],
  ['"a..b"@docomo.ne.jp', undefined],
  ['"a\\"b@c"@example.jp', undefined],
  ['taro@[192.0.2.1]', undefined],
  ['', 'Empty address'],
  ['taro', "Missing final '@domain'"],
  ['@example.jp', 'Missing local name'],
  ['taro@', 'Missing domain'],
  ['.taro@example.jp', 'Local address starts with dot'],
  ['taro.@docomo.ne.jp', 'Local address ends with dot'],
  ['ta..ro@docomo.ne.jp', 'Local address contains dot-dot'],
  ['ta ro@example.jp', 'Local address contains control or whitespace'],
  ['太郎@example.jp', 'Local address contains control or whitespace'],
  ['ta(ro@example.jp', 'Local address contains illegal character'],
  ['"taro@example.jp', 'Unterminated quote'],
  ['"ta"ro@example.jp', 'Quote not at end of local address'],
  ['ta"ro@example.jp', 'Unexpected quote in local address'],
  ['taro@.jp', 'Domain starts with dot'],
  ['taro@example.jp.', 'Domain ends with dot'],
  ['taro@example..jp', 'Domain contains dot-dot'],
  ['taro@exam ple.jp', 'Domain contains control or whitespace'],
  ['taro@日本.jp', 'Domain contains illegal character'],
  ['taro@example_x.jp', 'Domain contains illegal character'],
])('V5 %j: %j', (address, fault) => expect(addressFault(address)).toBe(fault));

test('a display name is taken off', () => {
  expect(bareAddress('"News, Inc" <news@example.jp>')).toBe('news@example.jp');
  expect(bareAddress(' news@example.jp ')).toBe('news@example.jp');
});
