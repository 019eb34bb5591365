import { Injectable } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { conflict, invalidField, notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, toPage, type Page } from '../platform/http/pagination.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { parseAddress } from './address.js';
import { AddressHasher } from './address-hash.service.js';
import { findCustomerId } from './consent-records.queries.js';
import { ERASER_NAMES } from './eraser.types.js';
import { Erasure } from './erasure.entity.js';
import { findErasure, readErasures, readErasuresOf, type ErasureRow } from './erasures.queries.js';

/** Whom to erase, typed by the operator, and what goes with it. */
export interface ErasureInput {
  readonly email: string;
  readonly customerId?: string | undefined;
  readonly note?: string | undefined;
  readonly refuseMail?: boolean | undefined;
  readonly removeImportFiles?: boolean | undefined;
}

/** More erasures of one address nobody asks for. */
const MOST_OF_ONE = 50;

/** Erasures of people: asked for here, done by the worker (PersonEraser), and their proofs. */
@Injectable()
export class Erasures {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly hasher: AddressHasher,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * Takes an order to erase. The address is typed, and must be that of the customer if one is named: 422. It may also be
   * an address that is no customer's any more. 409 while the same address is being erased.
   */
  async request(input: ErasureInput, userId: string): Promise<ErasureRow> {
    const address = parseAddress(input.email);
    if (!address.ok) throw invalidField('email', 'malformed-address', address.reason);
    const { emailNormalised } = address;
    const customerId = await findCustomerId(this.db.manager, emailNormalised);
    if (input.customerId !== undefined && input.customerId !== customerId)
      throw invalidField('email', 'not-the-customer', 'This is not the address of the customer.');
    const inserted = await refuseSecond(
      this.db.manager.getRepository(Erasure).insert({
        addressHash: this.hasher.hashOf(emailNormalised),
        customerIds: customerId === null ? [] : [customerId],
        emailNormalised,
        refuseMail: input.refuseMail ?? true,
        removeImportFiles: input.removeImportFiles ?? false,
        note: withoutAddress(input.note ?? '', emailNormalised),
        requestedBy: userId,
        requestedAt: this.clock.now(),
        step: ERASER_NAMES[0],
      }),
    );
    const id = String(inserted.identifiers[0]?.['id']);
    await this.jobs.wake('customers.erase', { erasureId: id }, { jobId: id });
    return this.get(id);
  }

  /** Newest first. */
  async page(cursor: string | undefined, limit: number): Promise<Page<ErasureRow>> {
    const rows = await readErasures(this.db.manager, decodeIdCursor(cursor), limit + 1);
    return toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
  }

  /** 404 when there is none. */
  async get(id: string): Promise<ErasureRow> {
    const row = await findErasure(this.db.manager, id);
    if (!row) throw notFound('erasure');
    return row;
  }

  /** Was this address erased, and is it a customer's now? */
  async lookUp(email: string): Promise<{ customerId: string | null; rows: ErasureRow[] }> {
    const address = parseAddress(email);
    if (!address.ok) throw invalidField('email', 'malformed-address', address.reason);
    const hash = this.hasher.hashOf(address.emailNormalised);
    const rows = await readErasuresOf(this.db.manager, hash, MOST_OF_ONE);
    return { customerId: await findCustomerId(this.db.manager, address.emailNormalised), rows };
  }
}

/** An operator may well type the address into the note; the proof must not hold it. */
function withoutAddress(note: string, address: string): string {
  const lower = note.toLowerCase();
  let text = '';
  let from = 0;
  for (let at = lower.indexOf(address); at >= 0; at = lower.indexOf(address, from)) {
    text += `${note.slice(from, at)}***`;
    from = at + address.length;
  }
  return text + note.slice(from);
}

async function refuseSecond<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof QueryFailedError) {
      const { constraint } = error.driverError as { constraint?: unknown };
      if (constraint === 'erasure_open_key')
        throw conflict('erasure-under-way', 'This address is being erased already.');
    }
    throw error;
  }
}
