import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { UserAddresses } from '../users/user-addresses.service.js';
import {
  countOf,
  forgetSample,
  keptConsents,
  keptExports,
  keptOptOuts,
  redactConsents,
  redactSearches,
} from './customer-eraser.queries.js';
import { CustomerRemover } from './customer-remover.service.js';
import type { ErasedPerson, EraserStep, Kept } from './eraser.types.js';
import { Erasers } from './erasers.service.js';
import { OptOutLedger } from './opt-out-ledger.service.js';

/** What customers forget of an erased person, and what users do: they lie below and cannot register by themselves. */
@Injectable()
export class CustomerEraser implements OnModuleInit {
  constructor(
    private readonly erasers: Erasers,
    private readonly remover: CustomerRemover,
    private readonly ledger: OptOutLedger,
    private readonly users: UserAddresses,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.erasers.register({ name: 'customers', erase: (tx, person) => this.eraseCustomer(tx, person) });
    this.erasers.register({ name: 'users', erase: (tx, person) => this.eraseUser(tx, person) });
  }

  /**
   * The customer with memberships, values and error history. Consents stay as evidence under the hash, their free texts
   * without the address; the refusal stays as a hash, or nobody could honour it.
   */
  private async eraseCustomer(tx: EntityManager, person: ErasedPerson): Promise<EraserStep> {
    const { customerIds, emailNormalised, addressHash } = person;
    const counts = {
      memberships: await countOf(tx, 'group_membership', customerIds),
      errors: await countOf(tx, 'customer_error', customerIds),
      customer: (await this.remover.remove(tx, customerIds)).length,
    };
    await redactConsents(tx, addressHash, emailNormalised);
    await redactSearches(tx, emailNormalised);
    await forgetSample(tx, addressHash);
    if (person.refuseMail) {
      const refusal = { emailNormalised, scope: 'account', reason: 'stopped' } as const;
      await this.ledger.record(tx, [refusal], this.clock.now());
    }
    return { counts, kept: await this.kept(tx, addressHash), next: null };
  }

  private async kept(tx: EntityManager, hash: Buffer): Promise<Kept[]> {
    const consents = await keptConsents(tx, hash);
    const refusals = await keptOptOuts(tx, hash);
    const kept: Kept[] = [];
    if (consents.count > 0)
      kept.push({ ground: 'consent-evidence', count: consents.count, until: consents.until?.toISOString() ?? null });
    if (refusals > 0) kept.push({ ground: 'refusal', count: refusals, until: null });
    const exports = await keptExports(tx);
    if (exports.count > 0)
      kept.push({ ground: 'export-file', count: exports.count, until: exports.until?.toISOString() ?? null });
    return kept;
  }

  private async eraseUser(tx: EntityManager, { emailNormalised }: ErasedPerson): Promise<EraserStep> {
    const { attemptCount, hasAccount } = await this.users.forget(tx, emailNormalised);
    const kept: Kept[] = hasAccount ? [{ ground: 'user-account', count: 1, until: null }] : [];
    return { counts: { 'login-attempts': attemptCount }, kept, next: null };
  }
}
