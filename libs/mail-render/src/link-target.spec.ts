import { describe, expect, test } from '@jest/globals';
import { renderLinkTarget } from './link-target.js';

describe('where a click leads', () => {
  test('values are encoded, a missing one gives the default, other keys nothing', () => {
    const template = 'https://a.example/{{code|none}}/?n={{お名前|お客様}}#{{x}}';
    expect(renderLinkTarget(template, { お名前: '山田&a=1', code: '../../b' })).toBe(
      'https://a.example/..%2F..%2Fb/?n=%E5%B1%B1%E7%94%B0%26a%3D1#',
    );
    expect(renderLinkTarget(template, {})).toBe('https://a.example/none/?n=%E3%81%8A%E5%AE%A2%E6%A7%98#');
  });

  test('what is not ASCII is encoded, so that it can stand in a Location header', () => {
    expect(renderLinkTarget('https://例え.jp/道?a=あ b\r\n', {})).toBe(
      'https://xn--r8jz45g.jp/%E9%81%93?a=%E3%81%82%20b',
    );
  });

  test.each([
    'javascript:alert(1)',
    'ftp://a.example/',
    '/path',
    '',
    'https://',
    'https://user@a.example/',
    'https://user:pass@a.example/',
    '{{url}}',
    'https://{{host}}/',
    'https://a.example{{host}}/',
    'https://a.example:{{port}}/',
    'https://u{{x}}@a.example/',
    'https:{{host}}',
    'java{{x}}:alert(1)',
  ])('M-26 no redirect to %j', (template) => {
    const values = { url: 'https://evil.example/', host: '.evil.example', port: '8', x: 'script' };
    expect(renderLinkTarget(template, values)).toBeNull();
  });

  test.each([
    '@evil.example/',
    '\\\\evil.example',
    '//evil.example/',
    '\r\nX: y',
    '\0',
    '\uD800',
    '?#&=/',
    '.evil.example',
  ])('M-26 the value %j cannot leave the origin, whatever stands before it', (x) => {
    for (const template of [
      'https://a.example/{{x}}',
      'https://a.example?{{x}}',
      'https://a.example#{{x}}',
      'https://a.example/a/{{x}}{{x}}',
      'https://a.example\\{{x}}',
    ]) {
      const target = renderLinkTarget(template, { x });
      expect(new URL(target ?? '').origin).toBe('https://a.example');
      expect(target).toMatch(/^[\x21-\x7E]+$/);
    }
  });
});
