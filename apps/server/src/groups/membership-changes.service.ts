import { Injectable } from '@nestjs/common';
import type { AddressChange } from '../customers/address-changes.service.js';
import type { RegistrationRoute } from '../customers/customer.types.js';
import { OptOutLedger } from '../customers/opt-out-ledger.service.js';
import type { HeldBack, OptOutKey, OptOutReason } from '../customers/opt-out.types.js';
import { Clock } from '../platform/clock.js';
import type { RunsIn } from '../platform/database/database.js';
import { SettingsService } from '../settings/settings.service.js';
import { DELIVERY_STATES, ROUTES_OF_THE_PERSON, type ChangeOrigin, type DeliveryState } from './group.types.js';
import {
  claimStops,
  holdNewMembers,
  insertMembers,
  insertMembersInState,
  lockCustomers,
  readAddresses,
  readOwnStop,
  readStates,
  readStrictestStates,
  removeMembers,
  writeStates,
  type HeldMember,
  type StateRow,
} from './membership-changes.queries.js';

/** A customer after joining: whether the membership is new, its state, and why it is not active although new. */
export interface Joined {
  readonly isNew: boolean;
  readonly deliveryState: DeliveryState;
  /** what the opt-out ledger holds against the address (J-36); null: nothing, or it was a member before */
  readonly heldBack: HeldBack | null;
}

/** One customer in one group. */
export interface MembershipKey {
  readonly groupId: string;
  readonly customerId: string;
}

/** What is to become of the states of a set of customers. */
export interface StateChange {
  readonly customerIds: readonly string[];
  readonly to: DeliveryState;
  /** the states that give way; others stay, so that a stop never lifts a ban. All of them by default, as an operator may */
  readonly from?: readonly DeliveryState[];
}

/** The state of a customer in the group before and after; null: not a member. Who does not exist has no entry. */
export interface StateResult {
  readonly before: DeliveryState | null;
  readonly after: DeliveryState | null;
}

/** A stop by the link of a mail, with the memberships that it stopped. */
export interface OwnStop {
  readonly deliveryId: string | null;
  readonly memberships: readonly StateRow[];
}

interface HeldBackMember extends HeldMember {
  readonly heldBack: HeldBack | null;
}

interface LockedCustomers {
  readonly addresses: ReadonlyMap<string, string>;
  /** states are synchronised (C-13) */
  readonly synced: boolean;
}

/**
 * The one door through which memberships change, in sets, where the caller's transaction is. Keeps the history of
 * changes, the opt-out ledger (J-36) and the synchronisation of states (C-13). Locks customers by ascending id, then
 * their memberships: see README.md. A deadlock with an import is possible; whoever works in sets tries again.
 */
@Injectable()
export class MembershipChanges {
  constructor(
    private readonly ledger: OptOutLedger,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Joins customers that exist to a group. Existing memberships stay as they are; whoever has opted out, by the ledger
   * or while states are synchronised, joins in that state. The look at the ledger comes after the rows are in: see README.md.
   */
  async join(
    where: RunsIn,
    groupId: string,
    customerIds: readonly string[],
    via: RegistrationRoute,
  ): Promise<Map<string, Joined>> {
    if (customerIds.length === 0) return new Map();
    const now = this.clock.now();
    const rows = await insertMembers(where, { groupId, via, now }, customerIds);
    const joined = new Map<string, Joined>(
      rows.map(({ customerId, isNew, deliveryState }) => [customerId, { isNew, deliveryState, heldBack: null }]),
    );
    const fresh = rows.filter((row) => row.isNew).map((row) => row.customerId);
    const held = fresh.length === 0 ? [] : await this.findHeld(where, groupId, fresh);
    if (held.length === 0) return joined;
    await holdNewMembers(where, groupId, held, now);
    for (const { customerId, state, heldBack } of held)
      joined.set(customerId, { isNew: true, deliveryState: state, heldBack });
    return joined;
  }

  /**
   * Sets the state of customers in one group; while states are synchronised, in all their groups. With `registersVia`
   * customers that are not in the group are registered in it with the state (C-33), otherwise nothing happens to them.
   */
  async setInGroup(
    where: RunsIn,
    groupId: string,
    change: StateChange & { readonly registersVia?: RegistrationRoute },
    origin: ChangeOrigin,
  ): Promise<Map<string, StateResult>> {
    const { customerIds, to, from = DELIVERY_STATES, registersVia } = change;
    const locked = await this.lock(where, customerIds);
    const ids = [...locked.addresses.keys()];
    const rows = await readStates(where, ids, locked.synced ? null : groupId);
    const before = new Map(rows.flatMap((row) => (row.groupId === groupId ? [[row.customerId, row.state]] : [])));
    const unknown = registersVia ? ids.filter((id) => !before.has(id)) : [];
    const concerned = new Set([...before.keys(), ...unknown]);
    const changing = rows.filter((row) => concerned.has(row.customerId) && givesWay(row, from, to));
    const act = { ...origin, now: this.clock.now() };
    await writeStates(where, changing, to, act);
    const isRefusal = isByThePerson(origin);
    if (isRefusal && to === 'stopped') {
      const stopped = rows.filter((row) => row.groupId === groupId && row.state === 'stopped');
      // what the ledger or another group held them back by is stricter: no file lifts it
      await claimStops(where, stopped, [...ROUTES_OF_THE_PERSON, 'ledger', 'sync'], act);
    }
    if (registersVia && unknown.length > 0)
      await insertMembersInState(where, { groupId, state: to, joinedVia: registersVia }, unknown, act);
    const results = new Map<string, StateResult>(
      ids.map((id) => {
        const state = before.get(id) ?? null;
        const gaveWay = state !== null && from.includes(state);
        return [id, { before: state, after: gaveWay || unknown.includes(id) ? to : state }];
      }),
    );
    const after = rows
      .filter((row) => concerned.has(row.customerId))
      .map((row) => (givesWay(row, from, to) ? { ...row, state: to } : row));
    for (const customerId of unknown) after.push({ customerId, groupId, state: to });
    await this.keepLedger(where, after, { locked, to, from, isEverywhere: locked.synced, isRefusal });
    return results;
  }

  /** Sets the state of customers in every group they are in. Returns the memberships that changed, as they were. */
  async setEverywhere(where: RunsIn, change: StateChange, origin: ChangeOrigin): Promise<StateRow[]> {
    const { customerIds, to, from = DELIVERY_STATES } = change;
    const locked = await this.lock(where, customerIds);
    const rows = await readStates(where, [...locked.addresses.keys()], null);
    const changing = rows.filter((row) => givesWay(row, from, to));
    const now = this.clock.now();
    await writeStates(where, changing, to, { ...origin, now });
    if (origin.via === 'complaint') {
      const stopped = rows.filter((row) => row.state === 'stopped');
      await claimStops(where, stopped, ROUTES_OF_THE_PERSON, { ...origin, now });
      await this.recordComplaints(where, [...locked.addresses.values()]);
    } else {
      const after = rows.map((row) => (givesWay(row, from, to) ? { ...row, state: to } : row));
      const isEverywhere = locked.synced || to === 'active';
      await this.keepLedger(where, after, { locked, to, from, isEverywhere, isRefusal: isByThePerson(origin) });
    }
    return changing;
  }

  /** Takes customers out of a group; they stay in the database (C-02), and their stops in the ledger. Returns who was in it. */
  async remove(
    where: RunsIn,
    groupId: string,
    customerIds: readonly string[],
    origin: ChangeOrigin,
  ): Promise<string[]> {
    const { addresses } = await this.lock(where, customerIds);
    const now = this.clock.now();
    const removed = await removeMembers(where, groupId, [...addresses.keys()], { ...origin, now });
    await this.ledger.record(
      where,
      removed.flatMap(({ customerId, state }) =>
        state === 'active' ? [] : [{ ...this.groupKey(addresses, { customerId, groupId }), reason: state }],
      ),
      now,
    );
    return removed.map((row) => row.customerId);
  }

  /** The stop that the recipient made by a link of a mail at or after `since`, if that is what the membership stands at. */
  async findOwnStop(where: RunsIn, key: MembershipKey, since: Date): Promise<OwnStop | null> {
    const stops = await readOwnStop(where, key);
    const [first] = stops;
    return first && first.stoppedAt >= since ? { deliveryId: first.deliveryId, memberships: stops } : null;
  }

  /** Takes such a stop back, wherever it was copied to, and no other; false: there is none (any more). */
  async undoOwnStop(
    where: RunsIn,
    key: MembershipKey & { readonly deliveryId?: string },
    since: Date,
  ): Promise<boolean> {
    const locked = await this.lock(where, [key.customerId]);
    const stop = await this.findOwnStop(where, key, since);
    if (!stop) return false;
    const act = { via: 'unsubscribe_page', deliveryId: key.deliveryId, now: this.clock.now() } as const;
    await writeStates(where, stop.memberships, 'active', act);
    const after = stop.memberships.map((row) => ({ ...row, state: 'active' as const }));
    const isEverywhere = locked.synced || after.length > 1;
    await this.keepLedger(where, after, { locked, to: 'active', from: [], isEverywhere, isRefusal: false });
    return true;
  }

  /**
   * After an address was changed: the opt-outs of the old one hold for the new one too, and whoever has opted out under
   * the new one before is held back in the groups the customer is in (J-36).
   */
  async followAddress(where: RunsIn, { customerId, from, to }: AddressChange): Promise<void> {
    await this.lock(where, [customerId]);
    await this.ledger.carry(where, from, to);
    for (const row of await readStates(where, [customerId], null)) {
      if (row.state !== 'active') continue;
      const heldBack = (await this.ledger.heldBack(where, [to], 'group', row.groupId)).get(to);
      if (!heldBack) continue;
      await writeStates(where, [row], stateOf(heldBack), { via: 'ledger', now: this.clock.now() });
    }
  }

  /** Gives customers with mixed states the most restrictive of them in all groups (C-13). Returns how many had mixed ones. */
  async align(where: RunsIn, customerIds: readonly string[], userId: string | null): Promise<number> {
    if (customerIds.length === 0) return 0;
    const locked = await this.lock(where, customerIds);
    const rows = await readStates(where, [...locked.addresses.keys()], null);
    const strictest = new Map<string, DeliveryState>();
    for (const { customerId, state } of rows) {
      const known = strictest.get(customerId);
      if (!known || RESTRICTION[state] > RESTRICTION[known]) strictest.set(customerId, state);
    }
    const milder = rows.filter((row) => row.state !== strictest.get(row.customerId));
    const origin = { via: 'sync', userId: userId ?? undefined, now: this.clock.now() } as const;
    for (const to of ['stopped', 'banned'] as const) {
      const changing = milder.filter((row) => strictest.get(row.customerId) === to);
      await writeStates(where, changing, to, origin);
      const after = changing.map((row) => ({ ...row, state: to }));
      const from = DELIVERY_STATES;
      await this.keepLedger(where, after, { locked, to, from, isEverywhere: true, isRefusal: false });
    }
    return new Set(milder.map((row) => row.customerId)).size;
  }

  /** A refusal by somebody who is not in the group (any more): noted, so that joining again does not undo it. */
  async noteRefusal(where: RunsIn, { groupId, customerId }: MembershipKey): Promise<void> {
    const { addresses, synced } = await this.lock(where, [customerId]);
    const optOuts = [...addresses.values()].map((emailNormalised) => refusal(emailNormalised, groupId, synced));
    await this.ledger.recordRefusals(where, optOuts, this.clock.now());
  }

  /** The same by somebody who is no customer any more. */
  async noteRefusalOf(where: RunsIn, emailNormalised: string, groupId: string): Promise<void> {
    const { syncDeliveryStates } = await this.settings.read(where);
    const optOut = refusal(emailNormalised, groupId, syncDeliveryStates);
    await this.ledger.recordRefusals(where, [optOut], this.clock.now());
  }

  /** Complaints hold addresses back everywhere, whether or not they are customers now. */
  async recordComplaints(where: RunsIn, addresses: readonly string[]): Promise<void> {
    await this.ledger.recordRefusals(
      where,
      addresses.map((emailNormalised) => ({ emailNormalised, scope: 'account', reason: 'complained' })),
      this.clock.now(),
    );
  }

  private async lock(where: RunsIn, ids: readonly string[]): Promise<LockedCustomers> {
    const rows = ids.length === 0 ? [] : await lockCustomers(where, ids);
    const { syncDeliveryStates } = await this.settings.read(where);
    return { addresses: new Map(rows.map((row) => [row.id, row.emailNormalised])), synced: syncDeliveryStates };
  }

  /** Nobody's address is read, let alone hashed, while the ledger is empty. */
  private async findHeld(where: RunsIn, groupId: string, fresh: readonly string[]): Promise<HeldBackMember[]> {
    const { syncDeliveryStates } = await this.settings.read(where);
    const inherited = syncDeliveryStates ? await readStrictestStates(where, fresh, groupId) : null;
    const optOuts = await this.optOutsOf(where, groupId, fresh);
    return fresh.flatMap((customerId): HeldBackMember[] => {
      const heldBack = optOuts.get(customerId) ?? null;
      const byLedger = heldBack && stateOf(heldBack);
      const bySync = inherited?.get(customerId) ?? null;
      if (byLedger && bySync !== 'banned') return [{ customerId, state: byLedger, via: 'ledger', heldBack }];
      if (bySync) return [{ customerId, state: bySync, via: 'sync', heldBack }];
      return [];
    });
  }

  private async optOutsOf(where: RunsIn, groupId: string, ids: readonly string[]): Promise<Map<string, HeldBack>> {
    const found = new Map<string, HeldBack>();
    if (!(await this.ledger.holdsAnybody(where))) return found;
    const customers = await readAddresses(where, ids);
    const addresses = customers.map((customer) => customer.emailNormalised);
    const held = await this.ledger.heldBack(where, addresses, 'group', groupId);
    for (const { id, emailNormalised } of customers) {
      const heldBack = held.get(emailNormalised);
      if (heldBack) found.set(id, heldBack);
    }
    return found;
  }

  /** Notes who is stopped or banned now, or lifts what gave way for who is active now. */
  private async keepLedger(
    where: RunsIn,
    after: readonly StateRow[],
    act: {
      locked: LockedCustomers;
      to: DeliveryState;
      from: readonly DeliveryState[];
      isEverywhere: boolean;
      isRefusal: boolean;
    },
  ): Promise<void> {
    const { addresses, synced } = act.locked;
    if (act.to === 'active') {
      const active = after.filter((row) => row.state === 'active');
      const keys = active.map((row) => this.groupKey(addresses, row));
      const accounts = act.isEverywhere ? new Set(active.map((row) => row.customerId)) : [];
      for (const customerId of accounts) keys.push({ ...this.groupKey(addresses, { customerId }), scope: 'account' });
      await this.ledger.lift(where, keys, reasonsThatGiveWay(act.from));
      return;
    }
    const optOuts = after.flatMap(({ state, ...row }) =>
      state === 'active'
        ? []
        : [{ ...this.groupKey(addresses, row), ...(synced ? { scope: 'account' as const } : {}), reason: state }],
    );
    if (act.isRefusal) await this.ledger.recordRefusals(where, optOuts, this.clock.now());
    else await this.ledger.record(where, optOuts, this.clock.now());
  }

  private groupKey(
    addresses: ReadonlyMap<string, string>,
    { customerId, groupId }: { readonly customerId: string; readonly groupId?: string },
  ): OptOutKey {
    return { emailNormalised: addresses.get(customerId) ?? '', scope: 'group', scopeId: groupId };
  }
}

const refusal = (emailNormalised: string, groupId: string, synced: boolean) =>
  ({ emailNormalised, scope: synced ? 'account' : 'group', scopeId: groupId, reason: 'stopped' }) as const;

const isByThePerson = ({ via }: ChangeOrigin): boolean => ROUTES_OF_THE_PERSON.includes(via);

/** A ban comes back as a ban, so that no form can lift it (C-11, C-14); everything else as a stop. */
const stateOf = ({ reason }: HeldBack): 'banned' | 'stopped' => (reason === 'banned' ? 'banned' : 'stopped');

const RESTRICTION: Readonly<Record<DeliveryState, number>> = { active: 0, stopped: 1, banned: 2 };

const givesWay = ({ state }: StateRow, from: readonly DeliveryState[], to: DeliveryState): boolean =>
  state !== to && from.includes(state);

/** Who may lift bans lifts everything; who may lift stops lifts complaints too, having asked for mail again; an undo, only stops. */
function reasonsThatGiveWay(from: readonly DeliveryState[]): OptOutReason[] {
  if (from.includes('banned')) return ['banned', 'complained', 'stopped'];
  return from.includes('stopped') ? ['complained', 'stopped'] : ['stopped'];
}
