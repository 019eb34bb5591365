import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BulkOperationKinds } from '../customers/bulk-operation-kinds.service.js';
import type { BulkOperationKind } from '../customers/bulk-operation.types.js';
import { invalidField } from '../platform/http/app-error.js';
import { DELIVERY_STATES, type DeliveryState } from './group.types.js';
import { GroupsService } from './groups.service.js';

type GroupParams = { readonly groupId: string };
type StateParams = { readonly groupId?: string; readonly deliveryState: DeliveryState };

type Input = Readonly<Record<string, unknown>>;

/** What can be done to the memberships of many customers at once. */
@Injectable()
export class GroupBulkOperations implements OnModuleInit {
  constructor(
    private readonly kinds: BulkOperationKinds,
    private readonly groups: GroupsService,
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
      return this.groups.addMany(tx, groupId, customerIds);
    },
  };

  private readonly removeFromGroup: BulkOperationKind<GroupParams> = {
    kind: 'remove_from_group',
    permission: 'group.write',
    batchSize: 5_000,
    lock: 'key share',
    mustBeExpected: false,
    readParams: async (input) => ({ groupId: await this.readGroup(input) }),
    apply: async (tx, { customerIds, params: { groupId }, userId }) =>
      this.groups.removeMany(tx, groupId, customerIds, { via: 'screen', userId: userId ?? undefined }),
  };

  private readonly setState: BulkOperationKind<StateParams> = {
    kind: 'set_state',
    permission: 'group.write',
    batchSize: 5_000,
    lock: 'key share',
    mustBeExpected: false,
    readParams: async (input) => {
      const deliveryState = DELIVERY_STATES.find((state) => state === input.deliveryState);
      if (!deliveryState)
        throw invalidField('params.deliveryState', 'unknown-value', `must be one of ${DELIVERY_STATES.join(', ')}`);
      return input.groupId === undefined ? { deliveryState } : { deliveryState, groupId: await this.readGroup(input) };
    },
    apply: async (tx, { customerIds, params: { groupId = null, deliveryState }, userId }) =>
      this.groups.setStateOfMany(
        tx,
        { groupId, customerIds, state: deliveryState },
        { via: 'screen', userId: userId ?? undefined },
      ),
  };

  private async readGroup({ groupId }: Input): Promise<string> {
    if (typeof groupId !== 'string' || !/^[1-9][0-9]{0,17}$/.test(groupId))
      throw invalidField('params.groupId', 'required', 'must be the id of a group');
    await this.groups.assertExists(groupId);
    return groupId;
  }
}
