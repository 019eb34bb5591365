import { describe, expect, test } from '@jest/globals';
import { highErrorText, isHighErrorRate } from './high-error-notice.js';

const delivery = {
  deliveryId: '12',
  subject: '秋の\r\n新商品',
  groupName: '会員',
  addressCount: 1200,
  errorCount: 150,
};

describe('C-55 the notice of a high error rate', () => {
  test.each([
    [50, 5, false],
    [50, 6, true],
    [49, 49, false],
    [1000, 100, false],
    [1000, 101, true],
    [0, 0, false],
  ])('of %i addresses with %i errors operators are told: %s', (addressCount, errorCount, told) => {
    expect(isHighErrorRate({ ...delivery, addressCount, errorCount })).toBe(told);
  });

  test('has the numbers and a link, in both languages; a line break in a subject does not break it', () => {
    const { subject, text } = highErrorText(delivery, 'https://mail.example.jp/');
    expect(subject.ja).toBe('【くばり】エラー率が高い配信があります（12.5%）: 秋の 新商品');
    expect(subject.en).toContain('(12.5%)');
    for (const body of [text.ja, text.en]) {
      expect(body).toContain('https://mail.example.jp/history/12');
      expect(body).toContain('1,200');
      expect(body).toContain('150');
    }
  });
});
