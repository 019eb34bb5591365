import { rowsOf, type Database } from '../platform/database/database.js';
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

/**
 * Imports that are due to go: file and results ten days after the end, the whole import a day after it was announced and
 * nobody started it, whether or not a file came.
 */
export async function expiredImports(
  db: Database,
  now: Date,
): Promise<{ readonly id: string; readonly isOver: boolean }[]> {
  return db.rows(
    `select id, state not in ('created', 'uploaded') as "isOver" from import_job
      where (file_key is not null and expires_at < $1)
         or (state in ('created', 'uploaded') and created_at < $1::timestamptz - interval '1 day')
      order by id limit 1000`,
    [now],
  );
}

/** The counts stay, the rows go; their file is to be removed then. */
export async function forgetResults(
  db: Database,
  importId: string,
): Promise<{ readonly fileKey: string | null } | null> {
  return db.tx(async (tx) => {
    await tx.query('delete from import_chunk where import_id = $1', [importId]);
    const [row] = await rowsOf<{ fileKey: string | null }>(
      tx,
      `update import_job set file_bytes = 0, file_key = null where id = $1 returning old.file_key as "fileKey"`,
      [importId],
    );
    return row ?? null;
  });
}

/** Which of these files imports name; the table is read whole, once an hour. */
export async function fileKeysAmong(db: Database, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ key: string }>(
    'select file_key as key from import_job where file_key = any ($1::text[])',
    [keys],
  );
  return new Set(rows.map(({ key }) => key));
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
