import { describe, expect, test } from '@jest/globals';
import { pageLocale, renderPublicPage } from './public-page.js';
import { unsubscribeAction } from './unsubscribe-action.js';
import { maskEmail, unsubscribePage } from './unsubscribe-page.js';

const SENDER = { organisationName: 'くばり商店', postalAddress: '', contact: '' };
const subscription = {
  email: 'taro@example.jp',
  groupId: '1',
  groupName: '<b>新商品</b>',
  state: 'active' as const,
  ownStopAt: null,
};

describe('the unsubscribe page', () => {
  test('F-12 asks with a button, shows the address masked, and reads names as text', () => {
    const html = renderPublicPage(unsubscribePage({ kind: 'ask', subscription }, 'ja', SENDER));
    expect(html).toContain('<form method="post"><input type="hidden" name="action" value="stop">');
    expect(html).toContain('t•••••@e•••••.jp');
    expect(html).not.toContain('taro@example.jp');
    expect(html).toContain('&lt;b&gt;新商品&lt;/b&gt;');
    expect(html).not.toContain('<script');
  });

  test('is complete in English', () => {
    for (const kind of ['ask', 'resumed'] as const)
      expect(
        renderPublicPage(unsubscribePage({ kind, subscription }, 'en', { ...SENDER, organisationName: '' })),
      ).not.toMatch(/(?!新商品)[\u3040-\u30ff]/);
    expect(renderPublicPage(unsubscribePage({ kind: 'not-registered' }, 'en', SENDER))).toContain('Not registered');
  });

  test('offers to undo only while that works', () => {
    const page = (mayUndo: boolean): string =>
      unsubscribePage({ kind: 'stopped', subscription, mayUndo }, 'ja', SENDER).main;
    expect(page(true)).toContain('value="undo"');
    expect(page(false)).not.toContain('value="undo"');
  });

  test.each([
    ['taro@example.jp', 't•••••@e•••••.jp'],
    ['a..b@docomo.ne.jp', 'a•••••@d•••••.ne.jp'],
    ['x@localhost', 'x•••••@l•••••'],
  ])('%s is shown as %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  test.each([
    ['ja,en-US;q=0.9', 'ja'],
    ['en-US,en;q=0.9,ja;q=0.8', 'en'],
    ['fr-FR,fr;q=0.9,en;q=0.5', 'en'],
    ['fr', 'ja'],
    ['en;q=0, ja;q=0.1', 'ja'],
    [undefined, 'ja'],
  ] as const)('Accept-Language %s gives %s', (header, locale) => {
    expect(pageLocale(header)).toBe(locale);
  });
});

describe('what a POST asks for', () => {
  const multipart = (name: string, value: string): string =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`;

  test.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click', 'one-click'],
    ['multipart/form-data; boundary=x', multipart('List-Unsubscribe', 'One-Click'), 'one-click'],
    ['application/x-www-form-urlencoded', 'action=stop', 'stop'],
    ['application/x-www-form-urlencoded', 'action=undo', 'undo'],
    ['multipart/form-data; boundary=x', multipart('action', 'undo'), 'undo'],
    [undefined, '', 'stop'],
  ] as const)('RFC 8058 %s %j is %s', (contentType, body, action) => {
    expect(unsubscribeAction(contentType, body)).toBe(action);
  });
});
