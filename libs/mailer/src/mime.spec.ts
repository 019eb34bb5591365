import { describe, expect, test } from '@jest/globals';
import { MimeError, buildMime, compileEnvelope, type EnvelopeParts, type MessageParts } from './index.js';
import { decodeWords, header, parseMail } from './mime-parser.fixture.js';

const bulk: EnvelopeParts = {
  from: { address: 'news@example.co.jp', name: '株式会社くばり' },
  replyTo: { address: 'info@example.co.jp', name: 'Kubari, Inc.' },
  listId: 'g12.example.co.jp',
};
const message: MessageParts = {
  to: 'taro@example.jp',
  subject: '夏のご案内',
  date: new Date('2026-11-23T02:03:04Z'),
  messageId: '42.1@example.co.jp',
  recipientId: '0199f3c2-b7c0-7d3c-9a4e-5b1e6f708192',
  unsubscribe: { url: 'https://m.example.co.jp/u/AQEAAAAAAAAE0nKZE2TbWv2XJQY9DbDkZA' },
  text: 'こんにちは。\r\n今週のおすすめです。\r\n',
  html: '<p>こんにちは。</p>\r\n',
};
const build = (parts: Partial<MessageParts> = {}, envelope: Partial<EnvelopeParts> = {}) =>
  parseMail(buildMime(compileEnvelope({ ...bulk, ...envelope }), { ...message, ...parts }));
const subjectOf = (subject: string) => decodeWords(header(build({ subject }).headers, 'Subject') ?? '');

describe('a bulk mail', () => {
  test('carries exactly these headers, each once', () => {
    const { headers } = build();
    expect(headers.map(([name, value]) => [name, decodeWords(value)])).toEqual([
      ['From', '株式会社くばり <news@example.co.jp>'],
      ['Reply-To', '"Kubari, Inc." <info@example.co.jp>'],
      ['To', 'taro@example.jp'],
      ['Subject', '夏のご案内'],
      ['Date', 'Mon, 23 Nov 2026 02:03:04 +0000'],
      ['Message-ID', '<42.1@example.co.jp>'],
      ['List-Unsubscribe', '<https://m.example.co.jp/u/AQEAAAAAAAAE0nKZE2TbWv2XJQY9DbDkZA>'],
      ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
      ['X-Kubari-Recipient', '0199f3c2-b7c0-7d3c-9a4e-5b1e6f708192'],
      ['MIME-Version', '1.0'],
      ['List-Id', '<g12.example.co.jp>'],
      ['Precedence', 'bulk'],
      ['Auto-Submitted', 'auto-generated'],
      ['X-Auto-Response-Suppress', 'OOF, AutoReply'],
      ['Content-Type', 'multipart/alternative; boundary="=_kubari_alternative"'],
    ]);
  });

  test('has the text before the HTML, both whole', () => {
    expect(build().parts).toEqual([
      { type: 'text/plain; charset=UTF-8', content: message.text },
      { type: 'text/html; charset=UTF-8', content: message.html },
    ]);
  });

  test('RFC 8058: the unsubscribe link stays on one line however long it is, a mailto comes second', () => {
    const url = `https://m.example.co.jp/u/${'a'.repeat(400)}`;
    const mailto = 'mailto:u-abc@in.example.co.jp?subject=unsubscribe';
    const { headerLines } = build({ unsubscribe: { url, mailto } });
    expect(headerLines).toContain(`List-Unsubscribe: <${url}>, <${mailto}>`);
  });

  test('is refused without an unsubscribe link', () => {
    expect(() => build({ unsubscribe: undefined })).toThrow(expect.objectContaining({ code: 'unsubscribe-missing' }));
  });
});

test('a notice to one person is text alone, without list headers', () => {
  const parts = { html: undefined, unsubscribe: undefined, recipientId: undefined };
  const { headers, parts: bodies } = build(parts, { listId: undefined, replyTo: undefined });
  const names = headers.map(([name]) => name);
  expect(names.slice(0, 6)).toEqual(['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version']);
  expect(names.slice(6)).toEqual(['Content-Type', 'Content-Transfer-Encoding']);
  expect(bodies).toEqual([{ type: 'text/plain; charset=UTF-8', content: message.text }]);
});

describe('subjects and names (RFC 2047)', () => {
  test.each([
    ['plain ASCII', 'Summer sale'],
    ['nothing', ''],
    ['Japanese', '【今週の特集】髙島屋①㈱〜夏のおすすめ商品のご案内です。ぜひご覧ください'],
    ['emoji with joiners and flags', '👨‍👩‍👧‍👦🎉🇯🇵'.repeat(12)],
    ['a long ASCII word', 'x'.repeat(1500)],
    ['what looks like an encoded word', 'see =?UTF-8?B?5aSP?= here'],
    ['blanks at the ends', '  a  b  '],
    ['control characters that do no harm', 'a\tb\u001bc'],
    ['thousands of characters', '漢字'.repeat(2000)],
  ])('%s comes back as it was', (_, subject) => {
    expect(subjectOf(subject)).toBe(subject);
  });

  test('any mixture of one- to four-byte characters comes back, in lines of at most 76 characters', () => {
    const alphabet = ['a', ' ', 'é', '漢', '🎉', '?', '='];
    let seed = 1;
    const next = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 300; round++) {
      const subject = Array.from({ length: next(90) }, () => alphabet[next(alphabet.length)]).join('');
      const { headers, headerLines } = build(
        { subject },
        { from: { address: bulk.from.address, name: `${subject}.` } },
      );
      expect(decodeWords(header(headers, 'Subject') ?? '')).toBe(subject);
      const encoded = headerLines.filter((line) => line.includes('=?UTF-8?B?'));
      expect(Math.max(0, ...encoded.map((line) => line.length))).toBeLessThanOrEqual(76);
    }
  });

  test('half a character, as a cut-off emoji leaves it, becomes U+FFFD', () => {
    expect(subjectOf('a\ud83c')).toBe('a\ufffd');
  });

  test.each([
    ['Kubari News', 'From: Kubari News <news@example.co.jp>'],
    ['Kubari, "the" Inc.\\', 'From: "Kubari, \\"the\\" Inc.\\\\" <news@example.co.jp>'],
    ['', 'From: news@example.co.jp'],
  ])('the name %j is written %j', (name, line) => {
    expect(build({}, { from: { address: 'news@example.co.jp', name } }).headerLines[0]).toBe(line);
  });

  test('long names keep their lines short, with the address whole', () => {
    for (const name of ['株式会社'.repeat(30), 'a"b'.repeat(20), 'n'.repeat(70), 'n'.repeat(500)]) {
      const address = `${'a'.repeat(60)}@example.co.jp`;
      const { headers, headerLines } = build({}, { from: { address, name } });
      const lengths = headerLines
        .slice(
          0,
          headerLines.findIndex((line) => line.startsWith('Reply-To')),
        )
        .map((line) => line.length);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(78);
      const from = header(headers, 'From') ?? '';
      expect(from.endsWith(` <${address}>`)).toBe(true);
      const shown = decodeWords(from.slice(0, -address.length - 3))
        .replace(/^"(.*)"$/, '$1')
        .replaceAll('\\"', '"');
      expect(shown).toBe(name);
    }
  });
});

describe('bodies', () => {
  test('every length around the base64 line of 57 bytes comes back', () => {
    for (let length = 0; length <= 180; length++) {
      const text = 'x'.repeat(length);
      const html = `漢${text}`;
      expect(build({ text, html }).parts.map((part) => part.content)).toEqual([text, html]);
    }
  });

  test('single line feeds become CRLF (RFC 2045 §6.8)', () => {
    expect(build({ text: 'a\nb\r\nc\n\nd', html: '\n<p>' }).parts.map((part) => part.content)).toEqual([
      'a\r\nb\r\nc\r\n\r\nd',
      '\r\n<p>',
    ]);
  });

  test('a body line of any length is no long line of the mail, and no body can end the multipart', () => {
    const html = `${'長'.repeat(5000)}\r\n--=_kubari_alternative--\r\n.\r\nFrom `;
    expect(build({ html }).parts[1]?.content).toBe(html);
  });

  test('a mail of megabytes is as whole as a small one, and mails built one after the other stay as they were', () => {
    const envelope = compileEnvelope(bulk);
    const bodies = Array.from({ length: 60 }, (_, i) => `${i} `.repeat(i === 30 ? 1_000_000 : 100 * i));
    const raws = bodies.map((text) => buildMime(envelope, { ...message, text, html: `<b>${text}` }));
    raws.forEach((raw, i) => {
      expect(parseMail(raw).parts.map((part) => part.content)).toEqual([bodies[i], `<b>${bodies[i]}`]);
    });
  });
});

describe('nobody writes headers through values', () => {
  const attacks = ['\r\nBcc: x@example.com', '\nX-SES-MESSAGE-TAGS: a=b', '\r', '\0'];

  test.each(attacks)('%j is refused in every value', (attack) => {
    const value = `a${attack}b`;
    const tries: Array<[string, () => unknown]> = [
      ['Subject', () => build({ subject: value })],
      ['From', () => build({}, { from: { address: 'news@example.jp', name: value } })],
      ['From', () => build({}, { from: { address: `news@example.jp${attack}` } })],
      ['Reply-To', () => build({}, { replyTo: { address: 'news@example.jp', name: value } })],
      ['To', () => build({ to: `taro@example.jp${attack}` })],
      ['To', () => build({ to: `"${value}"@example.jp` })],
      ['Message-ID', () => build({ messageId: `${value}@example.jp` })],
      ['X-Kubari-Recipient', () => build({ recipientId: `${message.recipientId}${attack}` })],
      ['List-Id', () => build({}, { listId: `g12.example.jp${attack}` })],
      ['List-Unsubscribe', () => build({ unsubscribe: { url: `https://example.jp/${value}` } })],
      [
        'List-Unsubscribe',
        () => build({ unsubscribe: { url: 'https://example.jp/', mailto: `mailto:${value}@x.jp` } }),
      ],
    ];
    for (const [name, attempt] of tries) {
      expect(attempt).toThrow(MimeError);
      expect(attempt).toThrow(expect.objectContaining({ header: name }));
    }
  });

  test.each([
    'a@x.jp, b@x.jp',
    'a@x.jp;b@x.jp',
    'A <a@x.jp>',
    'a@x.jp (c)',
    'a b@x.jp',
    '太郎@x.jp',
    'a@日本.jp',
    'a@x',
    '@x.jp',
    'a',
    '',
  ])('To is one address: %j is refused', (to) => {
    expect(() => build({ to })).toThrow(expect.objectContaining({ code: 'invalid-address', header: 'To' }));
  });

  test.each([
    'javascript:alert(1)',
    'https://x.jp/a b',
    'https://x.jp/>,<https://evil',
    `https://x.jp/${'a'.repeat(1000)}`,
  ])('an unsubscribe link like %.40s is refused', (url) => {
    expect(() => build({ unsubscribe: { url } })).toThrow(expect.objectContaining({ code: 'invalid-value' }));
  });
});

test('J-02 an address with dots that RFC 5322 does not allow stands quoted in To', () => {
  expect(header(build({ to: 'a..b.@docomo.ne.jp' }).headers, 'To')).toBe('"a..b."@docomo.ne.jp');
});
