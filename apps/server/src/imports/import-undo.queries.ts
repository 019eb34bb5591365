import type { PoolClient } from 'pg';
import type { Database } from '../platform/database/database.js';
import type { ChunkApplied, RowsBefore } from './apply-rows.types.js';
import type { ImportSettings } from './import.types.js';
import { SETTINGS_SQL } from './imports.queries.js';

/** What one chunk has to remember for an undo. */
export interface UndoRecord {
  readonly importId: string;
  readonly chunkNo: number;
  /** what every customer it wrote carries as updated_at */
  readonly writtenAt: Date;
  readonly groupId: string | null;
  readonly applied: ChunkApplied;
}

/**
 * Keeps what a chunk changed, in its transaction: one row of lists. What the upsert wrote stands in its temporary table
 * customer_written, so that old values never travel to this process.
 */
export async function keepUndo(
  client: PoolClient,
  { importId, chunkNo, writtenAt, groupId, applied }: UndoRecord,
): Promise<void> {
  const { joined, before } = applied;
  await client.query({
    name: 'import-keep-undo',
    text: `insert into import_undo (import_id, chunk_no, written_at, registered, overwritten, old_values, old_updated_at,
                                    joined, joined_at, before, registered_count, overwritten_count, joined_count,
                                    changed_count, deleted_count)
      select $1, $2, $3, coalesce(array_agg(customer_id) filter (where registered), '{}'),
             coalesce(array_agg(customer_id) filter (where not registered), '{}'),
             coalesce(array_agg(old_values) filter (where not registered), '{}'),
             coalesce(array_agg(old_updated_at) filter (where not registered), '{}'),
             $4::bigint[],
             (select joined_at from group_membership where group_id = $5 and customer_id = ($4::bigint[])[1]), $6,
             count(*) filter (where registered), count(*) filter (where not registered), cardinality($4::bigint[]), $7::int,
             $8::int
        from customer_written
      having count(*) > 0 or cardinality($4::bigint[]) > 0 or $6::jsonb is not null`,
    values: [
      importId,
      chunkNo,
      writtenAt,
      joined,
      groupId,
      before === null ? null : JSON.stringify(before),
      before?.people.length ?? 0,
      before?.customers.length ?? 0,
    ],
  });
}

/** An import that is being taken back, under our lease. */
export interface ClaimedUndo {
  readonly id: string;
  readonly leaseToken: string;
  readonly settings: ImportSettings;
  readonly startedAt: Date;
  readonly undoneBy: string | null;
  /** fields that columns went to and that are still of the type they had then */
  readonly fieldIds: readonly string[];
  /** starts without a chunk that was taken back, this one included */
  readonly tryCount: number;
}

/** Takes the undo if nobody has it; the guarded update makes a second worker come away empty. */
export async function claimUndo(
  db: Database,
  importId: string,
  { token, now, leaseMs }: { token: string; now: Date; leaseMs: number },
): Promise<ClaimedUndo | null> {
  const [row] = await db.rows<Omit<ClaimedUndo, 'leaseToken'>>(
    `update import_job j set lease_token = $2, lease_until = $4, try_count = try_count + 1
      where id = $1 and state = 'undoing' and (lease_until is null or lease_until < $3)
     returning id, ${SETTINGS_SQL} as settings, started_at as "startedAt", undone_by as "undoneBy", try_count as "tryCount",
       array(select f.id::text from customer_field f
              where j.mapping ? ('field:' || f.id) and f.type = j.field_types ->> f.id::text) as "fieldIds"`,
    [importId, token, now, new Date(now.getTime() + leaseMs)],
  );
  return row ? { ...row, leaseToken: token } : null;
}

/** What a chunk changed. Instants are text: they are compared to the microsecond. */
export interface UndoChunk {
  readonly chunkNo: number;
  readonly writtenAt: string;
  readonly registered: readonly string[];
  readonly overwritten: readonly string[];
  readonly oldValues: readonly string[];
  readonly oldUpdatedAt: readonly string[];
  readonly joined: readonly string[];
  readonly joinedAt: string | null;
  readonly before: RowsBefore | null;
}

/** Takes the last chunk that is left out of the table, within the transaction that undoes it; null when none is left. */
export async function takeLastChunk(client: PoolClient, importId: string): Promise<UndoChunk | null> {
  const { rows } = await client.query<UndoChunk>(
    `delete from import_undo
      where import_id = $1 and chunk_no = (select max(chunk_no) from import_undo where import_id = $1)
     returning chunk_no as "chunkNo", written_at::text as "writtenAt", registered::text[], overwritten::text[],
               old_values::text[] as "oldValues", old_updated_at::text[] as "oldUpdatedAt", joined::text[],
               joined_at::text as "joinedAt", before`,
    [importId],
  );
  return rows[0] ?? null;
}

/** Adds up what was undone, under the lease; false when it is no longer ours, upon which the caller rolls back. */
export async function recordUndone(
  client: PoolClient,
  { id, leaseToken }: ClaimedUndo,
  { undone, left }: { undone: number; left: number },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update import_job set undone_count = undone_count + $3, undo_left_count = undo_left_count + $4, try_count = 0
      where id = $1 and lease_token = $2 and state = 'undoing'`,
    [id, leaseToken, undone, left],
  );
  return rowCount === 1;
}

/** Nothing is left to be taken back. */
export async function endUndo(db: Database, { id, leaseToken }: ClaimedUndo, now: Date): Promise<void> {
  await db.rows(
    `update import_job set state = 'undone', undone_at = $3, lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and state = 'undoing'`,
    [id, leaseToken, now],
  );
}

/** Gives the undo up: what is taken back stays so, and the import is again what it was, to be taken back once more. */
export async function giveUpUndo(db: Database, { id, leaseToken }: ClaimedUndo, failure: string): Promise<void> {
  await db.rows(
    `update import_job set state = coalesce(state_before_undo, 'finished'), undo_failure = $3, lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and state = 'undoing'`,
    [id, leaseToken, failure],
  );
}

/** How much there is to take back. */
export interface UndoScope {
  readonly registered: number;
  readonly overwritten: number;
  readonly joined: number;
  readonly changed: number;
  readonly deleted: number;
}

/** How many chunks are left to be taken back; by the primary key. */
export async function countUndoChunks(db: Database, importId: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    'select count(*)::int as count from import_undo where import_id = $1',
    [importId],
  );
  return row?.count ?? 0;
}

/** Adds up what an import's chunks remember: some hundred rows for a million customers, whose lists are not read. */
export async function countUndo(db: Database, importId: string): Promise<UndoScope> {
  const [row] = await db.rows<UndoScope>(
    `select coalesce(sum(registered_count), 0)::int as registered, coalesce(sum(overwritten_count), 0)::int as overwritten,
            coalesce(sum(joined_count), 0)::int as joined, coalesce(sum(changed_count), 0)::int as changed,
            coalesce(sum(deleted_count), 0)::int as deleted
       from import_undo where import_id = $1`,
    [importId],
  );
  return row ?? { registered: 0, overwritten: 0, joined: 0, changed: 0, deleted: 0 };
}
