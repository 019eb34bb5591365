import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { PoolClient } from 'pg';
import { CustomerUndo } from '../customers/customer-undo.service.js';
import { OptOutImages } from '../customers/opt-out-images.service.js';
import { MembershipUndo } from '../groups/membership-undo.service.js';
import type { MembershipRefusal } from '../groups/membership-undo.types.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { lockCustomers } from './apply-rows.queries.js';
import type { DeletedCustomer, Image, RowsBefore } from './apply-rows.types.js';
import {
  claimUndo,
  endUndo,
  giveUpUndo,
  recordUndone,
  takeLastChunk,
  type ClaimedUndo,
  type UndoChunk,
} from './import-undo.queries.js';
import { MOST_STARTS } from './import.types.js';
import { renewLease } from './imports.queries.js';
import { notedSince } from './noted-since.js';
import { inRetriedTx } from './retried-tx.js';
import { readMembershipImages } from './rows-before.queries.js';
import { isChanged, sameImage } from './rows-before.js';

class LeaseLost extends Error {}

interface Tally {
  undone: number;
  left: number;
}

/**
 * Takes an import back, last chunk first, where nothing has changed since. What a chunk remembers is deleted in the
 * transaction that undoes it, so a killed worker's undo goes on where it was.
 */
@Injectable()
export class ImportUndoer {
  constructor(
    private readonly db: Database,
    private readonly customers: CustomerUndo,
    private readonly memberships: MembershipUndo,
    private readonly optOuts: OptOutImages,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Undoes the import to its beginning; returns quietly when it is not to be undone or somebody else does it. */
  async undo(importId: string): Promise<void> {
    const job = await claimUndo(this.db, importId, { token: randomUUID(), ...this.lease() });
    if (!job) return;
    if (job.tryCount > MOST_STARTS) return this.giveUp(job);
    const renewal = setInterval(() => {
      renewLease(this.db, importId, { token: job.leaseToken, ...this.lease() }).catch((error: unknown) =>
        this.logger.warn({ err: error }, 'undo lease not renewed'),
      );
    }, this.env.IMPORT_LEASE_MS / 3);
    const client = await this.db.pool.connect();
    try {
      while (await inRetriedTx(client, () => this.undoLastChunk(client, job)));
      await endUndo(this.db, job, this.clock.now());
      await this.jobs.wake('customers.index', { reason: 'changed' }, { jobId: 'changed' });
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      clearInterval(renewal);
      client.release();
    }
  }

  private giveUp(job: ClaimedUndo): Promise<void> {
    this.logger.warn({ importId: job.id }, 'undo given up');
    return giveUpUndo(this.db, job, 'given-up');
  }

  private async undoLastChunk(client: PoolClient, job: ClaimedUndo): Promise<boolean> {
    const chunk = await takeLastChunk(client, job.id);
    if (!chunk) return false;
    const tally: Tally = { undone: 0, left: 0 };
    await this.restoreValues(client, job, chunk, tally);
    if (chunk.before) await this.restoreStates(client, job, chunk, chunk.before.people, tally);
    await this.removeRegistered(client, job, chunk, tally);
    await this.takeOut(client, job, chunk, tally);
    if (chunk.before) await this.restoreDeleted(client, chunk.before.customers, tally);
    if (!(await recordUndone(client, job, tally))) throw new LeaseLost();
    return true;
  }

  private async restoreValues(client: PoolClient, job: ClaimedUndo, chunk: UndoChunk, tally: Tally): Promise<void> {
    if (chunk.overwritten.length === 0) return;
    const { overwritten: ids, oldValues: values, oldUpdatedAt: updatedAt, writtenAt } = chunk;
    const { fieldIds, startedAt } = job;
    const old = { ids, values, updatedAt, writtenAt, fieldIds, startedAt };
    const { undone, left } = await this.customers.restoreValues(client, old);
    tally.undone += undone;
    tally.left += left;
  }

  /**
   * States and opt-outs of a customer go back together, if every membership is as the import left it, and nobody has
   * said since that they want no mail there: a refusal changes no state where there is none, or a stop already.
   */
  private async restoreStates(
    client: PoolClient,
    job: ClaimedUndo,
    chunk: UndoChunk,
    people: RowsBefore['people'],
    tally: Tally,
  ): Promise<void> {
    const ids = people.map(({ customerId }) => customerId);
    const addressOf = await lockCustomers(client, ids);
    const now = await readMembershipImages(client, ids);
    const ledger = await this.optOuts.read(client, [...addressOf.values()]);
    const untouched = people.filter(({ customerId, memberships, optOuts }) => {
      const address = addressOf.get(customerId);
      if (address === undefined) return false; // deleted since
      const ofThem = ledger.get(address) ?? new Map<string, Image>();
      return memberships.every(({ before, after }) => {
        const groupId = String((after ?? before)?.['group_id']);
        const isAsLeft = sameImage(now.get(customerId)?.get(groupId) ?? null, after);
        return isAsLeft && notedSince(optOuts, ofThem, groupId).length === 0;
      });
    });
    await this.memberships.restore(
      client,
      untouched.flatMap(({ memberships }) => memberships),
      job.undoneBy,
    );
    await this.optOuts.restore(
      client,
      untouched.flatMap(({ optOuts }) => optOuts.filter(isChanged)),
    );
    // who was registered by the same rows is counted there; for some only the ledger caught up
    const registered = new Set(chunk.registered);
    const countOf = (some: RowsBefore['people']): number =>
      some.filter((one) => one.memberships.length > 0 && !registered.has(one.customerId)).length;
    tally.undone += countOf(untouched);
    tally.left += countOf(people) - countOf(untouched);
  }

  private async removeRegistered(client: PoolClient, job: ClaimedUndo, chunk: UndoChunk, tally: Tally): Promise<void> {
    const { registered: ids, writtenAt, joinedAt } = chunk;
    if (ids.length === 0) return;
    const { groupId } = job.settings;
    const joined = groupId !== null && joinedAt !== null ? { groupId, joinedAt } : null;
    const gone = await this.customers.removeRegistered(client, { ids, importId: job.id, writtenAt, joined });
    tally.undone += gone.length;
    tally.left += ids.length - gone.length;
  }

  /** Out of the group; whoever was registered by the import and stays, stays in the group too. */
  private async takeOut(client: PoolClient, job: ClaimedUndo, chunk: UndoChunk, tally: Tally): Promise<void> {
    const { groupId } = job.settings;
    const registered = new Set(chunk.registered);
    const customerIds = chunk.joined.filter((id) => !registered.has(id));
    if (customerIds.length === 0) return;
    const gone =
      groupId !== null && chunk.joinedAt !== null
        ? await this.memberships.takeOut(client, { groupId, customerIds, joinedAt: chunk.joinedAt }, job.undoneBy)
        : [];
    // who was overwritten as well is counted there
    const overwritten = new Set(chunk.overwritten);
    const isCounted = (id: string): boolean => !overwritten.has(id);
    tally.undone += gone.filter(isCounted).length;
    tally.left += customerIds.filter(isCounted).length - gone.filter(isCounted).length;
  }

  /** Who has said no while they were deleted is back, and stopped in the groups they meant. */
  private async restoreDeleted(client: PoolClient, images: RowsBefore['customers'], tally: Tally): Promise<void> {
    if (images.length === 0) return;
    const ids = new Set(await this.customers.restoreDeleted(client, images));
    const back = images.filter(({ customer }) => ids.has(String(customer.id)));
    const addresses = back.map(({ customer }) => customer.email_normalised);
    const ledger = await this.optOuts.read(client, addresses);
    await this.memberships.putBack(
      client,
      back.flatMap(({ memberships }) => memberships),
      back.flatMap((image) => refusalsOf(image, ledger.get(image.customer.email_normalised))),
    );
    await this.optOuts.restore(
      client,
      back.flatMap(({ optOuts }) => optOuts.filter(isChanged)),
    );
    tally.undone += back.length;
    tally.left += images.length - back.length;
  }

  private lease(): { now: Date; leaseMs: number } {
    return { now: this.clock.now(), leaseMs: this.env.IMPORT_LEASE_MS };
  }
}

/** The groups of a deleted customer that the ledger holds them back from since. */
function refusalsOf(
  { customer, memberships, optOuts }: DeletedCustomer,
  ledger: ReadonlyMap<string, Image> = new Map(),
): MembershipRefusal[] {
  return memberships.flatMap((membership) => {
    const groupId = String(membership['group_id']);
    const reasons = notedSince(optOuts, ledger, groupId).map((row) => row['reason']);
    if (reasons.length === 0) return [];
    return [{ customerId: String(customer.id), groupId, state: reasons.includes('banned') ? 'banned' : 'stopped' }];
  });
}
