import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { AddressHasher } from '../customers/address-hash.service.js';
import { ConsentRecords } from '../customers/consent-records.service.js';
import { LaunderingDetector } from '../customers/laundering-detector.service.js';
import { Database } from '../platform/database/database.js';
import type { RegisteredCustomer } from './apply-rows.types.js';
import type { ClaimedImport } from './imports.queries.js';

/** Notes about the customers of a chunk, in its transaction; returns about how many had been deleted lately (G-10). */
export type NoteNewCustomers = (
  client: PoolClient,
  registered: readonly RegisteredCustomer[],
  now: Date,
) => Promise<number>;

/** What is written of customers because an import registered them: their consent, and whether they are old acquaintances. */
@Injectable()
export class NewCustomerNotes {
  constructor(
    private readonly db: Database,
    private readonly hasher: AddressHasher,
    private readonly consents: ConsentRecords,
    private readonly detector: LaunderingDetector,
  ) {}

  /** Looks once per import whether anything is to be noted at all. */
  async begin(job: ClaimedImport): Promise<NoteNewCustomers> {
    const isWatching = job.settings.operation === 'register' && (await this.detector.isWatching(this.db.manager));
    return async (client, registered, now) => {
      if (registered.length === 0) return 0;
      await this.recordConsent(job, client, registered, now);
      if (!isWatching) return 0;
      return this.detector.look(
        client,
        registered.map(({ address }) => this.hasher.hashOf(address)),
      );
    };
  }

  /** How many were deleted lately, for telling the laundering of a list; 0 where that is not looked for. */
  async deletedLately({ settings }: ClaimedImport): Promise<number> {
    return settings.operation === 'register' ? this.detector.deletedLately(this.db.manager) : 0;
  }

  private async recordConsent(
    { id, consent, settings, groupName, fileName, createdBy }: ClaimedImport,
    client: PoolClient,
    registered: readonly RegisteredCustomer[],
    now: Date,
  ): Promise<void> {
    if (!consent) return;
    await this.consents.record(
      client,
      registered.map((customer) => customer.id),
      {
        groupId: settings.groupId,
        purpose: groupName ?? 'メール配信',
        source: 'csv',
        sourceLabel: fileName,
        importId: id,
        basis: consent.basis,
        note: consent.note,
        obtainedAt: now,
        userId: createdBy,
      },
    );
  }
}
