import { describe, expect, test } from '@jest/globals';
import { compileHtmlMail, compileTextMail, renderHtml, renderMail, renderText } from './mail.fixture.js';
import { MAX_VALUE_LENGTH, findMergeTags } from './merge-tags.js';

describe('finding merge tags', () => {
  test('keys and defaults are trimmed, Japanese keys are keys', () => {
    expect(findMergeTags('{{お名前}}様 {{ 会社名 | 貴 社 }}{{　code|}}')).toEqual({
      tags: [
        { key: 'お名前', defaultValue: null, start: 0, end: 7 },
        { key: '会社名', defaultValue: '貴 社', start: 9, end: 24 },
        { key: 'code', defaultValue: '', start: 24, end: 34 },
      ],
      unclosed: [],
    });
  });

  test('a {{ without its own }} is unclosed, tags after it still count', () => {
    const { tags, unclosed } = findMergeTags('a {{b {{c}} }} {{d');
    expect(tags.map(({ key }) => key)).toEqual(['c']);
    expect(unclosed).toEqual([2, 15]);
  });
});

describe('M-11 values', () => {
  test("the value, else the tag's default, else the key's default, else nothing", () => {
    const text = '{{お名前|お客様}}/{{会社名|御社}}/{{会社名}}/{{会社名|}}/{{お名前}}/';
    expect(renderText(text, { お名前: '山田', 会社名: '例' })).toBe('山田/例/例/例/山田/');
    expect(renderText(text, { お名前: '' })).toBe('お客様/御社/貴社///');
  });

  test('text gets values as they are, HTML escaped, in text as in attributes', () => {
    const values = { お名前: `<b> & "x" 'y'` };
    expect(renderText('{{お名前}}', values)).toBe(`<b> & "x" 'y'`);
    const escaped = '&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;';
    expect(renderHtml('<p title="{{お名前}}">{{お名前}}</p>', values)).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  test("a default in HTML is the author's HTML, read once and escaped once", () => {
    expect(renderHtml('<p title="{{お名前|A &amp; B}}">{{お名前|A &amp; &lt;B&gt;}}</p>')).toBe(
      '<p title="A &amp; B">A &amp; &lt;B&gt;</p>',
    );
    expect(renderHtml('{{&nbsp;お名前&nbsp;}}', { お名前: '山田' })).toBe('山田');
  });

  test('a value cannot complete what the author left open', () => {
    expect(renderHtml('a <{{お名前}}>', { お名前: 'b' })).toBe('a &lt;b>');
    expect(renderHtml('<!--{{お名前}}><b>-->', { お名前: '--' })).toBe('<!--&#45;&#45;><b>-->');
  });

  test('values are never read as tags', () => {
    const values = { お名前: '{{email}}', email: '}}{{お名前}}' };
    expect(renderText('{{お名前}} {{email}}', values)).toBe('{{email}} }}{{お名前}}');
    expect(renderHtml('{{お名前}}{{email}}', values)).toBe('{{email}}}}{{お名前}}');
  });

  test('what objects inherit is no value', () => {
    const mail = compileTextMail('{{constructor}}{{__proto__}}{{toString|x}}', {
      mergeKeys: [{ key: 'constructor' }, { key: '__proto__' }, { key: 'toString' }],
    });
    expect(mail.render({ values: {}, clickBase: null, openUrl: null, unsubscribeUrl: null }).text).toBe('x');
  });

  test('security.md 2: the output is bounded by the length of values and the number of tags', () => {
    expect(renderText('{{お名前}}', { お名前: 'x'.repeat(MAX_VALUE_LENGTH + 5) })).toHaveLength(MAX_VALUE_LENGTH);
    expect(compileTextMail('{{email}}'.repeat(500)).problems).toEqual([]);
    expect(compileTextMail('{{email}}'.repeat(501)).problems).toMatchObject([{ code: 'too-many-merge-tags' }]);
  });
});

describe('unsubscribe_url', () => {
  test('is put as it is, escaped for HTML only, and nothing where there is none', () => {
    const unsubscribeUrl = 'https://t.example.jp/u?a=1&b=2';
    expect(renderText('{{unsubscribe_url}}', {}, { unsubscribeUrl })).toBe(unsubscribeUrl);
    expect(renderHtml('<a href="{{unsubscribe_url}}#x">{{unsubscribe_url}}</a>', {}, { unsubscribeUrl })).toBe(
      '<a href="https://t.example.jp/u?a=1&amp;b=2#x">https://t.example.jp/u?a=1&amp;b=2</a>',
    );
    expect(renderText('[{{unsubscribe_url}}]', {}, { unsubscribeUrl: null })).toBe('[]');
  });

  test('comes from its own argument, never from the values', () => {
    expect(renderText('{{unsubscribe_url}}', { unsubscribe_url: 'https://evil.example/' })).toBe(
      'https://t.example.jp/u/TOKEN',
    );
  });

  test('inside the query of another URL is encoded', () => {
    expect(
      renderHtml('<a href="https://a.example/?u={{unsubscribe_url}}">x</a>', {}, { clickBase: 'https://t/c' }),
    ).toBe('<a href="https://a.example/?u=https%3A%2F%2Ft.example.jp%2Fu%2FTOKEN">x</a>');
  });

  test('counts as used where the reader finds it', () => {
    expect(compileHtmlMail('<a href="{{unsubscribe_url}}">x</a>').usesUnsubscribeUrl).toBe(true);
    expect(compileHtmlMail('{{unsubscribe_url}}').usesUnsubscribeUrl).toBe(true);
    expect(compileHtmlMail('<!-- {{unsubscribe_url}} -->').usesUnsubscribeUrl).toBe(false);
    expect(compileHtmlMail('<!--[if mso]><a href="{{unsubscribe_url}}">x</a><![endif]-->').usesUnsubscribeUrl).toBe(
      false,
    );
    expect(compileHtmlMail('<img alt="{{unsubscribe_url}}">').usesUnsubscribeUrl).toBe(false);
    expect(compileTextMail('{{unsubscribe_url}}').usesUnsubscribeUrl).toBe(true);
    expect(compileTextMail('{{email}}').usesUnsubscribeUrl).toBe(false);
  });
});

describe('subject', () => {
  test('security.md 2: line breaks and control characters go, from values, defaults and the author alike', () => {
    const { subject } = renderMail(
      { subject: 'A\r\n{{お名前}}\0{{code|b\nc}}' },
      { お名前: '山田\r\nBcc: x@example.jp\u2028\u0085\t' },
    );
    expect(subject).toBe('A山田Bcc: x@example.jpbc');
  });

  test('is not HTML', () => {
    expect(renderMail({ subject: '{{お名前}} & co' }, { お名前: 'A&B' }).subject).toBe('A&B & co');
  });
});

describe('problems for the author', () => {
  test('unknown tags are told with their place and rendered as nothing', () => {
    const mail = compileHtmlMail('<p>{{email}} {{e-mail|x}}</p>');
    expect(mail.problems).toEqual([{ code: 'unknown-merge-tag', part: 'html', index: 13, tag: 'e-mail' }]);
    expect(renderHtml('<p>[{{e-mail|x}}]</p>', { 'e-mail': 'y' })).toBe('<p>[]</p>');
  });

  test('an unclosed tag is told and stays as it is', () => {
    expect(compileTextMail('Hi {{お名前').problems).toEqual([{ code: 'unclosed-merge-tag', part: 'text', index: 3 }]);
    expect(renderText('Hi {{お名前')).toBe('Hi {{お名前');
    expect(compileHtmlMail('{{<b>お名前</b>}}').problems).toMatchObject([{ code: 'unclosed-merge-tag' }]);
  });

  test('a tag typed with full-width braces is told', () => {
    expect(compileTextMail('｛｛お名前｝｝様').problems).toEqual([
      { code: 'full-width-merge-tag', part: 'text', index: 0, tag: 'お名前' },
    ]);
  });

  test.each([
    ['<p {{code}}>x</p>', '<p >x</p>'],
    ['<p{{code}}>x</p>', '<p>x</p>'],
    ['<p style="color:{{code}}">x</p>', '<p style="color:">x</p>'],
    ['<p onclick="f({{code}})">x</p>', '<p onclick="f()">x</p>'],
    ['<style>a{color:{{code}} }</style>', '<style>a{color: }</style>'],
    ['<script>x={{code}}</script>', '<script>x=</script>'],
    ['<p>x</p {{code}}>', '<p>x</p >'],
    ['<a title="{{code}}', '<a title="'],
    ['<!doctype {{code}}>', '<!doctype >'],
    ['</{{code}}>', '</>'],
  ])('no value where escaping could not hold it: %s', (html, rendered) => {
    expect(compileHtmlMail(html).problems).toMatchObject([{ code: 'merge-tag-not-allowed-here', tag: 'code' }]);
    expect(renderHtml(html, { code: 'v' })).toBe(rendered);
  });

  test('a good mail has none', () => {
    expect(
      compileHtmlMail('<p title="{{code}}">{{お名前|x}}</p><!-- {{code}} --><img src="https://a.example/{{code}}.png">')
        .problems,
    ).toEqual([]);
  });
});
