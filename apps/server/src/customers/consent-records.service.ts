import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, type RunsIn } from '../platform/database/database.js';
import { invalid, invalidField, notFound } from '../platform/http/app-error.js';
import { parseAddress } from './address.js';
import { AddressHasher } from './address-hash.service.js';
import {
  findCustomerId,
  groupExists,
  insertConsents,
  lookUpSubjects,
  readConsents,
  readKeptConsents,
  withdrawConsent,
  type ConsentRow,
} from './consent-records.queries.js';
import type { Consent } from './consent.types.js';
import { readConsentInput, type ConsentInput, type ConsentOrigin } from './read-consent-input.js';

/** More consents of one person nobody reads on a page; the file has all. */
const MOST_SHOWN = 500;

/** Records of consent (J-33). A stop by the person withdraws those of its group: a trigger does that (see the entity). */
@Injectable()
export class ConsentRecords {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly hasher: AddressHasher,
  ) {}

  /** Records the same consent for a set of customers, where the caller's transaction is. */
  async record(where: RunsIn, customerIds: readonly string[], consent: Consent): Promise<void> {
    if (customerIds.length > 0) await insertConsents(where, customerIds, consent);
  }

  /** Newest first; empty when there is no such customer. */
  list(customerId: string): Promise<ConsentRow[]> {
    return readConsents(this.db.manager, customerId, MOST_SHOWN);
  }

  /** Records a consent of a customer who exists; 404 without, 422 names what is wrong. */
  async add(customerId: string, input: ConsentInput, origin: ConsentOrigin): Promise<ConsentRow> {
    const { consent, errors } = readConsentInput(input, origin, this.clock.now());
    if (errors.length > 0) throw invalid(errors);
    await this.db.tx(async (tx) => {
      const found = await lookUpSubjects(tx, customerId, consent.groupId);
      if (!found.customer) throw notFound('customer');
      if (!found.group) throw noSuchGroup('groupId');
      await this.record(tx, [customerId], consent);
    });
    const [row] = await readConsents(this.db.manager, customerId, 1);
    if (!row) throw notFound('customer');
    return row;
  }

  /** The consent that comes along with a new customer, checked; 422 beside `consent.…`. */
  async read(tx: EntityManager, input: ConsentInput, origin: ConsentOrigin): Promise<Consent> {
    const { consent, errors } = readConsentInput(input, origin, this.clock.now());
    if (errors.length > 0) throw invalid(errors.map((error) => ({ ...error, field: `consent.${error.field}` })));
    if (consent.groupId !== null && !(await groupExists(tx, consent.groupId))) throw noSuchGroup('consent.groupId');
    return consent;
  }

  /** An operator notes that the person took a consent back; a second time changes nothing. 404 when there is none. */
  async withdraw(customerId: string, id: string): Promise<void> {
    if (!(await withdrawConsent(this.db.manager, { customerId, id }, this.clock.now()))) throw notFound('consent');
  }

  /** Consents of an address, also after its customer was deleted (J-33). */
  async lookUp(email: string): Promise<{ customerId: string | null; rows: ConsentRow[] }> {
    const address = parseAddress(email);
    if (!address.ok) throw invalidField('email', 'malformed-address', address.reason);
    const customerId = await findCustomerId(this.db.manager, address.emailNormalised);
    const kept = await readKeptConsents(this.db.manager, this.hasher.hashOf(address.emailNormalised), MOST_SHOWN);
    const rows = customerId === null ? [] : await this.list(customerId);
    return { customerId, rows: [...rows, ...kept] };
  }
}

const noSuchGroup = (field: string) => invalidField(field, 'group-not-found', 'No such group.');
