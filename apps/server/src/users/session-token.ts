import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new session or setup token: 256 random bits as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token; the token itself is not. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The CSRF token of a session: a signature over its hash, so that nothing has to be stored (docs of OWASP: HMAC-based token). */
export function csrfTokenOf(secret: string, sessionHash: Buffer): string {
  const key = hkdfSync('sha256', Buffer.from(secret, 'hex'), '', 'kubari csrf', 32);
  return createHmac('sha256', Buffer.from(key)).update(sessionHash).digest('base64url');
}

/** Compares in constant time. */
export function isCsrfTokenOf(secret: string, sessionHash: Buffer, token: string): boolean {
  const expected = Buffer.from(csrfTokenOf(secret, sessionHash));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
