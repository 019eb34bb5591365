import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** Addresses in the records of signing in, for the erasure of a person. */
@Injectable()
export class UserAddresses {
  /**
   * Takes an address out of sign-in attempts that met no account: somebody typed it. An account with it is not the
   * customer's record and stays; `hasAccount` says so.
   */
  async forget(tx: EntityManager, emailNormalised: string): Promise<{ attemptCount: number; hasAccount: boolean }> {
    const account = await rowsOf(tx, 'select from app_user where email_normalised = $1', [emailNormalised]);
    if (account.length > 0) return { attemptCount: 0, hasAccount: true };
    const attempts = await rowsOf(
      tx,
      `update login_attempt set email_normalised = '', user_agent = null, ip = null where email_normalised = $1 returning 1`,
      [emailNormalised],
    );
    return { attemptCount: attempts.length, hasAccount: false };
  }
}
