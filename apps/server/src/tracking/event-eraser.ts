import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasedPerson, EraserStep } from '../customers/eraser.types.js';
import { Erasers } from '../customers/erasers.service.js';
import { eraseEvents, eraseNotifications } from './event-eraser.queries.js';

/** Where the look through the notifications begins, after the events. */
const FIRST_NOTIFICATION = '0';

/**
 * What tracking forgets of an erased person: browser and address of opens and clicks, the servers' words, and the
 * notifications of SES that name the address. Counts stay. Runs after the recipients' addresses are gone.
 */
@Injectable()
export class EventEraser implements OnModuleInit {
  constructor(private readonly erasers: Erasers) {}

  onModuleInit(): void {
    this.erasers.register({ name: 'tracking', erase: (tx, person, from) => this.erase(tx, person, from) });
  }

  private async erase(tx: EntityManager, person: ErasedPerson, from: string | null): Promise<EraserStep> {
    if (from === null) {
      const events = await eraseEvents(tx, person.customerIds);
      return { counts: { events }, next: FIRST_NOTIFICATION };
    }
    const { count, lastId } = await eraseNotifications(tx, person.emailNormalised, from);
    return { counts: { notifications: count }, next: lastId };
  }
}
