import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { conflict, invalid, invalidField, notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, encodeCursor, type Page } from '../platform/http/pagination.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { ConsentRecords } from './consent-records.service.js';
import { AddressChanges } from './address-changes.service.js';
import { CustomerErrors } from './customer-errors.service.js';
import { CustomerFieldsService } from './customer-fields.service.js';
import { CustomerRemover } from './customer-remover.service.js';
import { CustomerSearchService, type CustomerQuery } from './customer-search.service.js';
import { Customer } from './customer.entity.js';
import { countByStatus, readCustomers, type CustomerRow } from './customers.queries.js';
import { holdFields } from './field-conversion.queries.js';
import type { FieldValue, FieldValues } from './field.types.js';
import { readCustomerInput, type CustomerInput } from './read-customer-input.js';
import type { ConsentInput, ConsentOrigin } from './read-consent-input.js';
import { RecordCount } from './record-count.service.js';

/** The customer database, one customer at a time. Sets of customers: search, imports and groups. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly fields: CustomerFieldsService,
    private readonly search: CustomerSearchService,
    private readonly jobs: JobQueue,
    private readonly remover: CustomerRemover,
    private readonly consents: ConsentRecords,
    private readonly records: RecordCount,
    private readonly errors: CustomerErrors,
    private readonly addressChanges: AddressChanges,
  ) {}

  /** A page of the list, newest customer first. */
  async page(query: CustomerQuery, cursor: string | undefined, limit: number): Promise<Page<CustomerRow>> {
    const ids = await this.search.find(query, decodeIdCursor(cursor), limit + 1);
    const shown = ids.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.length === 0 ? [] : await readCustomers(this.db.manager, shown),
      nextCursor: ids.length > limit && last !== undefined ? encodeCursor([last]) : null,
    };
  }

  /** 404 when there is none. */
  async get(id: string): Promise<CustomerRow> {
    const [row] = await readCustomers(this.db.manager, [id]);
    if (!row) throw notFound('customer');
    return row;
  }

  /**
   * 422 with errors beside `email` and `fields.<id>`; an address is registered once (C-01). 409 when the limit of records
   * is reached. The consent that comes along is recorded in the same transaction (J-33).
   */
  async create(input: CustomerInput, given?: { consent: ConsentInput; origin: ConsentOrigin }): Promise<CustomerRow> {
    const id = await this.db.tx(async (tx) => {
      await holdFields(tx);
      const { email, values, errors } = readCustomerInput(input, await this.fields.list(tx), true);
      if (!email || errors.length > 0) throw invalid(errors);
      const consent = given && (await this.consents.read(tx, given.consent, given.origin));
      if ((await this.records.room(tx)) < 1)
        throw conflict('customer-limit-reached', 'The limit of customer records is reached: raise it, or delete some.');
      const now = this.clock.now();
      const { identifiers } = await refuseTaken(
        tx.getRepository(Customer).insert({
          email: email.email,
          emailNormalised: email.emailNormalised,
          registeredVia: 'screen',
          fieldValues: changedValues({}, values),
          createdAt: now,
          updatedAt: now,
        }),
      );
      const created = String(identifiers[0]?.['id']);
      if (consent) await this.consents.record(tx, [created], consent);
      return created;
    });
    await this.wakeIndexer();
    return this.get(id);
  }

  /** Changes what is given. A new address keeps the record, its groups, stops and history, and starts with no errors (C-62). */
  async update(id: string, input: CustomerInput): Promise<CustomerRow> {
    await this.db.tx(async (tx) => {
      await holdFields(tx);
      const { email, values, errors } = readCustomerInput(input, await this.fields.list(tx), false);
      if (errors.length > 0) throw invalid(errors);
      const customer = await lockCustomer(tx, id);
      const from = customer.emailNormalised;
      const isOther = email !== undefined && email.emailNormalised !== from;
      if (isOther) this.errors.forget(customer);
      Object.assign(customer, email && { email: email.email, emailNormalised: email.emailNormalised });
      customer.fieldValues = changedValues(customer.fieldValues, values);
      customer.updatedAt = this.clock.now();
      await refuseTaken(tx.getRepository(Customer).save(customer));
      if (isOther) await this.addressChanges.follow(tx, { customerId: id, from, to: email.emailNormalised });
    });
    await this.wakeIndexer();
    return this.get(id);
  }

  /** With the memberships and the error count (C-03); what was delivered stays in the history. */
  async remove(id: string): Promise<void> {
    const removed = await this.db.tx((tx) => this.remover.remove(tx, [id]));
    if (removed.length === 0) throw notFound('customer');
  }

  /** The numbers on the tabs of the list. */
  async countsByStatus(): Promise<{ all: number; ok: number; error: number; stopped: number }> {
    const { all, error, stopped } = await countByStatus(this.db.manager);
    return { all, ok: all - error, error, stopped };
  }

  private wakeIndexer(): Promise<void> {
    return this.jobs.wake('customers.index', { reason: 'changed' }, { jobId: 'changed' });
  }
}

async function lockCustomer(tx: EntityManager, id: string): Promise<Customer> {
  const customer = await tx.getRepository(Customer).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!customer) throw notFound('customer');
  return customer;
}

function changedValues(old: FieldValues, changes: Readonly<Record<string, FieldValue | null>>): FieldValues {
  const values: Record<string, FieldValue> = { ...old };
  for (const [id, value] of Object.entries(changes)) {
    if (value === null) delete values[id];
    else values[id] = value;
  }
  return values;
}

/** The database decides who was first; the loser learns it beside the address. */
async function refuseTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof QueryFailedError) {
      const { constraint } = error.driverError as { constraint?: unknown };
      if (constraint === 'customer_email_normalised_key')
        throw invalidField('email', 'already-registered', 'A customer with this address exists.');
    }
    throw error;
  }
}
