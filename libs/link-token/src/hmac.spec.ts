import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { FixedLengthHmac } from './hmac.js';

describe('FixedLengthHmac', () => {
  test('RFC 4231 test case 2 comes out as published', () => {
    const message = Buffer.from('what do ya want for nothing?');
    const mac = new FixedLengthHmac(Buffer.from('Jefe'), message.length).digest(message);
    expect(mac.toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  test('equals HMAC-SHA256 of Node for keys up to a block, also when used again', () => {
    for (const keyBytes of [1, 32, 63, 64]) {
      const key = randomBytes(keyBytes);
      const hmac = new FixedLengthHmac(key, 40);
      for (let i = 0; i < 20; i++) {
        const message = randomBytes(40);
        expect(hmac.digest(message)).toEqual(createHmac('sha256', key).update(message).digest());
      }
    }
  });

  test('a key longer than a block is refused, since it would have to be hashed first', () => {
    expect(() => new FixedLengthHmac(Buffer.alloc(65), 40)).toThrow(RangeError);
  });
});
