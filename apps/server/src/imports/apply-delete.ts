import { findCustomers, findMembers } from './apply-rows.queries.js';
import type { ChunkApplied, ChunkWork, Owners } from './apply-rows.types.js';
import { OutcomeSheet } from './outcome-sheet.js';
import { keepingDeleted, keepingMemberships } from './rows-before.js';

/**
 * 削除 from the database, or 除外 from the group (C-02). Addresses of a chunk are distinct: rows that repeat one of
 * earlier in the file are refused before they come here.
 */
export async function applyDelete(owners: Owners, work: ChunkWork): Promise<ChunkApplied> {
  const { client, settings, rows } = work;
  const groupId = settings.target === 'group' ? settings.groupId : null;
  const accepted = rows.flatMap((row, at) => (row.ok ? [{ at, address: row.emailNormalised }] : []));
  const addresses = accepted.map(({ address }) => address);
  const found = await findCustomers(client, addresses);
  const ids = [...found.values()];

  const remove = (): Promise<string[]> => {
    if (!groupId) return owners.remover.remove(client, ids);
    return owners.memberships.remove(client, groupId, ids, { via: 'csv', userId: work.userId });
  };
  const rehearse = async (): Promise<string[]> => (groupId ? findMembers(client, groupId, ids) : ids);
  const addressOf = new Map([...found].map(([address, id]) => [id, address]));
  const keeping = groupId ? keepingMemberships : keepingDeleted;
  const kept = work.isRehearsal
    ? { result: await rehearse(), before: null }
    : await keeping(client, owners.optOuts, addressOf, remove);

  const sheet = new OutcomeSheet(rows);
  const gone = new Set(kept.result);
  for (const { at, address } of accepted) {
    const id = found.get(address);
    if (id === undefined) sheet.set(at, 'notInDatabase');
    else if (groupId) sheet.set(at, gone.has(id) ? 'excluded' : 'notInGroup');
    else sheet.set(at, gone.has(id) ? 'deleted' : 'notInDatabase');
  }
  return { sheet, registered: [], joined: [], before: kept.before };
}
