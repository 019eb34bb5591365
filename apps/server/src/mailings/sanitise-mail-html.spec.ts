import { describe, expect, test } from '@jest/globals';
import { sanitiseMailHtml } from './sanitise-mail-html.js';

describe('what acts is taken out (security.md 4)', () => {
  const attacks: readonly (readonly [name: string, html: string])[] = [
    ['script', '<p>a</p><script>alert(1)</script>'],
    ['script in upper case with a space', '<SCRIPT >alert(1)</SCRIPT >'],
    ['event handler', '<img src="https://example.jp/a.png" onerror="alert(1)">'],
    ['event handler without quotes', '<p onclick=alert(1)>a</p>'],
    ['event handler after a slash', '<img/src="https://example.jp/a.png"/onerror=alert(1)>'],
    ['javascript: URL', '<a href="javascript:alert(1)">a</a>'],
    ['javascript: with entities', '<a href="&#106;avascript&colon;alert(1)">a</a>'],
    ['javascript: with a tab', '<a href="java\tscript:alert(1)">a</a>'],
    ['javascript: behind a control character', '<a href="\u0001javascript:alert(1)">a</a>'],
    ['vbscript: URL', '<a href="vbscript:msgbox(1)">a</a>'],
    ['data: URL', '<a href="data:text/html,<script>alert(1)</script>">a</a>'],
    ['javascript: as background', '<table background="javascript:alert(1)"><tr><td>a</td></tr></table>'],
    ['form', '<form action="https://evil.example/"><input name="p"><button>go</button></form>'],
    ['iframe', '<iframe src="https://evil.example/"></iframe>'],
    ['iframe with srcdoc', '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
    ['object', '<object data="https://evil.example/a.swf"></object>'],
    ['embed', '<embed src="https://evil.example/a.swf">'],
    ['base', '<base href="https://evil.example/">'],
    ['link', '<link rel="stylesheet" href="https://evil.example/a.css">'],
    ['meta refresh', '<meta http-equiv="refresh" content="0;url=https://evil.example/">'],
    ['svg', '<svg><script>alert(1)</script></svg><svg onload=alert(1)>'],
    ['svg with a style that ends early', '<svg><style><img src=x onerror=alert(1)></style></svg>'],
    ['math', '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>'],
    ['noscript', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'],
    ['css expression', '<p style="width: expression(alert(1))">a</p>'],
    ['css expression split by a comment', '<p style="width: expr/**/ession(alert(1))">a</p>'],
    ['css escape', '<p style="width: \\65xpression(alert(1))">a</p>'],
    ['css url', '<p style="background: url(javascript:alert(1))">a</p>'],
    ['style sheet that imports', '<style>@import "https://evil.example/a.css";</style>'],
    ['comment that ends with --!>', '<!--[if mso]>--!><script>alert(1)</script><![endif]-->'],
    ['comment that ends at once', '<!--><script>alert(1)</script>-->'],
    ['script inside a conditional', '<!--[if mso]><script>alert(1)</script><![endif]-->'],
    ['handler inside a conditional', '<!--[if mso]><td onmouseover="alert(1)">a</td><![endif]-->'],
    ['javascript inside a conditional', '<!--[if mso]><v:rect href="javascript:alert(1)"></v:rect><![endif]-->'],
    ['condition that is none', '<!--[if mso]]><script>alert(1)</script><![endif]-->'],
    ['conditional inside an attribute', '<a title="<!--[if mso]><td style="onclick=alert(1) x"><![endif]-->">a</a>'],
    ['conditional inside a title', '<title><!--[if mso]><b></title><script>alert(1)</script><![endif]--></title>'],
    ['conditional inside a style', '<style><!--[if mso]></style><script>alert(1)</script><![endif]--></style>'],
  ];

  test.each(attacks)('%s', (_, html) => {
    const clean = sanitiseMailHtml(html);
    expect(clean).not.toMatch(
      /<\s*\/?\s*(?:script|iframe|object|embed|form|input|button|base|link|svg|math|noscript)\b/i,
    );
    expect(clean).not.toMatch(/<[^>]*\son[a-z]+\s*=/i);
    expect(clean).not.toMatch(/(?:java|vb)script\s*:|data:text|expression\s*\(|@import|refresh|\\65/i);
    const again = sanitiseMailHtml(clean);
    expect(sanitiseMailHtml(again)).toBe(again);
  });
});

describe('what mails are made of stays', () => {
  const kept: readonly (readonly [name: string, html: string])[] = [
    [
      'tables and inline styles',
      '<table width="600" cellpadding="0" bgcolor="#ffffff"><tr><td align="center" style="mso-line-height-rule:exactly;padding:0 8px">a</td></tr></table>',
    ],
    ['merge tags in text and links', '<p>{{name|お客様}} 様</p><a href="{{unsubscribe_url}}">配信停止</a>'],
    ['a merge tag in a query', '<a href="https://example.jp/?m={{email}}">a</a>'],
    ['mail and telephone links', '<a href="mailto:info@example.jp">a</a><a href="tel:+81312345678">b</a>'],
    ['media queries', '<style>@media (max-width:600px){.box{width:100%!important}}</style><p class="box">a</p>'],
    [
      'a ghost table over two conditionals',
      '<!--[if mso]><table width="600"><tr><td><![endif]--><p>a</p><!--[if mso]></td></tr></table><![endif]-->',
    ],
    ['a conditional between rows', '<table><!--[if mso]><tr><td>m</td></tr><![endif]--><tr><td>a</td></tr></table>'],
    ['content for everybody but Outlook', '<!--[if !mso]><!--><p>a</p><!--<![endif]-->'],
    [
      'vector drawing for Outlook',
      '<!--[if gte mso 9]><v:rect fill="true" style="width:600px"><v:fill type="tile" src="https://example.jp/a.png" /><![endif]-->',
    ],
    ['language and direction', '<p lang="ja" dir="ltr">a</p>'],
  ];

  test.each(kept)('%s', (_, html) => {
    expect(sanitiseMailHtml(html)).toBe(html);
  });

  test('a document keeps its doctype, head and viewport', () => {
    const html =
      '<!DOCTYPE html PUBLIC "x"><html lang="ja"><head><meta charset="utf-8"><title>a &amp; b</title></head><body>c</body></html>';
    const clean = sanitiseMailHtml(html);
    expect(clean).toBe(
      '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8" /><title>a &amp; b</title></head><body>c</body></html>',
    );
    expect(sanitiseMailHtml(clean)).toBe(clean);
  });
});
