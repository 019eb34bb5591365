import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasedPerson, EraserStep } from '../customers/eraser.types.js';
import { Erasers } from '../customers/erasers.service.js';
import {
  eraseRecipients,
  findRecipientsOf,
  nextDeliveryWithRecipients,
  redactFilters,
} from './recipient-eraser.queries.js';

/** Where the search by address begins, after the rows of the customer. */
const FIRST_DELIVERY = '0';

/**
 * What deliveries forget of an erased person: address, errors and answers of their recipients. The rows stay without
 * them, so that totals do not change. First by the customer; then delivery by delivery, since the same address may have
 * been another customer once.
 */
@Injectable()
export class RecipientEraser implements OnModuleInit {
  constructor(private readonly erasers: Erasers) {}

  onModuleInit(): void {
    this.erasers.register({ name: 'delivery', erase: (tx, person, from) => this.erase(tx, person, from) });
  }

  private async erase(tx: EntityManager, person: ErasedPerson, from: string | null): Promise<EraserStep> {
    if (from === null) {
      await redactFilters(tx, person.emailNormalised);
      return this.eraseFound(tx, { customerIds: person.customerIds }, FIRST_DELIVERY);
    }
    const deliveryId = await nextDeliveryWithRecipients(tx, from);
    if (deliveryId === null) return { counts: {}, next: null };
    return this.eraseFound(tx, { deliveryId, emailNormalised: person.emailNormalised }, deliveryId);
  }

  /** A mail in flight is waited for: its answer is still to be written into the row. */
  private async eraseFound(
    tx: EntityManager,
    of: Parameters<typeof findRecipientsOf>[1],
    next: string,
  ): Promise<EraserStep> {
    const found = await findRecipientsOf(tx, of);
    if (found.some(({ state }) => state === 'submitting')) return { counts: {}, next, wait: true };
    await eraseRecipients(
      tx,
      found.map(({ id }) => id),
    );
    const formerCustomerIds = [...new Set(found.map(({ customerId }) => customerId))];
    return { counts: { recipients: found.length }, formerCustomerIds, next };
  }
}
