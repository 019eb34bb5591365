import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AddressChanges } from '../customers/address-changes.service.js';
import { MembershipChanges } from './membership-changes.service.js';

/** Has stops and bans follow a customer to another address. */
@Injectable()
export class AddressFollower implements OnModuleInit {
  constructor(
    private readonly changes: AddressChanges,
    private readonly memberships: MembershipChanges,
  ) {}

  onModuleInit(): void {
    this.changes.register((tx, change) => this.memberships.followAddress(tx, change));
  }
}
