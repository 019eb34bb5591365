import type { UpsertResult } from '../customers/customer-upsert.service.js';
import type { Joined } from '../groups/membership-changes.service.js';
import type { ChunkApplied, ChunkWork, Owners, RegisteredCustomer } from './apply-rows.types.js';
import { planChunk, type StagedCustomer } from './chunk-plan.js';
import { heldBackDetail } from './held-back.js';
import type { ImportSettings } from './import.types.js';
import { OutcomeSheet } from './outcome-sheet.js';

/** A customer of the chunk with what registering made of it. */
export interface Upserted {
  readonly customer: StagedCustomer;
  readonly result: UpsertResult;
}

/** 登録: registers the rows of a chunk, overwrites who is there already if wanted, and joins them to the group. */
export async function applyRegister(owners: Owners, work: ChunkWork): Promise<ChunkApplied> {
  const { settings } = work;
  const upserted = await upsertRows(owners, work);
  const ids = upserted.flatMap(({ result }) => result.customerId ?? []);
  const joined = settings.groupId
    ? await owners.memberships.join(work.client, settings.groupId, [...new Set(ids)], 'csv')
    : null;
  const sheet = new OutcomeSheet(work.rows);
  const met = new Set<string>();
  for (const { customer, result } of upserted) {
    const id = result.customerId;
    const join = (id !== null && joined?.get(id)) || null;
    customer.rows.forEach((row, nth) => {
      const isFirst = nth === 0 && (id === null || !met.has(id));
      if (id === null && row.bar) sheet.refuse(row.at, row.bar);
      else fill(sheet, row.at, { result, join, isFirst, overwrite: settings.overwrite });
    });
    if (id !== null) met.add(id);
  }
  const isNew = [...(joined ?? [])].flatMap(([id, join]) => (join.isNew ? id : []));
  return { sheet, registered: registeredOf(upserted), joined: isNew, before: null };
}

/** Registers or overwrites the rows of a chunk, part by part; every customer of the plan comes back with its result. */
export async function upsertRows(owners: Owners, work: ChunkWork): Promise<Upserted[]> {
  const { overwrite, emptyCells, mapping } = work.settings;
  const blanksEmptyCells = overwrite && emptyCells === 'blank';
  const mode = {
    overwrite,
    blankedFieldIds: blanksEmptyCells ? mappedFieldIds(mapping) : null,
    importId: work.importId,
    via: 'csv' as const,
    now: work.now,
  };
  const upserted: Upserted[] = [];
  for (const part of planChunk(work.rows, { overwrite, blanksEmptyCells }).parts) {
    if (part.length === 0) continue;
    const results = await owners.upserts.upsert(work.client, part, mode);
    part.forEach((customer, i) => upserted.push({ customer, result: results[i] as UpsertResult }));
  }
  return upserted;
}

/** The fields that columns go to. */
export function mappedFieldIds(mapping: ImportSettings['mapping']): string[] {
  return mapping.flatMap((target) => (target.startsWith('field:') ? target.slice(6) : []));
}

export function registeredOf(upserted: readonly Upserted[]): RegisteredCustomer[] {
  return upserted.flatMap(({ customer, result }) =>
    result.result === 'registered' && result.customerId !== null
      ? [{ id: result.customerId, address: customer.emailNormalised }]
      : [],
  );
}

interface RowFound {
  readonly result: UpsertResult;
  readonly join: Joined | null;
  /** the first row of this customer in the chunk: what happened to the customer happened to this row */
  readonly isFirst: boolean;
  readonly overwrite: boolean;
}

/** C-34, C-35: as if the rows were applied one after the other, so that it does not matter how the file is cut. */
function fill(sheet: OutcomeSheet, at: number, { result: { result }, join, isFirst, overwrite }: RowFound): void {
  if (result === 'over_limit') return sheet.set(at, 'overLimit');
  const isRepeat = result === 'registered_by_this_import' || (result === 'registered' && !isFirst);
  if (isRepeat && !overwrite) return sheet.set(at, 'twiceInFile');
  const joins = join?.isNew && isFirst;
  const isHeld = join && join.deliveryState !== 'active';
  if (isHeld && joins) return sheet.set(at, 'heldBack', heldBackDetail(join.heldBack));
  if (result === 'registered' && isFirst) return sheet.set(at, 'registered');
  const isOverwritten = result === 'registered' || result === 'overwritten';
  // whoever was in the group before stays as they were there: the row says so, but it stopped nobody
  if (isHeld) {
    const name = isOverwritten ? 'overwrittenHeld' : 'alreadyRegisteredHeld';
    return sheet.set(at, name, { problem: join.deliveryState });
  }
  if (isOverwritten) return sheet.set(at, 'overwritten');
  sheet.set(at, joins ? 'joinedGroup' : 'alreadyRegistered');
}
