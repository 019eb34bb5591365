import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, toPage, type Page } from '../platform/http/pagination.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { SettingsService } from '../settings/settings.service.js';
import { countErrors, pardonSuppressed } from './count-errors.js';
import type { DeliveryError } from './customer-error.types.js';
import {
  addErrors,
  insertErrors,
  lockForErrors,
  outweighErrors,
  readErrors,
  readNotedMails,
  type ErrorLimits,
  type ErrorRow,
} from './customer-errors.queries.js';
import { Customer } from './customer.entity.js';
import { readLift, readLifts, requestLift, type LiftRow } from './suppression-lift.queries.js';

/** How a customer's address stands, and what has been asked of SES. */
export interface AddressHealth {
  readonly customer: Pick<Customer, 'status' | 'errorCount' | 'hardErrorCount' | 'statusChangedAt'>;
  readonly limits: ErrorLimits;
  /** null: the customer was never reset */
  readonly lift: LiftRow | null;
}

/** Delivery errors of customers: their history, what they count for, and the way back (C-50 to C-58, C-15). */
@Injectable()
export class CustomerErrors {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly settings: SettingsService,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Notes errors in the transaction that records them, and counts them: at most one for each mail. Repeating it changes
   * nothing. Customers that are gone are left out.
   */
  async record(tx: EntityManager, errors: readonly DeliveryError[]): Promise<void> {
    if (errors.length === 0) return;
    const addresses = await lockForErrors(
      tx,
      errors.map((error) => error.customerId),
    );
    const lifts = await readLifts(
      tx,
      errors.filter((error) => error.kind === 'suppressed').map((error) => error.customerId),
    );
    const counted = countErrors(pardonSuppressed(errors, lifts), await readNotedMails(tx, errors), addresses);
    if (counted.errors.length === 0) return;
    if (counted.outweighed.length > 0) await outweighErrors(tx, counted.outweighed);
    await insertErrors(tx, counted.errors);
    if (counted.counts.length === 0) return;
    await addErrors(tx, counted.counts, await this.settings.read(tx), this.clock.now());
  }

  /** The history of a customer, the last noted first; empty when there is no such customer. */
  async page(customerId: string, cursor: string | undefined, limit: number): Promise<Page<ErrorRow>> {
    const rows = await readErrors(this.db.manager, customerId, decodeIdCursor(cursor), limit + 1);
    return toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
  }

  /** 404 when there is no such customer. */
  async health(customerId: string): Promise<AddressHealth> {
    const customer = await this.db.manager.getRepository(Customer).findOneBy({ id: customerId });
    if (!customer) throw notFound('customer');
    return {
      customer,
      limits: await this.settings.read(),
      lift: await readLift(this.db.manager, customerId),
    };
  }

  /**
   * Back to OK with the counts at zero; deliberately one customer at a time (C-15). The address is taken off the
   * suppression list of SES as well, by a job that goes on trying while SES is away. 404 when there is no such customer.
   */
  async reset(customerId: string, userId: string | null): Promise<void> {
    const now = this.clock.now();
    await this.db.tx(async (tx) => {
      const customers = tx.getRepository(Customer);
      const customer = await customers.findOne({ where: { id: customerId }, lock: { mode: 'for_no_key_update' } });
      if (!customer) throw notFound('customer');
      if (customer.status === 'ok' && customer.errorCount === 0) return;
      this.forget(customer);
      await customers.save(customer);
      await requestLift(tx, { customerId, email: customer.email, userId }, now);
    });
    await this.jobs.wake('customers.lift-suppressions', { reason: 'added' });
  }

  /** Takes the counts of a locked customer back to zero: a reset, or another address (C-58, C-62). The history stays. */
  forget(customer: Customer): void {
    if (customer.status !== 'ok') customer.statusChangedAt = this.clock.now();
    customer.status = 'ok';
    customer.errorCount = 0;
    customer.hardErrorCount = 0;
  }
}
