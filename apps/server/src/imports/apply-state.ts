import { UpsertRaced } from '../customers/customer-upsert.service.js';
import type { HeldBack } from '../customers/opt-out.types.js';
import type { StateResult } from '../groups/membership-changes.service.js';
import { registeredOf, upsertRows, type Upserted } from './apply-register.js';
import { lockCustomers, readMemberStates, type MemberState } from './apply-rows.queries.js';
import type { ChunkApplied, ChunkWork, Owners } from './apply-rows.types.js';
import { heldBackDetail } from './held-back.js';
import type { OutcomeDetail } from './import.types.js';
import { OutcomeSheet } from './outcome-sheet.js';
import type { OutcomeName } from './row-outcome.js';
import { keepingMemberships } from './rows-before.js';

/** What a customer's first row of the chunk ends as; its further rows find the state that this one left. */
interface Fate {
  readonly name: OutcomeName;
  readonly detail?: OutcomeDetail;
}

/**
 * 停止, 禁止, 可能 in a group (C-33): who is not in it is registered in it with that state, and in the database if need be.
 * Nobody is overwritten.
 */
export async function applyState(owners: Owners, work: ChunkWork): Promise<ChunkApplied> {
  const { client } = work;
  const upserted = await upsertRows(owners, { ...work, settings: { ...work.settings, overwrite: false } });
  const addressOf = new Map(
    upserted.flatMap(({ customer, result }) =>
      result.customerId === null ? [] : [[result.customerId, customer.emailNormalised] as const],
    ),
  );
  const act = (): Promise<Map<string, Fate>> => setStates(owners, work, addressOf);
  const { result: fates, before } = work.isRehearsal
    ? { result: await act(), before: null }
    : await keepingMemberships(client, owners.optOuts, addressOf, act);

  const sheet = new OutcomeSheet(work.rows);
  const met = new Set<string>();
  for (const one of upserted) fill(sheet, one, fates, met);
  return { sheet, registered: registeredOf(upserted), joined: [], before };
}

function fill(
  sheet: OutcomeSheet,
  { customer, result }: Upserted,
  fates: ReadonlyMap<string, Fate>,
  met: Set<string>,
): void {
  const { customerId } = result;
  for (const row of customer.rows) {
    if (customerId === null && row.bar) sheet.refuse(row.at, row.bar);
    else if (customerId === null) sheet.set(row.at, 'overLimit');
    else {
      const fate = fates.get(customerId);
      if (!fate) throw new UpsertRaced(); // deleted meanwhile
      sheet.set(row.at, (met.has(customerId) && AGAIN[fate.name]) || fate.name, fate.detail ?? null);
      met.add(customerId);
    }
  }
}

const ALLOWED: Fate = { name: 'allowed' };

/** What a second row with the same address finds. */
const AGAIN: Partial<Record<OutcomeName, OutcomeName>> = {
  stopped: 'alreadyStopped',
  banned: 'alreadyBanned',
  allowed: 'alreadyAllowed',
  heldBack: 'notAllowed',
};

async function setStates(
  owners: Owners,
  work: ChunkWork,
  addressOf: ReadonlyMap<string, string>,
): Promise<Map<string, Fate>> {
  const { client, settings, userId } = work;
  const groupId = settings.groupId ?? '';
  const origin = { via: 'csv', userId } as const;
  const customerIds = [...addressOf.keys()];
  if (customerIds.length === 0) return new Map();
  if (settings.operation === 'allow') return allow(owners, work, addressOf);
  const to = settings.operation === 'stop' ? ('stopped' as const) : ('banned' as const);
  // a stop leaves bans alone: a list of people to be stopped must not soften what an operator decided
  const from = to === 'stopped' ? (['active'] as const) : (['active', 'stopped'] as const);
  const change = { customerIds, to, from, registersVia: 'csv' as const };
  const results = await owners.memberships.setInGroup(client, groupId, change, origin);
  return new Map([...results].map(([id, result]) => [id, { name: restricted(to, result) }]));
}

function restricted(to: 'stopped' | 'banned', { before }: StateResult): OutcomeName {
  if (to === 'banned') return before === 'banned' ? 'alreadyBanned' : 'banned';
  if (before === 'banned') return 'keptBanned';
  return before === 'stopped' ? 'alreadyStopped' : 'stopped';
}

/**
 * 可能 is the operator's word that mail is wanted. It lifts what happened in this group; it does not lift a complaint, nor
 * what the ledger brought along, from before the customer was deleted or with another address: those are lifted one by
 * one, on the screen.
 */
async function allow(
  owners: Owners,
  { client, settings, userId }: ChunkWork,
  addressOf: ReadonlyMap<string, string>,
): Promise<Map<string, Fate>> {
  const groupId = settings.groupId ?? '';
  const ids = [...addressOf.keys()];
  await lockCustomers(client, ids);
  const states = new Map((await readMemberStates(client, groupId, ids)).map((state) => [state.customerId, state]));
  const ledger = await owners.ledger.heldBack(client, [...addressOf.values()], 'group', groupId);
  const fates = new Map<string, Fate>();
  const lifting: string[] = [];
  for (const [id, state] of states) {
    const heldBack = ledger.get(addressOf.get(id) ?? '') ?? null;
    if (state.deliveryState === 'active') fates.set(id, { name: 'alreadyAllowed' });
    else if (isHeld(state, heldBack))
      fates.set(id, { name: 'notAllowed', detail: heldBackDetail(asComplaint(heldBack)) });
    else lifting.push(id);
  }
  const origin = { via: 'csv', userId } as const;
  const change = { customerIds: lifting, to: 'active' as const };
  const lifted = await owners.memberships.setInGroup(client, groupId, change, origin);
  for (const id of lifted.keys()) fates.set(id, ALLOWED);
  const strangers = ids.filter((id) => !states.has(id));
  for (const [id, join] of await owners.memberships.join(client, groupId, strangers, 'csv'))
    fates.set(
      id,
      join.deliveryState === 'active' ? ALLOWED : { name: 'heldBack', detail: heldBackDetail(join.heldBack) },
    );
  return fates;
}

/** Also where the complaint is below a ban; and the ledger may have spoken later than at joining, after another address. */
function isHeld({ changedVia, sinceJoining }: MemberState, heldBack: HeldBack | null): boolean {
  const complained = changedVia === 'complaint' || (heldBack?.complainedAt ?? null) !== null;
  return complained || changedVia === 'ledger' || (sinceJoining && changedVia === 'sync');
}

/** What keeps them from being allowed: the complaint, whatever came on top. */
const asComplaint = (heldBack: HeldBack | null): HeldBack | null =>
  heldBack?.complainedAt ? { ...heldBack, reason: 'complained', recordedAt: heldBack.complainedAt } : heldBack;
