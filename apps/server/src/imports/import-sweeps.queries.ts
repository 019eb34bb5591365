import type { Database } from '../platform/database/database.js';
import { UNDO_HOURS } from './import.types.js';

/** Work that should be going on but that nobody does, by kind; each by its small partial index or table. */
export interface Abandoned {
  readonly run: readonly string[];
  readonly undo: readonly string[];
  readonly rehearse: readonly string[];
}

/** Looks for imports, undos and rehearsals to be woken. */
export async function findAbandoned(db: Database, now: Date): Promise<Abandoned> {
  const rows = await db.rows<{ id: string; work: keyof Abandoned }>(
    `(select id, case state when 'undoing' then 'undo' else 'run' end as work from import_job
       where state in ('queued', 'running', 'undoing') and (lease_until is null or lease_until < $1) order by id limit 50)
     union all
     (select import_id, 'rehearse' from import_rehearsal
       where state in ('queued', 'running') and (lease_until is null or lease_until < $1) order by import_id limit 50)`,
    [now],
  );
  const of = (work: keyof Abandoned): string[] => rows.flatMap((row) => (row.work === work ? row.id : []));
  return { run: of('run'), undo: of('undo'), rehearse: of('rehearse') };
}

/** Imports whose file and results are due to go: ten days after the end, a day after an upload nobody started. */
export async function expiredImports(db: Database, now: Date): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select id from import_job
      where file_bytes > 0 and (expires_at < $1 or (state in ('created', 'uploaded') and created_at < $1::timestamptz - interval '1 day'))
      order by id limit 1000`,
    [now],
  );
  return rows.map((row) => row.id);
}

/** The counts stay, the rows go. An import that never started disappears whole. */
export async function forgetResults(db: Database, importId: string): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query('delete from import_chunk where import_id = $1', [importId]);
    await tx.query(`delete from import_job where id = $1 and state in ('created', 'uploaded')`, [importId]);
    await tx.query('update import_job set file_bytes = 0 where id = $1', [importId]);
  });
}

/**
 * Forgets what was before, a day after the end, some chunks at a time; an undo that has begun keeps what it needs. The
 * table has a row per chunk of the last day, so it is read whole.
 */
export async function forgetUndo(db: Database, now: Date): Promise<void> {
  await db.rows(
    `delete from import_undo u using (
       select u.import_id, u.chunk_no from import_undo u join import_job j on j.id = u.import_id
        where j.finished_at < $1 and j.state <> 'undoing' limit 200) due
      where u.import_id = due.import_id and u.chunk_no = due.chunk_no`,
    [new Date(now.getTime() - UNDO_HOURS * 3_600_000)],
  );
}
