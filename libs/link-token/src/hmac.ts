import { hash } from 'node:crypto';

const BLOCK_BYTES = 64; // of SHA-256
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104) over messages of one fixed length, for a key of at most 64 bytes. Two one-shot hashes over
 * prepared blocks take half the time of a `createHmac` object, and three macs are made for every mail.
 */
export class FixedLengthHmac {
  private readonly inner: Buffer;
  private readonly outer: Buffer;

  constructor(key: Uint8Array, messageBytes: number) {
    if (key.length > BLOCK_BYTES) throw new RangeError('the key is longer than a block');
    this.inner = padded(key, 0x36, messageBytes);
    this.outer = padded(key, 0x5c, DIGEST_BYTES);
  }

  /** The whole mac (32 bytes). */
  digest(message: Uint8Array): Buffer {
    this.inner.set(message, BLOCK_BYTES);
    // a string of one character per byte is cheaper here than a buffer
    this.outer.write(hash('sha256', this.inner, 'binary'), BLOCK_BYTES, 'binary');
    return hash('sha256', this.outer, 'buffer');
  }
}

function padded(key: Uint8Array, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES + room);
  for (let i = 0; i < BLOCK_BYTES; i++) block[i] = (key[i] ?? 0) ^ pad;
  return block;
}
