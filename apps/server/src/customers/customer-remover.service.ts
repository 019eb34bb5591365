import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { RunsIn } from '../platform/database/database.js';
import { SettingsService } from '../settings/settings.service.js';
import { AddressHasher } from './address-hash.service.js';
import {
  deleteConsents,
  deleteCustomers,
  keepConsents,
  lockCustomersToDelete,
  noteDeletions,
  readOptOutsOf,
} from './customer-remover.queries.js';
import { isSampled } from './laundering-detector.service.js';
import { OptOutLedger } from './opt-out-ledger.service.js';

/**
 * deleted: somebody decided that the person goes. undone: an import is taken back, so that its registrations, and the
 * consents it recorded of them, never were; that is no deletion to remember.
 */
export type Removal = 'deleted' | 'undone';

/** The one place that deletes customers, singly or in sets, where the caller's transaction is. */
@Injectable()
export class CustomerRemover {
  constructor(
    private readonly hasher: AddressHasher,
    private readonly ledger: OptOutLedger,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Deletes those of the ids that exist, with memberships and error count (C-03); returns the deleted ids. Their stops and
   * bans stay in the opt-out ledger, those too that are older than the ledger (J-36); consents are kept by rule under the
   * address's hash (J-33), and a sample of the addresses is remembered for a month (G-10).
   */
  async remove(where: RunsIn, ids: readonly string[], how: Removal = 'deleted'): Promise<string[]> {
    const doomed = await lockCustomersToDelete(where, ids);
    if (doomed.length === 0) return [];
    const doomedIds = doomed.map(({ id }) => id);
    const now = this.clock.now();
    if (how === 'deleted') await this.ledger.record(where, await readOptOutsOf(where, doomedIds), now);
    await deleteCustomers(where, doomedIds);
    if (how === 'undone') await deleteConsents(where, doomedIds);
    else await this.remember(where, doomed, now);
    return doomedIds;
  }

  private async remember(
    where: RunsIn,
    gone: readonly { readonly id: string; readonly address: string }[],
    now: Date,
  ): Promise<void> {
    const hashes = gone.map(({ address }) => this.hasher.hashOf(address));
    const { consentRetentionYears } = await this.settings.read(where);
    await keepConsents(where, { ids: gone.map(({ id }) => id), hashes }, consentRetentionYears, now);
    await noteDeletions(where, { sample: hashes.filter(isSampled), count: gone.length, now });
  }
}
