import { describe, expect, test } from '@jest/globals';
import { quoteLocalPart } from './address.js';

describe('quoteLocalPart', () => {
  test.each([
    ['a..b@docomo.ne.jp', '"a..b"@docomo.ne.jp'],
    ['a.@ezweb.ne.jp', '"a."@ezweb.ne.jp'],
    ['.a@docomo.ne.jp', '".a"@docomo.ne.jp'],
    ['..@docomo.ne.jp', '".."@docomo.ne.jp'],
    ['a-_+/?..@docomo.ne.jp', '"a-_+/?.."@docomo.ne.jp'],
  ])('J-02 %s is quoted', (address, quoted) => {
    expect(quoteLocalPart(address)).toBe(quoted);
  });

  test.each([
    'taro@example.jp',
    'a.b.c@docomo.ne.jp',
    '"a..b"@docomo.ne.jp',
    '" .."@example.jp',
    'a',
    '..',
    '@docomo.ne.jp',
    '',
  ])('J-02 %j stays as it is', (address) => {
    expect(quoteLocalPart(address)).toBe(address);
  });

  test('quoting again changes nothing', () => {
    expect(quoteLocalPart(quoteLocalPart('a..b@docomo.ne.jp'))).toBe('"a..b"@docomo.ne.jp');
  });

  test('quotes never cover what could end them', () => {
    expect(quoteLocalPart('a".."b@docomo.ne.jp')).toBe('a".."b@docomo.ne.jp');
  });
});
