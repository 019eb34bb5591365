import type { Operation } from '../src/imports/import.types.js';
import type { OutcomeName } from '../src/imports/row-outcome.js';

// What an import means, in plain terms: one row after the other over maps. The real one must come to the same.

export type State = 'active' | 'stopped' | 'banned';
export type Reason = 'stopped' | 'banned' | 'complained';

/** A membership, with what the bulk permission looks at (lifting what the ledger brought along is for the screen). */
export interface Member {
  state: State;
  /** the ledger or another group gave it this state when it joined */
  heldSinceJoining: boolean;
}

export interface World {
  /** by normalised address */
  readonly customers: Map<string, { email: string; values: Record<string, string | number> }>;
  /** `group address` → membership */
  readonly members: Map<string, Member>;
  /** `scope address`, scope being a group's id or "account" */
  readonly ledger: Map<string, Reason>;
  readonly limit: number | null;
}

export interface ModelSettings {
  readonly operation: Operation;
  /** null: the database */
  readonly groupId: string | null;
  readonly overwrite: boolean;
  readonly emptyCells: 'keep' | 'blank';
}

/** The fields of every file: a text, a number, and one that may be required; by id. */
export interface ModelFields {
  readonly text: string;
  readonly number: string;
  readonly third: string;
  readonly thirdIsRequired: boolean;
  readonly thirdIsMapped: boolean;
}

/** Cells: address, text, number, third. */
export type ModelRow = readonly [string, string, string, string];

const STRICTNESS: readonly Reason[] = ['banned', 'complained', 'stopped'];

/** Applies the rows to the world; returns the outcome of each. */
export function applyToModel(
  world: World,
  rows: readonly ModelRow[],
  settings: ModelSettings,
  fields: ModelFields,
): OutcomeName[] {
  const registered = new Set<string>();
  const seen = new Set<string>();
  const { operation, groupId } = settings;

  const note = (scope: string, address: string, reason: Reason): void => {
    const old = world.ledger.get(`${scope} ${address}`);
    if (old === undefined || STRICTNESS.indexOf(reason) < STRICTNESS.indexOf(old))
      world.ledger.set(`${scope} ${address}`, reason);
  };
  const heldBy = (group: string, address: string): Reason | undefined =>
    world.ledger.get(`account ${address}`) ?? world.ledger.get(`${group} ${address}`);

  return rows.map((row): OutcomeName => {
    const email = row[0].trim().replace(/@.*/, (domain) => domain.toLowerCase());
    if (email === '') return 'addressMissing';
    if (!/^[^@\s]+@[a-z]+\.[a-z]+$/i.test(email)) return 'addressMalformed';
    const address = email.toLowerCase();
    if (operation === 'delete') return remove(address);
    const read = readValues(row, settings, fields);
    if (operation === 'register') return register(address, email, read);
    if (!world.customers.has(address)) {
      if (read.refusal ?? read.bar) return (read.refusal ?? read.bar) as OutcomeName;
      const failure = create(address, email, read.values);
      if (failure) return failure;
    }
    return setState(address, groupId ?? '');
  });

  function create(address: string, email: string, values: Record<string, string | number>): OutcomeName | null {
    if (world.limit !== null && world.customers.size >= world.limit) return 'overLimit';
    world.customers.set(address, { email, values });
    registered.add(address);
    return null;
  }

  function register(address: string, email: string, { values, refusal, bar }: ReadRow): OutcomeName {
    if (refusal) return refusal;
    const known = world.customers.get(address);
    let name: OutcomeName;
    if (!known) {
      if (bar) return bar;
      const failure = create(address, email, values);
      if (failure) return failure;
      name = 'registered';
    } else if (settings.overwrite) {
      known.values =
        settings.emptyCells === 'keep' ? { ...known.values, ...values } : { ...withoutMapped(known.values), ...values };
      name = 'overwritten';
    } else name = registered.has(address) ? 'twiceInFile' : 'alreadyRegistered';
    if (groupId === null) return name;
    const member = world.members.get(`${groupId} ${address}`);
    if (member) {
      if (member.state === 'active' || name === 'twiceInFile') return name;
      return name === 'overwritten' ? 'overwrittenHeld' : 'alreadyRegisteredHeld';
    }
    if (join(address, groupId)) return 'heldBack';
    return name === 'alreadyRegistered' ? 'joinedGroup' : name;
  }

  function withoutMapped(values: Record<string, string | number>): Record<string, string | number> {
    const mapped = [fields.text, fields.number, ...(fields.thirdIsMapped ? [fields.third] : [])];
    return Object.fromEntries(Object.entries(values).filter(([id]) => !mapped.includes(id)));
  }

  /** True when the ledger holds the new member back. */
  function join(address: string, group: string): boolean {
    const reason = heldBy(group, address);
    const state = reason === undefined ? 'active' : reason === 'banned' ? 'banned' : 'stopped';
    world.members.set(`${group} ${address}`, { state, heldSinceJoining: reason !== undefined });
    return reason !== undefined;
  }

  function setState(address: string, group: string): OutcomeName {
    const member = world.members.get(`${group} ${address}`);
    if (operation === 'allow') {
      if (!member) return join(address, group) ? 'heldBack' : 'allowed';
      if (member.state === 'active') return 'alreadyAllowed';
      if (member.heldSinceJoining || heldBy(group, address) === 'complained') return 'notAllowed';
      world.members.set(`${group} ${address}`, { state: 'active', heldSinceJoining: false });
      world.ledger.delete(`${group} ${address}`);
      return 'allowed';
    }
    const to = operation === 'stop' ? 'stopped' : 'banned';
    const stays = member && (member.state === to || member.state === 'banned');
    if (!stays) world.members.set(`${group} ${address}`, { state: to, heldSinceJoining: false });
    note(group, address, stays ? (member.state as Reason) : to);
    if (!stays) return to;
    if (to === 'banned') return 'alreadyBanned';
    return member.state === 'banned' ? 'keptBanned' : 'alreadyStopped';
  }

  function remove(address: string): OutcomeName {
    if (seen.has(address)) return 'twiceInFile';
    seen.add(address);
    if (!world.customers.has(address)) return 'notInDatabase';
    const leave = (key: string, group: string): void => {
      const state = world.members.get(key)?.state;
      if (state && state !== 'active') note(group, address, state);
      world.members.delete(key);
    };
    if (groupId !== null) {
      if (!world.members.has(`${groupId} ${address}`)) return 'notInGroup';
      leave(`${groupId} ${address}`, groupId);
      return 'excluded';
    }
    for (const key of world.members.keys()) if (key.endsWith(` ${address}`)) leave(key, key.slice(0, key.indexOf(' ')));
    world.customers.delete(address);
    return 'deleted';
  }
}

interface ReadRow {
  readonly values: Record<string, string | number>;
  readonly refusal: OutcomeName | null;
  readonly bar: OutcomeName | null;
}

function readValues(row: ModelRow, { overwrite, emptyCells }: ModelSettings, fields: ModelFields): ReadRow {
  const values: Record<string, string | number> = {};
  const [, text, number, third] = row.map((cell) => cell.trim()) as unknown as ModelRow;
  if (text !== '') values[fields.text] = text;
  if (number !== '' && !/^\d+$/.test(number)) return { values: {}, refusal: 'fieldRefused', bar: null };
  if (number !== '') values[fields.number] = Number(number);
  if (fields.thirdIsMapped && third !== '') values[fields.third] = third;
  const lacks = fields.thirdIsRequired && values[fields.third] === undefined;
  if (lacks && fields.thirdIsMapped && overwrite && emptyCells === 'blank')
    return { values: {}, refusal: 'fieldRequired', bar: null };
  return { values, refusal: null, bar: lacks ? 'fieldRequired' : null };
}
