import { hkdfSync } from 'node:crypto';

/** Secrets by key id (0..255, at least 32 bytes each). Tokens are made with `active`; the others only verify old ones. */
export interface KeyRing {
  readonly active: number;
  readonly secrets: ReadonlyMap<number, Uint8Array>;
}

const MIN_SECRET_BYTES = 32;

/** One 32-byte key per key id for one purpose (HKDF-SHA256, RFC 5869). Throws on a ring that cannot be used. */
export function deriveKeys(ring: KeyRing, purpose: string): ReadonlyMap<number, Uint8Array> {
  if (!ring.secrets.has(ring.active))
    throw new Error(`link keys: there is no secret for the active key ${ring.active}`);
  const keys = new Map<number, Uint8Array>();
  for (const [kid, secret] of ring.secrets) {
    if (!Number.isInteger(kid) || kid < 0 || kid > 255) throw new Error(`link keys: key id ${kid} is not in 0..255`);
    if (secret.length < MIN_SECRET_BYTES) throw new Error(`link keys: secret ${kid} is shorter than 32 bytes`);
    const info = `kubari link-token v1 ${purpose}`;
    keys.set(kid, new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), info, 32)));
  }
  return keys;
}
