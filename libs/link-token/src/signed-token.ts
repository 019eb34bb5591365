import { timingSafeEqual } from 'node:crypto';
import { FixedLengthHmac } from './hmac.js';
import { deriveKeys, type KeyRing } from './key-ring.js';

const VERSION = 1;
const HEAD_BYTES = 2; // version, key id
const MAC_BYTES = 16; // 128 of HMAC-SHA256's 256 bits

/**
 * Tokens of one purpose with a fixed number of field bytes: base64url of `ver(1) | kid(1) | fields | mac(16)`, where
 * mac = HMAC-SHA256(key(kid, purpose), purpose | 0 | ver | kid | fields), truncated.
 */
export class SignedToken {
  private readonly macs = new Map<number, FixedLengthHmac>();
  private readonly activeKid: number;
  private readonly activeMac: FixedLengthHmac;
  /** `purpose | 0`, then room for a token's head and fields: what the mac is taken over. Every call writes it anew. */
  private readonly signed: Buffer;
  private readonly start: number;
  private readonly macAt: number;
  private readonly tokenBytes: number;
  private readonly tokenChars: number;

  constructor(ring: KeyRing, purpose: string, fieldBytes: number) {
    const label = Buffer.from(`${purpose}\0`, 'latin1');
    this.start = label.length;
    this.macAt = HEAD_BYTES + fieldBytes;
    this.signed = Buffer.concat([label, Buffer.alloc(this.macAt)]);
    this.tokenBytes = this.macAt + MAC_BYTES;
    this.tokenChars = Math.ceil((this.tokenBytes * 4) / 3);
    this.activeKid = ring.active;
    for (const [kid, key] of deriveKeys(ring, purpose)) {
      const mac = new FixedLengthHmac(key, this.signed.length);
      this.macs.set(kid, mac);
      if (kid === ring.active) this.activeMac = mac;
    }
  }

  /** Signs the fields that `write` puts into the buffer at the offset. */
  make(write: (into: Buffer, at: number) => void): string {
    const { signed, start, macAt } = this;
    signed[start] = VERSION;
    signed[start + 1] = this.activeKid;
    write(signed, start + HEAD_BYTES);
    const token = Buffer.allocUnsafe(this.tokenBytes);
    signed.copy(token, 0, start);
    this.activeMac.digest(signed).copy(token, macAt, 0, MAC_BYTES);
    return token.toString('base64url');
  }

  /** The token's bytes and where its fields begin, or null for anything not made here for this purpose. Never throws. */
  read(token: string): { bytes: Buffer; at: number } | null {
    if (typeof token !== 'string' || token.length !== this.tokenChars) return null;
    const bytes = Buffer.from(token, 'base64url');
    // Node's decoder skips foreign characters and ignores spare bits: only the one spelling we made is a token.
    if (bytes.length !== this.tokenBytes || bytes.toString('base64url') !== token) return null;
    const mac = this.macs.get(bytes[1] as number);
    if (bytes[0] !== VERSION || mac === undefined) return null;
    bytes.copy(this.signed, this.start, 0, this.macAt);
    const expected = mac.digest(this.signed).subarray(0, MAC_BYTES);
    return timingSafeEqual(expected, bytes.subarray(this.macAt)) ? { bytes, at: HEAD_BYTES } : null;
  }
}
