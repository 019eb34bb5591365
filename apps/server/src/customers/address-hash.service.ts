import { createHmac, hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../platform/config/env.js';

/** Half of SHA-256: no two of a billion addresses meet by chance. */
const HASH_BYTES = 16;

/**
 * Hashes addresses under a key of this installation (HMAC-SHA256, RFC 2104), for what must outlive the customer: the
 * opt-out ledger, consent kept after deletion, proof of erasure. Without KUBARI_SECRET nobody can tell whose it is.
 */
@Injectable()
export class AddressHasher {
  private readonly key: Buffer;

  constructor(@Inject(ENV) env: Pick<Env, 'KUBARI_SECRET'>) {
    const secret = Buffer.from(env.KUBARI_SECRET, 'hex');
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'kubari address hash', 32));
  }

  /** The hash of a normalised address (C-08), 16 bytes. */
  hashOf(emailNormalised: string): Buffer {
    return createHmac('sha256', this.key).update(emailNormalised).digest().subarray(0, HASH_BYTES);
  }
}
