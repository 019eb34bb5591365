import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasedPerson, EraserStep } from '../customers/eraser.types.js';
import { Erasers } from '../customers/erasers.service.js';
import { rowsOf } from '../platform/database/database.js';

/** What groups forget of an erased person: how their delivery states changed. Memberships go with the customer. */
@Injectable()
export class GroupEraser implements OnModuleInit {
  constructor(private readonly erasers: Erasers) {}

  onModuleInit(): void {
    this.erasers.register({ name: 'groups', erase: (tx, person) => this.erase(tx, person) });
  }

  /** By the index on customers; numbers of stops stay with the deliveries. */
  private async erase(tx: EntityManager, { customerIds }: ErasedPerson): Promise<EraserStep> {
    const gone = await rowsOf(
      tx,
      'delete from group_membership_change where customer_id = any ($1::bigint[]) returning 1',
      [customerIds],
    );
    return { counts: { 'membership-changes': gone.length }, next: null };
  }
}
