import { describe, expect, test } from '@jest/globals';
import { parseAddress, suggestAddress } from './address.js';

const parsed = (text: string): unknown => {
  const result = parseAddress(text);
  return result.ok ? [result.email, result.emailNormalised] : result.reason;
};

describe('C-08 an address is normalised', () => {
  test.each([
    ['taro@example.jp', 'taro@example.jp', 'taro@example.jp'],
    ['  taro@example.jp \r\n', 'taro@example.jp', 'taro@example.jp'],
    ['\u3000taro@example.jp\u3000', 'taro@example.jp', 'taro@example.jp'],
    ['\uFEFFtaro@example.jp\u200B', 'taro@example.jp', 'taro@example.jp'],
    ['Taro.Yamada@Example.JP', 'Taro.Yamada@example.jp', 'taro.yamada@example.jp'],
    ['ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ', 'taro@example.jp', 'taro@example.jp'],
    ['taro＠Example．co．jp', 'taro@example.co.jp', 'taro@example.co.jp'],
    ['a+tag_1@xn--eckwd4c7c.jp', 'a+tag_1@xn--eckwd4c7c.jp', 'a+tag_1@xn--eckwd4c7c.jp'],
    [
      "o'brien!#$%&*/=?^`{|}~-@sub.example-1.com",
      "o'brien!#$%&*/=?^`{|}~-@sub.example-1.com",
      "o'brien!#$%&*/=?^`{|}~-@sub.example-1.com",
    ],
    ['"taro.yamada"@example.jp', 'taro.yamada@example.jp', 'taro.yamada@example.jp'],
  ])('%j is sent as %j and compared as %j', (text, email, emailNormalised) => {
    expect(parsed(text)).toEqual([email, emailNormalised]);
  });

  test.each(['', '   ', '\u3000', '\r\n'])('%j is missing', (text) => {
    expect(parsed(text)).toBe('missing');
  });

  test.each([
    'taro',
    '@example.jp',
    'taro@',
    'taro@example',
    'taro@example.',
    'taro@.example.jp',
    'taro@example..jp',
    'taro@-example.jp',
    'taro@example-.jp',
    'taro@example.-jp',
    'taro@example.jp-',
    'taro@192.168.0.1',
    'taro@[192.168.0.1]',
    'taro@example.j',
    'taro@exa_mple.jp',
    'taro@example.jp@example.jp',
    'ta ro@example.jp',
    'ta\nro@example.jp',
    'taro@example.jp\u0000',
    'taro@example.jp,jiro@example.jp',
    'Taro <taro@example.jp>',
    '"ta ro"@example.jp',
    'ta(ro)@example.jp',
    '太郎@example.jp',
    'taro@例え.jp',
    'taro.@example.jp',
    '.taro@example.jp',
    'ta..ro@gmail.com',
    `${'a'.repeat(65)}@example.jp`,
    `a@${'b'.repeat(64)}.jp`,
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.jp`,
  ])('%j is malformed', (text) => {
    expect(parsed(text)).toBe('malformed');
  });

  test('limits are inclusive: 64 octets before the @, 63 in a label, 254 altogether', () => {
    expect(parseAddress(`${'a'.repeat(64)}@example.jp`).ok).toBe(true);
    expect(parseAddress(`a@${'b'.repeat(63)}.jp`).ok).toBe(true);
    const longest = `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(57)}.jp`;
    expect(longest).toHaveLength(254);
    expect(parseAddress(longest).ok).toBe(true);
    expect(parseAddress(`a${longest}`).ok).toBe(false);
  });
});

describe('J-01..J-03 addresses that only carriers issued', () => {
  test.each([
    'a..b@docomo.ne.jp',
    'a.@docomo.ne.jp',
    '.a@docomo.ne.jp',
    'a...b.@ezweb.ne.jp',
    'a.@au.com',
    'a..b@t1.ezweb.ne.jp',
    'a..b@d.vodafone.ne.jp',
    'a..b@willcom.com',
    'a..b@dk.pdx.ne.jp',
  ])('%j is a customer too, flagged', (text) => {
    expect(parseAddress(text)).toEqual({ ok: true, email: text, emailNormalised: text, carrierNonRfc: true });
  });

  test('quotes around such a local part are taken off, so that it stays one person', () => {
    expect(parseAddress('"A..b"@DOCOMO.ne.jp')).toEqual({
      ok: true,
      email: 'A..b@docomo.ne.jp',
      emailNormalised: 'a..b@docomo.ne.jp',
      carrierNonRfc: true,
    });
  });

  test.each(['a..b@softbank.ne.jp', 'a..b@notdocomo.ne.jp', 'a..b@docomo.ne.jp.example.com', '..@docomo.ne.jp'])(
    '%j stays malformed',
    (text) => {
      expect(parsed(text)).toBe('malformed');
    },
  );

  test('an ordinary address of a carrier is not flagged', () => {
    expect(parseAddress('a.b@docomo.ne.jp')).toMatchObject({ ok: true, carrierNonRfc: false });
  });
});

describe('J-04 mistyped domains', () => {
  test.each([
    ['taro@gmai.com', 'taro@gmail.com'],
    ['taro@docomo.co.jp', 'taro@docomo.ne.jp'],
    ['taro@ezwed.ne.jp', 'taro@ezweb.ne.jp'],
    ['taro@example.jp', null],
    ['taro@gmail.com', null],
  ])('%j: asks whether %j was meant', (email, meant) => {
    expect(suggestAddress(email)).toBe(meant);
  });
});
