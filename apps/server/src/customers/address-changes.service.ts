import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** A customer whose address has changed; both addresses are normalised. */
export interface AddressChange {
  readonly customerId: string;
  readonly from: string;
  readonly to: string;
}

type Follower = (tx: EntityManager, change: AddressChange) => Promise<void>;

/**
 * What follows from another address in modules above this one (C-62): they register it at boot, and it is done in the
 * transaction that changes the address.
 */
@Injectable()
export class AddressChanges {
  private readonly followers: Follower[] = [];

  /** Call from onModuleInit. */
  register(follower: Follower): void {
    this.followers.push(follower);
  }

  /** Call it under the customer's lock, once the new address is written. */
  async follow(tx: EntityManager, change: AddressChange): Promise<void> {
    for (const follower of this.followers) await follower(tx, change);
  }
}
