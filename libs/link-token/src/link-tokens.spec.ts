import { createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type KeyRing, LinkTokens } from './index.js';

const secret = (fill: number) => Buffer.alloc(32, fill);
const ring = (active: number, ...kids: number[]): KeyRing => ({
  active,
  secrets: new Map(kids.map((kid) => [kid, secret(kid)])),
});
const tokens = new LinkTokens(ring(1, 1));
const recipient = { deliveryId: '42', recipientId: '0199f3c2-b7c0-7d3c-9a4e-5b1e6f708192' };
const customer = { deliveryId: '42', customerId: '8812' };

const kinds = [
  { name: 'open', make: (t: LinkTokens) => t.open(recipient), read: (t: LinkTokens, s: string) => t.readOpen(s) },
  { name: 'click', make: (t: LinkTokens) => t.click(recipient), read: (t: LinkTokens, s: string) => t.readClick(s) },
  {
    name: 'unsubscribe',
    make: (t: LinkTokens) => t.unsubscribe(customer),
    read: (t: LinkTokens, s: string) => t.readUnsubscribe(s),
  },
];

describe('what was made can be read', () => {
  test('an open and a click token give back delivery and recipient, an unsubscribe token delivery and customer', () => {
    expect(tokens.readOpen(tokens.open(recipient))).toEqual(recipient);
    expect(tokens.readClick(tokens.click(recipient))).toEqual(recipient);
    expect(tokens.readUnsubscribe(tokens.unsubscribe(customer))).toEqual(customer);
  });

  test('ids from 1 to the largest bigint survive, and any uuid', () => {
    for (const id of ['1', '255', '4294967296', '9007199254740993', '9223372036854775807']) {
      const v = { deliveryId: id, recipientId: randomUUID() };
      expect(tokens.readOpen(tokens.open(v))).toEqual(v);
      expect(tokens.readUnsubscribe(tokens.unsubscribe({ deliveryId: '7', customerId: id }))?.customerId).toBe(id);
    }
  });

  test('the bytes are ver, kid, fields and the truncated mac under the sub-key of the purpose', () => {
    const bytes = Buffer.from(tokens.unsubscribe(customer), 'base64url');
    const body = bytes.subarray(0, 18);
    expect(body.toString('hex')).toBe(
      `0101${(42).toString(16).padStart(16, '0')}${(8812).toString(16).padStart(16, '0')}`,
    );
    const key = Buffer.from(hkdfSync('sha256', secret(1), '', 'kubari link-token v1 unsub', 32));
    const mac = createHmac('sha256', key).update('unsub\0').update(body).digest().subarray(0, 16);
    expect(bytes.subarray(18)).toEqual(mac);
  });

  test('a token needs no escaping in a path and names nobody', () => {
    for (const kind of kinds) expect(kind.make(tokens)).toMatch(/^[A-Za-z0-9_-]{46,56}$/);
  });
});

describe('what was not made here is null, never an error', () => {
  test('a token of one purpose is void for every other one', () => {
    for (const made of kinds) {
      for (const other of kinds.filter((kind) => kind !== made))
        expect(other.read(tokens, made.make(tokens))).toBeNull();
    }
  });

  test('any single changed bit voids a token', () => {
    for (const kind of kinds) {
      const bytes = Buffer.from(kind.make(tokens), 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(kind.read(tokens, changed.toString('base64url'))).toBeNull();
      }
    }
  });

  test('only the spelling we made counts: no padding, other alphabet, spare bits, blanks or foreign characters', () => {
    for (const kind of kinds) {
      const token = kind.make(tokens);
      const bytes = Buffer.from(token, 'base64url');
      const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(token.slice(-1));
      const respelled =
        token.slice(0, -1) + 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[last ^ 1];
      const wrong = [
        bytes.toString('base64'),
        `${token}=`,
        ` ${token}`,
        `${token}\n`,
        respelled,
        `*${token.slice(1)}`,
        token.slice(1),
      ];
      for (const spelling of wrong) {
        if (spelling !== token) expect(kind.read(tokens, spelling)).toBeNull();
      }
    }
  });

  test('nothing, garbage of the right length and things that are no text', () => {
    const notText = [undefined, null, 7, ['a'], {}] as unknown as string[];
    for (const kind of kinds) {
      const length = kind.make(tokens).length;
      for (const token of ['', 'x', '_'.repeat(length), '漢'.repeat(length), 'A'.repeat(100_000), ...notText]) {
        expect(kind.read(tokens, token)).toBeNull();
      }
    }
  });
});

describe('keys', () => {
  test('after a change of key old tokens still verify, and new ones carry the new key', () => {
    const rotated = new LinkTokens(ring(2, 1, 2));
    for (const kind of kinds) {
      expect(kind.read(rotated, kind.make(tokens))).not.toBeNull();
      expect(Buffer.from(kind.make(rotated), 'base64url')[1]).toBe(2);
      expect(kind.read(tokens, kind.make(rotated))).toBeNull();
    }
  });

  test('the same key id with another secret verifies nothing', () => {
    const other = new LinkTokens({ active: 1, secrets: new Map([[1, secret(9)]]) });
    for (const kind of kinds) expect(kind.read(other, kind.make(tokens))).toBeNull();
  });

  test('a ring without its active key, with a short secret or an impossible key id is refused at once', () => {
    expect(() => new LinkTokens(ring(3, 1))).toThrow('active key 3');
    expect(() => new LinkTokens({ active: 1, secrets: new Map([[1, Buffer.alloc(31)]]) })).toThrow('32 bytes');
    expect(() => new LinkTokens(ring(256, 256))).toThrow('0..255');
  });
});

test('making a token for something that is no id is a mistake of the caller and throws', () => {
  for (const id of ['0', '-1', '01', '1.5', '', 'abc', '9223372036854775808', '99999999999999999999']) {
    expect(() => tokens.unsubscribe({ deliveryId: '1', customerId: id })).toThrow(TypeError);
  }
  for (const id of [
    '',
    recipient.recipientId.toUpperCase(),
    recipient.recipientId.slice(1),
    `${recipient.recipientId}0`,
  ]) {
    expect(() => tokens.open({ deliveryId: '1', recipientId: id })).toThrow(TypeError);
  }
  expect(tokens.readOpen(tokens.open(recipient))).toEqual(recipient);
});
