import { describe, expect, test } from '@jest/globals';
import { compileHtmlMail, recipient, renderHtml } from './mail.fixture.js';

const openUrl = 'https://t.example.jp/o/TOKEN';
const PIXEL = /<img src="https:\/\/t\.example\.jp\/o\/TOKEN" width="1" height="1" alt=""[^>]*>/;
const withMark = (html: string): string => renderHtml(html, {}, { openUrl }).replace(PIXEL, '[pixel]');

describe('M-30 the open pixel', () => {
  test.each([
    ['<html><body><p>x</p></body></html>', '<html><body><p>x</p>[pixel]</body></html>'],
    ['<body>x</BODY >', '<body>x[pixel]</BODY >'],
    ['<p>x</p></html>', '<p>x</p>[pixel]</html>'],
    ['<p>x</p>', '<p>x</p>[pixel]'],
    ['<!-- </body> --><p>x</p>', '<!-- </body> --><p>x</p>[pixel]'],
    ['', '[pixel]'],
  ])('stands before the end of the body, or at the end: %j', (html, rendered) => {
    expect(withMark(html)).toBe(rendered);
  });

  test('is left out of test mails and where opens are not counted', () => {
    expect(renderHtml('<p>x</p>')).toBe('<p>x</p>');
    const mail = compileHtmlMail('<p>x</p>', { trackOpens: false });
    expect(mail.render(recipient({}, { openUrl })).html).toBe('<p>x</p>');
  });
});
