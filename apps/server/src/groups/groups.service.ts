import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { CustomerSearchService, type CustomerQuery } from '../customers/customer-search.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { conflict, invalidField, notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, encodeCursor, toPage, type Page } from '../platform/http/pagination.js';
import { Group } from './group.entity.js';
import { GroupMembership } from './group-membership.entity.js';
import type { DeliveryState, GroupColour } from './group.types.js';
import {
  changeStates,
  countMembersAmong,
  hasOpenDelivery,
  insertMembers,
  readGroups,
  readMembers,
  readMembershipsOf,
  removeMemberships,
  type ChangeOrigin,
  type GroupRow,
  type MemberRow,
  type MembershipRow,
} from './groups.queries.js';

export interface GroupInput {
  readonly name?: string | undefined;
  readonly colour?: GroupColour | undefined;
  readonly description?: string | undefined;
  readonly senderAddressId?: string | null | undefined;
}

/** One customer in one group. */
export interface MembershipKey {
  readonly groupId: string;
  readonly customerId: string;
}

/** Customers whom an act for many changed, and those who were so before. */
export interface ManyChanged {
  readonly changedCount: number;
  readonly alreadyCount: number;
}

/** Which states give way to which, when a state is set for many at once. */
const GIVES_WAY: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  active: ['stopped', 'banned'],
  stopped: ['active'],
  banned: ['active', 'stopped'],
};

/** What a stop found: done now, done before, or nobody there (F-13). */
export type StopResult = 'stopped' | 'already-stopped' | 'not-a-member';

/** Delivery groups, and the delivery state of each customer in each of them (C-11, C-12). */
@Injectable()
export class GroupsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly search: CustomerSearchService,
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
  async setState(key: MembershipKey, state: DeliveryState, origin: ChangeOrigin): Promise<void> {
    await this.db.tx(async (tx) => {
      const from = (['active', 'stopped', 'banned'] as const).filter((other) => other !== state);
      const change = { groupId: key.groupId, customerIds: [key.customerId], from, to: state };
      const changed = await changeStates(tx, change, origin, this.clock.now());
      if (changed.length === 0) await assertMember(tx, key);
    });
  }

  /** 配信停止 by the recipient: of an active membership only. A ban stays a ban, and what was stopped keeps its date (C-11). */
  async stop(tx: EntityManager, request: MembershipKey & ChangeOrigin): Promise<StopResult> {
    const { groupId, customerId } = request;
    const changed = await changeStates(
      tx,
      { groupId, customerIds: [customerId], from: ['active'], to: 'stopped' },
      request,
      this.clock.now(),
    );
    if (changed.length > 0) return 'stopped';
    return (await isMember(tx, request)) ? 'already-stopped' : 'not-a-member';
  }

  /** Takes back a stop that the recipient made by a link of a mail at or after `since`, and no other; false: there is none. */
  async undoOwnStop(tx: EntityManager, key: MembershipKey & { deliveryId?: string }, since: Date): Promise<boolean> {
    const { groupId, customerId, deliveryId } = key;
    const membership = await tx
      .getRepository(GroupMembership)
      .findOne({ where: { groupId, customerId }, lock: { mode: 'for_no_key_update' } });
    const { deliveryState, stateChangedVia: via, stateChangedAt: at } = membership ?? {};
    const isOwn = deliveryState === 'stopped' && (via === 'one_click' || via === 'unsubscribe_page');
    if (!isOwn || !at || at < since) return false;
    const change = { groupId, customerIds: [customerId], from: ['stopped'] as const, to: 'active' as const };
    await changeStates(tx, change, { via: 'unsubscribe_page', deliveryId }, this.clock.now());
    return true;
  }

  /** A complaint stops every active membership of the customer (C-58). Returns the groups it stopped. */
  async stopEverywhere(tx: EntityManager, request: { readonly customerId: string } & ChangeOrigin): Promise<string[]> {
    const { customerId } = request;
    const changed = await changeStates(
      tx,
      { groupId: null, customerIds: [customerId], from: ['active'], to: 'stopped' },
      request,
      this.clock.now(),
    );
    return changed.map((row) => row.group_id);
  }

  /** Out of the group, not out of the database (C-02); 404 when the customer is not in it. */
  async removeCustomer({ groupId, customerId }: MembershipKey, origin: ChangeOrigin): Promise<void> {
    await this.db.tx(async (tx) => {
      if ((await removeMemberships(tx, groupId, [customerId], origin, this.clock.now())) === 0)
        throw notFound('member');
    });
  }

  /** Puts customers who exist into a group, as an operator does for many at once; members stay as they are. */
  async addMany(tx: EntityManager, groupId: string, customerIds: readonly string[]): Promise<ManyChanged> {
    const join = { groupId, via: 'screen' as const, now: this.clock.now() };
    const { matched, added } = await insertMembers(tx, join, customerIds);
    return { changedCount: added, alreadyCount: matched - added };
  }

  /** Takes customers out of a group; who is not in it counts as nothing. */
  async removeMany(
    tx: EntityManager,
    groupId: string,
    customerIds: readonly string[],
    origin: ChangeOrigin,
  ): Promise<ManyChanged> {
    const changedCount = await removeMemberships(tx, groupId, customerIds, origin, this.clock.now());
    return { changedCount, alreadyCount: 0 };
  }

  /**
   * The same delivery state for many customers, in one group or (null) in all of theirs. A stop leaves bans alone: a ban
   * is the stricter of the two. Counted in customers; who is in no such group counts as nothing.
   */
  async setStateOfMany(
    tx: EntityManager,
    { groupId, customerIds, state }: { groupId: string | null; customerIds: readonly string[]; state: DeliveryState },
    origin: ChangeOrigin,
  ): Promise<ManyChanged> {
    const change = { groupId, customerIds, from: GIVES_WAY[state], to: state };
    const changed = await changeStates(tx, change, origin, this.clock.now());
    const changedCount = new Set(changed.map((row) => row.customer_id)).size;
    return { changedCount, alreadyCount: (await countMembersAmong(tx, groupId, customerIds)) - changedCount };
  }

  /** 404 when there is no such group. */
  async assertExists(id: string): Promise<void> {
    if (!(await this.db.manager.getRepository(Group).existsBy({ id }))) throw notFound('group');
  }
}

async function assertMember(tx: EntityManager, key: MembershipKey): Promise<void> {
  if (!(await isMember(tx, key))) throw notFound('member');
}

function isMember(tx: EntityManager, { groupId, customerId }: MembershipKey): Promise<boolean> {
  return tx.getRepository(GroupMembership).existsBy({ groupId, customerId });
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
