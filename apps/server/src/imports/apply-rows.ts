import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { CustomerRemover } from '../customers/customer-remover.service.js';
import { CustomerUpsertService } from '../customers/customer-upsert.service.js';
import { OptOutImages } from '../customers/opt-out-images.service.js';
import { OptOutLedger } from '../customers/opt-out-ledger.service.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import { applyDelete } from './apply-delete.js';
import { applyRegister } from './apply-register.js';
import type { ChunkApplied, ChunkWork, Owners } from './apply-rows.types.js';
import { applyState } from './apply-state.js';

/** Applies chunks of rows. The five operations differ here and nowhere else. */
@Injectable()
export class RowApplier {
  private readonly owners: Owners;

  constructor(
    upserts: CustomerUpsertService,
    memberships: MembershipChanges,
    remover: CustomerRemover,
    ledger: OptOutLedger,
    optOuts: OptOutImages,
  ) {
    this.owners = { upserts, memberships, remover, ledger, optOuts };
  }

  /** Readies a connection for chunks; release() it at the end. */
  prepare(client: PoolClient): Promise<void> {
    return this.owners.upserts.prepare(client);
  }

  /** Leaves the connection as it was; false when it is broken. */
  release(client: PoolClient): Promise<boolean> {
    return this.owners.upserts.release(client);
  }

  /** Applies one chunk. Safe to repeat after a rollback: nothing but the transaction remembers it. */
  apply(work: ChunkWork): Promise<ChunkApplied> {
    switch (work.settings.operation) {
      case 'register':
        return applyRegister(this.owners, work);
      case 'delete':
        return applyDelete(this.owners, work);
      default:
        return applyState(this.owners, work);
    }
  }
}
