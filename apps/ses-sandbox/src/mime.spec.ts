import { describe, expect, test } from '@jest/globals';
import { decodeWords } from './encoded-words.js';
import { parseParameters, parseParts, textOf } from './mime.js';

describe('encoded words (RFC 2047)', () => {
  test.each([
    ['=?UTF-8?B?5pyI5qyh?= plain', '月次 plain'],
    ['=?utf-8?q?caf=C3=A9_au_lait?=', 'café au lait'],
    // A character cut in two between words of one charset is put together.
    ['=?UTF-8?B?5pyI5g==?=\r\n =?UTF-8?B?rKE=?=', '月次'],
    ['=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=', 'こんにちは'],
    ['no words at all', 'no words at all'],
  ])('%s', (value, text) => expect(decodeWords(value)).toBe(text));
});

describe('parts', () => {
  const lines = (...all: string[]) => Buffer.from(all.join('\r\n'), 'latin1');

  test('nested multiparts, transfer encodings and charsets', () => {
    const parts = parseParts(
      lines(
        'Content-Type: multipart/mixed; boundary=outer',
        '',
        'preamble',
        '--outer',
        'Content-Type: multipart/alternative; boundary="in ner"',
        '',
        '--in ner',
        'Content-Type: text/plain; charset=ISO-2022-JP',
        'Content-Transfer-Encoding: 7bit',
        '',
        '\x1b$B$3$s\x1b(B',
        '--in ner',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '<b>=E3=81=93=',
        '=E3=82=93</b> =  ',
        '--in ner--',
        '--outer',
        'Content-Type: application/pdf; name="x"',
        "Content-Disposition: attachment; filename*0*=UTF-8''%E8%AB%8B; filename*1*=%E6%B1%82.pdf",
        'Content-Transfer-Encoding: base64',
        '',
        'JVBE',
        'Rg==',
        '--outer--',
      ),
    );
    expect(textOf(parts, 'text/plain')).toBe('こん');
    expect(textOf(parts, 'text/html')).toMatch(/^<b>こん<\/b>/);
    const attachment = parts.find(({ isAttachment }) => isAttachment);
    expect([attachment?.filename, attachment?.content.toString()]).toEqual(['請求.pdf', '%PDF']);
  });

  test('a mail without MIME headers is UTF-8 text, and one cut off is shown as far as it goes', () => {
    expect(textOf(parseParts(Buffer.from('Subject: x\n\nこんにちは')), 'text/plain')).toBe('こんにちは');
    expect(
      textOf(parseParts(lines('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'half')), 'text/plain'),
    ).toBe('half');
    expect(parseParts(Buffer.from('Subject: only headers'))).toHaveLength(1);
  });

  test('a text file that is attached is not taken for the text', () => {
    const parts = parseParts(
      lines('Content-Type: text/plain', 'Content-Disposition: attachment; filename="a; b.txt"', '', 'file'),
    );
    expect(textOf(parts, 'text/plain')).toBeUndefined();
    expect(parts[0]?.filename).toBe('a; b.txt');
  });
});

test('parameters keep quoted semicolons and escapes', () => {
  expect(parseParameters('text/plain; charset="utf-8"; name="a\\"; b"; x=1')).toEqual({
    value: 'text/plain',
    parameters: { charset: 'utf-8', name: 'a"; b', x: '1' },
  });
});
