import { describe, expect, test } from '@jest/globals';
import { compileMail } from './compile-mail.js';
import type { MailContent } from './mail-content.js';
import { OPTIONS, recipient, tracked } from './mail.fixture.js';

const newsletter: MailContent = {
  format: 'html',
  subject: '{{お名前|お客様}}へ',
  textBody: '',
  htmlBody:
    '<html><body><h1>秋</h1><p>{{お名前|お客様}} 様 &lt;{{email}}&gt;</p><p><a href="https://a.example/?c={{code}}">商品</a></p>' +
    '<p><a href="{{unsubscribe_url}}">配信停止</a></p></body></html>',
};

describe('a mail compiled once and rendered for each', () => {
  test('M-02 an HTML mail without a text gets one made from it, with the same values and links', () => {
    const mail = compileMail(newsletter, OPTIONS);
    const values = { お名前: 'A&B', email: 'a@example.jp', code: '1' };
    expect(mail.render(recipient(values, tracked))).toEqual({
      subject: 'A&Bへ',
      text: '■ 秋\n\nA&B 様 <a@example.jp>\n\n商品 <https://t.example.jp/c/TOKEN/1>\n\n配信停止 <https://t.example.jp/u/TOKEN>',
      html:
        '<html><body><h1>秋</h1><p>A&amp;B 様 &lt;a@example.jp&gt;</p><p><a href="https://t.example.jp/c/TOKEN/1">商品</a></p>' +
        '<p><a href="https://t.example.jp/u/TOKEN">配信停止</a></p>' +
        '<img src="https://t.example.jp/o/TOKEN" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0"></body></html>',
    });
    expect(mail.unsubscribeUrlIn).toEqual({ subject: false, html: true, text: true });
  });

  test('one recipient leaves nothing behind for the next', () => {
    const mail = compileMail(newsletter, OPTIONS);
    const first = mail.render(recipient({ お名前: '山田' }, tracked));
    expect(mail.render(recipient()).html).not.toContain('山田');
    expect(mail.render(recipient({ お名前: '山田' }, tracked))).toEqual(first);
  });

  test('compiling again gives the same links in the same order', () => {
    expect(compileMail(newsletter, OPTIONS).links).toEqual(compileMail(newsletter, OPTIONS).links);
  });

  test("the author's own text is kept, problems of a generated one are told once", () => {
    const own = compileMail({ ...newsletter, textBody: '手書き {{who}}' }, OPTIONS);
    expect(own.render(recipient()).text).toBe('手書き ');
    expect(own.problems).toMatchObject([{ part: 'text', tag: 'who' }]);
    const generated = compileMail({ ...newsletter, htmlBody: '<p>{{who}}</p>' }, OPTIONS);
    expect(generated.problems).toMatchObject([{ part: 'html', tag: 'who' }]);
  });

  test('a text mail has no HTML, whatever was typed there before', () => {
    const mail = compileMail({ ...newsletter, format: 'text', textBody: 'x' }, OPTIONS);
    expect(mail.render(recipient({}, tracked))).toEqual({ subject: 'お客様へ', text: 'x', html: null });
    expect(mail.links).toEqual([]);
    expect(mail.usesUnsubscribeUrl).toBe(false);
  });
});
