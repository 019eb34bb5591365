import { describe, expect, test } from '@jest/globals';
import { compileMail } from './compile-mail.js';
import {
  OPTIONS,
  compileHtmlMail,
  compileTextMail,
  recipient,
  renderHtml,
  renderText,
  tracked,
} from './mail.fixture.js';
import { findTextUrls } from './track-links.js';

const urls = (html: string): string[] => compileHtmlMail(html).links.map(({ url }) => url);
const codes = (html: string): string[] => compileHtmlMail(html).problems.map(({ code }) => code);

describe('M-21 links of the HTML part', () => {
  test('every http(s) link is counted, in quotes of any kind, its entities decoded', () => {
    const html = `<a class=b HREF='https://a.example/?x=1&amp;y=2'>A</a> <a href=http://b.example/>B</a>
      <map><area alt="C" href="https://c.example/"></map>`;
    expect(compileHtmlMail(html).links).toEqual([
      { linkNo: 1, url: 'https://a.example/?x=1&y=2', label: 'A' },
      { linkNo: 2, url: 'http://b.example/', label: 'B' },
      { linkNo: 3, url: 'https://c.example/', label: 'C' },
    ]);
    expect(renderHtml(html, {}, tracked))
      .toBe(`<a class=b HREF="https://t.example.jp/c/TOKEN/1">A</a> <a href="https://t.example.jp/c/TOKEN/2">B</a>
      <map><area alt="C" href="https://t.example.jp/c/TOKEN/3"></map><img src="https://t.example.jp/o/TOKEN" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`);
  });

  test('a test mail and a preview keep the URLs of the author', () => {
    expect(renderHtml(`<a href='https://a.example/?x=1&amp;y=2'>A</a>`)).toBe(
      '<a href="https://a.example/?x=1&amp;y=2">A</a>',
    );
    expect(renderHtml(`<a href='https://a.example/?n={{お名前}}'>A</a>`, { お名前: '山 &' })).toBe(
      '<a href="https://a.example/?n=%E5%B1%B1%20%26">A</a>',
    );
  });

  test('the same URL has one number, in both parts; HTML comes first', () => {
    const mail = compileMail(
      {
        format: 'html',
        subject: '',
        textBody: 'https://t.example/ https://a.example/?x=1&y=2',
        htmlBody:
          '<a href="https://a.example/?x=1&amp;y=2">A</a><a href="https://b.example/">B</a><a href="https://a.example/?x=1&#38;y=2">C</a>',
      },
      OPTIONS,
    );
    expect(mail.links).toEqual([
      { linkNo: 1, url: 'https://a.example/?x=1&y=2', label: 'A' },
      { linkNo: 2, url: 'https://b.example/', label: 'B' },
      { linkNo: 3, url: 'https://t.example/', label: 'https://t.example/' },
    ]);
    expect(mail.render(recipient({}, tracked)).text).toBe(
      'https://t.example.jp/c/TOKEN/3 https://t.example.jp/c/TOKEN/1',
    );
  });

  test.each(['mailto:info@example.jp', 'tel:+81-3-1234-5678', 'sms:0312345678', '#top', '', '{{unsubscribe_url}}'])(
    '%j is left alone',
    (href) => {
      const html = `<a href="${href}">x</a>`;
      expect(urls(html)).toEqual([]);
      expect(codes(html)).toEqual([]);
      expect(renderHtml(html, {}, { ...tracked, openUrl: null })).toBe(
        html.replace('{{unsubscribe_url}}', 'https://t.example.jp/u/TOKEN'),
      );
    },
  );

  test('data-track="off" keeps a link out and is itself removed, from the text part too', () => {
    const mail = compileMail(
      {
        format: 'html',
        subject: '',
        textBody: '',
        htmlBody:
          '<a data-track="off" href="https://a.example/">x</a> <a href="https://b.example/" data-track=OFF>y</a> <a data-track="on" href="https://c.example/">z</a>',
      },
      { ...OPTIONS, trackOpens: false },
    );
    expect(mail.links.map(({ url }) => url)).toEqual(['https://c.example/']);
    const { html, text } = mail.render(recipient({}, tracked));
    expect(html).toBe(
      '<a href="https://a.example/">x</a> <a href="https://b.example/">y</a> <a data-track="on" href="https://t.example.jp/c/TOKEN/1">z</a>',
    );
    expect(text).toBe('x <https://a.example/> y <https://b.example/> z <https://t.example.jp/c/TOKEN/1>');
  });

  test('comments, script and style are no links; Outlook conditionals are merged but not counted', () => {
    const html =
      '<!-- <a href="https://a.example/">x</a> --><style>/*<a href="https://b.example/">*/</style>' +
      '<!--[if mso]><v:rect href="https://c.example/?n={{code}}"><a title={{code}} href="https://c.example/">{{code}}</a><![endif]-->' +
      '<!--[if !mso]><!--><a href="https://d.example/">D</a><!--<![endif]-->';
    expect(urls(html)).toEqual(['https://d.example/']);
    expect(renderHtml(html, { code: 'a b-->' }, { ...tracked, openUrl: null })).toBe(
      '<!-- <a href="https://a.example/">x</a> --><style>/*<a href="https://b.example/">*/</style>' +
        '<!--[if mso]><v:rect href="https://c.example/?n=a%20b&#45;&#45;%3E"><a title="a b&#45;&#45;&gt;" href="https://c.example/">a b&#45;&#45;&gt;</a><![endif]-->' +
        '<!--[if !mso]><!--><a href="https://t.example.jp/c/TOKEN/1">D</a><!--<![endif]-->',
    );
  });

  test('the label is the text of the link or of its image', () => {
    const label = (html: string): string | undefined => compileHtmlMail(html).links[0]?.label;
    expect(label('<a href="https://a.example/">\n <b>新商品</b> &amp;\n<br>お知らせ </a>')).toBe('新商品 & お知らせ');
    expect(
      label('<a href="https://a.example/"><img alt="秋の &quot;市&quot;" src="https://a.example/i.png"></a>'),
    ).toBe('秋の "市"');
    expect(label('<a href="https://a.example/"></a>')).toBe('https://a.example/');
    expect(label(`<a href="https://a.example/">${'長'.repeat(150)}</a>`)).toBe(`${'長'.repeat(99)}…`);
  });

  test('nothing is counted where tracking is off', () => {
    const mail = compileHtmlMail(
      '<a href="https://a.example/" data-track="off">x</a><a href="https://b.example/">y</a>',
      { trackLinks: false, trackOpens: false },
    );
    expect(mail.links).toEqual([]);
    expect(mail.render(recipient({}, tracked)).html).toBe(
      '<a href="https://a.example/">x</a><a href="https://b.example/">y</a>',
    );
  });
});

describe('merge tags in links', () => {
  test('the stored URL carries the defaults, so that the redirect needs values only', () => {
    const mail = compileHtmlMail(
      '<a href="https://a.example/{{ code }}?c={{会社名}}&amp;n={{お名前|お客様}}&amp;u={{who}}">x</a>',
    );
    expect(mail.links[0]?.url).toBe('https://a.example/{{code}}?c={{会社名|貴社}}&n={{お名前|お客様}}&u=');
  });

  test.each([
    ['<a href="{{code}}">x</a>', '<a href="v%26">x</a>'],
    ['<a href="https://{{code}}/">x</a>', '<a href="https://v%26/">x</a>'],
    ['<a href="https://a.example{{code}}/">x</a>', '<a href="https://a.examplev%26/">x</a>'],
    ['<img src="{{code}}">', '<img src="v%26">'],
    ['<a href="https://u:{{code}}@a.example/">x</a>', '<a href="https://u:v%26@a.example/">x</a>'],
  ])('before the end of the host they are a problem, encoded and not counted: %s', (html, rendered) => {
    expect(codes(html)).toEqual(['merge-tag-before-origin']);
    expect(urls(html)).toEqual([]);
    expect(renderHtml(html, { code: 'v&' })).toBe(rendered);
  });

  test('an address in a mailto keeps its @', () => {
    expect(
      renderHtml('<a href="mailto:{{email}}?subject={{code}}">x</a>', { email: 'a+b@example.jp', code: 'x&cc=evil' }),
    ).toBe('<a href="mailto:a%2Bb@example.jp?subject=x%26cc%3Devil">x</a>');
  });

  test('broken surrogates do not stop a delivery', () => {
    expect(renderHtml('<a href="https://a.example/{{code}}">x</a>', { code: '\uD800x' })).toContain(
      'https://a.example/%EF%BF%BDx',
    );
  });
});

describe('problems with links', () => {
  test.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'javascript&colon;alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
  ])('%j leads nowhere', (href) => {
    expect(codes(`<a href="${href}">x</a>`)).toEqual(['link-scheme-not-allowed']);
    expect(renderHtml(`<a href="${href}">x</a>`)).toBe('<a href="#">x</a>');
  });

  test.each([
    ['www.example.jp', 'link-not-absolute'],
    ['//example.jp/', 'link-not-absolute'],
    ['https://', 'link-invalid'],
    ['https://user:pass@example.jp/', 'link-invalid'],
  ])('%j is told and not counted', (href, code) => {
    expect(codes(`<a href="${href}">x</a>`)).toEqual([code]);
    expect(urls(`<a href="${href}">x</a>`)).toEqual([]);
  });
});

describe('links of the text part', () => {
  test.each([
    ['詳細はhttps://a.example/b?c=1をご覧ください', ['https://a.example/b?c=1']],
    ['(https://a.example/x)。「https://b.example/」', ['https://a.example/x', 'https://b.example/']],
    ['see https://a.example/w_(x), https://b.example/?!', ['https://a.example/w_(x)', 'https://b.example/']],
    ['(see https://a.example/w_(x)))', ['https://a.example/w_(x)']],
    ['<https://a.example/> HTTPS://B.example/;', ['https://a.example/', 'HTTPS://B.example/']],
    ['https://a.example/{{code|a b}}?x={{お名前}}.', ['https://a.example/{{code|a b}}?x={{お名前}}']],
    ['https:// xhttps://a.example/ ftp://a.example/', []],
  ])('%s', (text, expected) => {
    expect(findTextUrls(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  test('are counted, and merged where they are not', () => {
    const text = 'A https://a.example/?n={{お名前}} B';
    expect(renderText(text, { お名前: '山' }, tracked)).toBe('A https://t.example.jp/c/TOKEN/1 B');
    expect(renderText(text, { お名前: '山' })).toBe('A https://a.example/?n=%E5%B1%B1 B');
  });

  test('problems are told as in HTML', () => {
    expect(compileTextMail('https://{{code}}/ https://u:p@a.example/').problems.map(({ code }) => code)).toEqual([
      'merge-tag-before-origin',
      'link-invalid',
    ]);
  });
});
