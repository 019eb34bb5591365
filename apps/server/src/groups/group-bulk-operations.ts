import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BulkOperationKinds } from '../customers/bulk-operation-kinds.service.js';
import type { BulkBatch, BulkOperationKind, BulkResult } from '../customers/bulk-operation.types.js';
import { invalidField } from '../platform/http/app-error.js';
import { DELIVERY_STATES, type ChangeOrigin, type DeliveryState } from './group.types.js';
import { countGroupedAmong } from './groups.queries.js';
import { GroupsService } from './groups.service.js';
import { MembershipChanges } from './membership-changes.service.js';

type GroupParams = { readonly groupId: string };
type StateParams = { readonly groupId?: string; readonly deliveryState: DeliveryState };

/** Which states give way to which, when a state is set for many at once: a stop leaves bans alone, a ban is the stricter. */
const GIVES_WAY: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  active: ['stopped', 'banned'],
  stopped: ['active'],
  banned: ['active', 'stopped'],
};

/** What can be done to the memberships of many customers at once; all of it through MembershipChanges. */
@Injectable()
export class GroupBulkOperations implements OnModuleInit {
  constructor(
    private readonly kinds: BulkOperationKinds,
    private readonly groups: GroupsService,
    private readonly memberships: MembershipChanges,
  ) {}

  onModuleInit(): void {
    this.kinds.register(this.addToGroup);
    this.kinds.register(this.removeFromGroup);
    this.kinds.register(this.setState);
  }

  private readonly addToGroup: BulkOperationKind<GroupParams> = {
    kind: 'add_to_group',
    permission: 'group.write',
    batchSize: 5_000,
    lock: 'key share',
    mustBeExpected: false,
    readParams: async (input) => ({ groupId: await this.readGroup(input) }),
    apply: async (tx, { customerIds, params: { groupId } }) => {
      await this.groups.assertExists(groupId);
      const joined = [...(await this.memberships.join(tx, groupId, customerIds, 'screen')).values()];
      const fresh = joined.filter((one) => one.isNew);
      const heldBackCount = fresh.filter((one) => one.deliveryState !== 'active').length;
      return { changedCount: fresh.length, alreadyCount: joined.length - fresh.length, heldBackCount };
    },
  };

  private readonly removeFromGroup: BulkOperationKind<GroupParams> = {
    kind: 'remove_from_group',
    permission: 'group.write',
    batchSize: 2_000,
    lock: 'update',
    mustBeExpected: false,
    readParams: async (input) => ({ groupId: await this.readGroup(input) }),
    apply: async (tx, batch) => {
      const { customerIds, params } = batch;
      const removed = await this.memberships.remove(tx, params.groupId, customerIds, originOf(batch));
      return { changedCount: removed.length, alreadyCount: 0 };
    },
  };

  private readonly setState: BulkOperationKind<StateParams> = {
    kind: 'set_state',
    permission: 'group.write',
    batchSize: 2_000,
    lock: 'update',
    mustBeExpected: false,
    readParams: async (input) => {
      const deliveryState = DELIVERY_STATES.find((state) => state === input.deliveryState);
      if (!deliveryState)
        throw invalidField('params.deliveryState', 'unknown-value', `must be one of ${DELIVERY_STATES.join(', ')}`);
      return input.groupId === undefined ? { deliveryState } : { deliveryState, groupId: await this.readGroup(input) };
    },
    apply: (tx, batch) => {
      const { groupId } = batch.params;
      return groupId === undefined ? this.setEverywhere(tx, batch) : this.setInGroup(tx, batch, groupId);
    },
  };

  private async setInGroup(tx: EntityManager, batch: BulkBatch<StateParams>, groupId: string): Promise<BulkResult> {
    const results = await this.memberships.setInGroup(tx, groupId, changeOf(batch), originOf(batch));
    const members = [...results.values()].filter(({ before }) => before !== null);
    const changed = members.filter(({ before, after }) => before !== after);
    return { changedCount: changed.length, alreadyCount: members.length - changed.length };
  }

  private async setEverywhere(tx: EntityManager, batch: BulkBatch<StateParams>): Promise<BulkResult> {
    const changed = await this.memberships.setEverywhere(tx, changeOf(batch), originOf(batch));
    const changedCount = new Set(changed.map((row) => row.customerId)).size;
    return { changedCount, alreadyCount: (await countGroupedAmong(tx, batch.customerIds)) - changedCount };
  }

  private async readGroup({ groupId }: Readonly<Record<string, unknown>>): Promise<string> {
    if (typeof groupId !== 'string' || !/^[1-9][0-9]{0,17}$/.test(groupId))
      throw invalidField('params.groupId', 'required', 'must be the id of a group');
    await this.groups.assertExists(groupId);
    return groupId;
  }
}

const originOf = ({ userId }: BulkBatch): ChangeOrigin => ({ via: 'screen', userId: userId ?? undefined });

function changeOf({ customerIds, params: { deliveryState } }: BulkBatch<StateParams>): {
  readonly customerIds: readonly string[];
  readonly to: DeliveryState;
  readonly from: readonly DeliveryState[];
} {
  return { customerIds, to: deliveryState, from: GIVES_WAY[deliveryState] };
}
