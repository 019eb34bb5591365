import type { PoolClient } from 'pg';
import type { OptOutImages } from '../customers/opt-out-images.service.js';
import { lockCustomers } from './apply-rows.queries.js';
import type { Image, PersonBefore, RowChange, RowsBefore } from './apply-rows.types.js';
import { readCustomerImages, readMembershipImages } from './rows-before.queries.js';

/** What an act returned, and what it changed. */
export interface Kept<T> {
  readonly result: T;
  readonly before: RowsBefore;
}

/**
 * Runs `act`, which changes memberships and opt-outs of these customers (id → address), and keeps what it changed. They
 * are locked before the first look, so that nothing others do meanwhile is taken for a change of ours.
 */
export async function keepingMemberships<T>(
  client: PoolClient,
  ledger: OptOutImages,
  addressOf: ReadonlyMap<string, string>,
  act: () => Promise<T>,
): Promise<Kept<T>> {
  const look = async (): Promise<Looks> => ({
    memberships: await readMembershipImages(client, [...addressOf.keys()]),
    optOuts: await ledger.read(client, [...addressOf.values()]),
  });
  await lockCustomers(client, [...addressOf.keys()]);
  const before = await look();
  const result = await act();
  const after = await look();
  const people = [...addressOf].flatMap(([customerId, address]): PersonBefore[] => {
    const memberships = changesOf(before.memberships.get(customerId), after.memberships.get(customerId));
    const optOuts = rowsOf(before.optOuts.get(address), after.optOuts.get(address));
    if (memberships.length + optOuts.filter(isChanged).length === 0) return [];
    return [{ customerId, memberships, optOuts }];
  });
  return { result, before: { people, customers: [] } };
}

interface Looks {
  readonly memberships: ReadonlyMap<string, ReadonlyMap<string, Image>>;
  readonly optOuts: ReadonlyMap<string, ReadonlyMap<string, Image>>;
}

/** Runs `act`, which deletes these customers (id → address), and keeps them whole, with what the ledger says of them. */
export async function keepingDeleted<T>(
  client: PoolClient,
  optOuts: OptOutImages,
  addressOf: ReadonlyMap<string, string>,
  act: () => Promise<T>,
): Promise<Kept<T>> {
  const addresses = [...addressOf.values()];
  const customers = await readCustomerImages(client, [...addressOf.keys()]);
  const before = await optOuts.read(client, addresses);
  const result = await act();
  const after = await optOuts.read(client, addresses);
  const deleted = customers.map((image) => {
    const address = addressOf.get(String(image.customer.id)) ?? '';
    return { ...image, optOuts: rowsOf(before.get(address), after.get(address)) };
  });
  return { result, before: { people: [], customers: deleted } };
}

const NOTHING: ReadonlyMap<string, Image> = new Map();

/** Rows (by key) before and after. */
function rowsOf(
  before: ReadonlyMap<string, Image> = NOTHING,
  after: ReadonlyMap<string, Image> = NOTHING,
): RowChange[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].map((key) => ({ before: before.get(key) ?? null, after: after.get(key) ?? null }));
}

/** Those of them that are not the same before and after. */
const changesOf = (before?: ReadonlyMap<string, Image>, after?: ReadonlyMap<string, Image>): RowChange[] =>
  rowsOf(before, after).filter(isChanged);

/** Whether the row is another one now. */
export const isChanged = ({ before, after }: RowChange): boolean => !sameImage(before, after);

/** Both come out of PostgreSQL's jsonb, which keeps keys in an order of its own. */
export const sameImage = (a: Image | null, b: Image | null): boolean => JSON.stringify(a) === JSON.stringify(b);
