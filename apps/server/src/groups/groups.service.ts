import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { CustomerSearchService, type CustomerQuery } from '../customers/customer-search.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { conflict, invalidField, notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, encodeCursor, toPage, type Page } from '../platform/http/pagination.js';
import { Group } from './group.entity.js';
import type { ChangeOrigin, DeliveryState, GroupColour } from './group.types.js';
import {
  hasOpenDelivery,
  readGroups,
  readMembers,
  readMembershipsOf,
  type GroupRow,
  type MemberRow,
  type MembershipRow,
} from './groups.queries.js';
import { MembershipChanges, type MembershipKey } from './membership-changes.service.js';

export interface GroupInput {
  readonly name?: string | undefined;
  readonly colour?: GroupColour | undefined;
  readonly description?: string | undefined;
  readonly senderAddressId?: string | null | undefined;
}

/** What a stop found: done now, done before, or nobody there (F-13). */
export type StopResult = 'stopped' | 'already-stopped' | 'not-a-member';

/** Delivery groups, and the delivery state of each customer in each of them (C-11, C-12). */
@Injectable()
export class GroupsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly search: CustomerSearchService,
    private readonly memberships: MembershipChanges,
  ) {}

  /** In the order they were made. */
  async page(cursor: string | undefined, limit: number): Promise<Page<GroupRow>> {
    const rows = await readGroups(this.db.manager, { afterId: decodeIdCursor(cursor), limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
  }

  /** 404 when there is none. */
  async get(id: string): Promise<GroupRow> {
    const [row] = await readGroups(this.db.manager, { id, limit: 1 });
    if (!row) throw notFound('group');
    return row;
  }

  async create(input: GroupInput & { readonly name: string }): Promise<GroupRow> {
    const { identifiers } = await refuseBroken(
      this.db.manager
        .getRepository(Group)
        .insert({ ...columnsOf(input), name: input.name, createdAt: this.clock.now() }),
    );
    return this.get(String(identifiers[0]?.['id']));
  }

  async update(id: string, input: GroupInput): Promise<GroupRow> {
    const columns = columnsOf(input);
    if (Object.keys(columns).length > 0)
      await refuseBroken(this.db.manager.getRepository(Group).update({ id }, columns));
    return this.get(id);
  }

  /** The customers stay, and so does the history of its deliveries; 409 while one is planned or under way. */
  async remove(id: string): Promise<void> {
    await this.db.tx(async (tx) => {
      const groups = tx.getRepository(Group);
      // the lock keeps a delivery from being scheduled meanwhile: its row refers to this one
      if (!(await groups.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } }))) throw notFound('group');
      if (await hasOpenDelivery(tx, id))
        throw conflict('group-has-open-delivery', 'A delivery to this group is planned or under way: cancel it first.');
      await groups.delete({ id });
    });
  }

  /** Members, newest customer first; 404 when there is no such group. */
  async members(
    groupId: string,
    filter: { readonly state?: DeliveryState; readonly q?: string },
    cursor: string | undefined,
    limit: number,
  ): Promise<Page<MemberRow>> {
    await this.assertExists(groupId);
    const query: CustomerQuery = { groupId, groupState: filter.state, q: filter.q };
    const ids = await this.search.find(query, decodeIdCursor(cursor), limit + 1);
    const shown = ids.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.length === 0 ? [] : await readMembers(this.db.manager, groupId, shown),
      nextCursor: ids.length > limit && last !== undefined ? encodeCursor([last]) : null,
    };
  }

  /** 404 when the customer is not in the group. */
  async member({ groupId, customerId }: MembershipKey): Promise<MemberRow> {
    const [row] = await readMembers(this.db.manager, groupId, [customerId]);
    if (!row) throw notFound('member');
    return row;
  }

  /** The groups of a customer; none when there is no such customer. */
  membershipsOf(customerId: string): Promise<MembershipRow[]> {
    return readMembershipsOf(this.db.manager, customerId);
  }

  /** Any state into any other, as only an operator may; 404 when the customer is not in the group. */
  async setState({ groupId, customerId }: MembershipKey, to: DeliveryState, origin: ChangeOrigin): Promise<void> {
    await this.db.tx(async (tx) => {
      const results = await this.memberships.setInGroup(tx, groupId, { customerIds: [customerId], to }, origin);
      if ((results.get(customerId)?.before ?? null) === null) throw notFound('member');
    });
  }

  /**
   * 配信停止 by the recipient. A ban stays a ban, and what they stopped before keeps its date (C-11); a stop that an
   * operator or a file decided is theirs from now on. Who is not in the group is noted all the same: adding the customer
   * to it later brings no mail.
   */
  async stop(tx: EntityManager, request: MembershipKey & ChangeOrigin): Promise<StopResult> {
    const { groupId, customerId, via, userId, deliveryId } = request;
    const change = { customerIds: [customerId], from: ['active'] as const, to: 'stopped' as const };
    const results = await this.memberships.setInGroup(tx, groupId, change, { via, userId, deliveryId });
    const before = results.get(customerId)?.before ?? null;
    if (before === null) {
      await this.memberships.noteRefusal(tx, { groupId, customerId });
      return 'not-a-member';
    }
    return before === 'active' ? 'stopped' : 'already-stopped';
  }

  /** Out of the group, not out of the database (C-02); 404 when the customer is not in it. */
  async removeCustomer({ groupId, customerId }: MembershipKey, origin: ChangeOrigin): Promise<void> {
    await this.db.tx(async (tx) => {
      const removed = await this.memberships.remove(tx, groupId, [customerId], origin);
      if (removed.length === 0) throw notFound('member');
    });
  }

  /** 404 when there is no such group. */
  async assertExists(id: string): Promise<void> {
    if (!(await this.db.manager.getRepository(Group).existsBy({ id }))) throw notFound('group');
  }
}

function columnsOf({ name, colour, description, senderAddressId }: GroupInput): Record<string, unknown> {
  const sender =
    senderAddressId === undefined ? {} : { senderAddress: senderAddressId === null ? null : { id: senderAddressId } };
  return Object.fromEntries(
    Object.entries({ name, colour, description, ...sender }).filter(([, value]) => value !== undefined),
  );
}

/** The database decides; a broken rule is told beside its field. */
async function refuseBroken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof QueryFailedError) {
      const { constraint } = error.driverError as { constraint?: unknown };
      if (constraint === 'delivery_group_name_key')
        throw invalidField('name', 'name-taken', 'Another group has this name.');
      if (constraint === 'delivery_group_sender_address_id_fkey')
        throw invalidField('senderAddressId', 'sender-address-not-found', 'No such sender address.');
    }
    throw error;
  }
}
