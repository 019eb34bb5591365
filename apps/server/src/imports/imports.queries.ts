import { randomUUID } from 'node:crypto';
import type { CsvPosition } from '@kubari/csv';
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { rowsOf, type Database } from '../platform/database/database.js';
import type { FieldChoice, FieldType, InputRestriction } from '../customers/field.types.js';
import type { ImportField } from './check-row.js';
import {
  RESULT_DAYS,
  type ColumnTarget,
  type ConsentChoice,
  type ImportSettings,
  type ImportState,
  type OutcomeCounts,
  type OutcomeDetail,
  type ReportChoice,
} from './import.types.js';
import { classCounts } from './row-outcome.js';

/** An import under our lease. */
export interface ClaimedImport {
  readonly id: string;
  readonly fileName: string;
  /** null: the file is gone */
  readonly fileKey: string | null;
  readonly leaseToken: string;
  readonly settings: ImportSettings;
  readonly groupName: string | null;
  readonly consent: ConsentChoice | null;
  readonly createdBy: string | null;
  readonly cursor: CsvPosition;
  readonly nextChunkNo: number;
  /** starts without a chunk that succeeded, this one included */
  readonly tryCount: number;
}

/** The folder of uploaded files in storage. */
export const IMPORT_FOLDER = 'imports';

/** A key for one more upload of an import: no two uploads write into the same file, nor into one that is being read. */
export const newFileKey = (importId: string): string => `${IMPORT_FOLDER}/${importId}-${randomUUID()}.csv`;

/** A file that has come in whole. */
export interface UploadedFile extends Pick<ImportSettings, 'encoding' | 'delimiter'> {
  readonly key: string;
  readonly bytes: number;
}

/**
 * Puts an uploaded file in the place of the one before, unless the import has been started meanwhile: then null. What a
 * rehearsal found in the file before is forgotten.
 */
export async function takeUpload(
  db: Database,
  importId: string,
  { key, bytes, encoding, delimiter }: UploadedFile,
): Promise<{ readonly replacedKey: string | null } | null> {
  return db.tx(async (tx) => {
    const [row] = await rowsOf<{ replacedKey: string | null }>(
      tx,
      `update import_job set state = 'uploaded', file_key = $2, file_bytes = $3, encoding = $4, delimiter = $5
        where id = $1 and state in ('created', 'uploaded') returning old.file_key as "replacedKey"`,
      [importId, key, bytes, encoding, delimiter],
    );
    if (!row) return null;
    await rowsOf(tx, 'delete from import_rehearsal where import_id = $1', [importId]);
    return row;
  });
}

/** Forgets an import unless it has been started; null when it has. Its file is to be removed then. */
export async function discardImport(
  db: Database,
  importId: string,
): Promise<{ readonly fileKey: string | null } | null> {
  const [row] = await db.rows<{ fileKey: string | null }>(
    `delete from import_job where id = $1 and state in ('created', 'uploaded') returning file_key as "fileKey"`,
    [importId],
  );
  return row ?? null;
}

/** Until when a lease taken or renewed now holds. */
const leaseEnd = (now: Date, leaseMs: number): Date => new Date(now.getTime() + leaseMs);

/** The settings of an import as JSON, with our names. */
export const SETTINGS_SQL = `jsonb_build_object('encoding', j.encoding, 'delimiter', j.delimiter, 'hasHeader', j.has_header,
  'operation', j.operation, 'target', j.target, 'groupId', j.group_id::text, 'mapping', j.mapping,
  'overwrite', j.overwrite, 'emptyCells', j.empty_cells)`;

/** Takes the import if it waits or its worker is gone; the guarded update makes a second runner come away empty. */
export async function claimImport(
  db: Database,
  importId: string,
  { token, now, leaseMs }: { token: string; now: Date; leaseMs: number },
): Promise<ClaimedImport | null> {
  const [row] = await db.rows<ClaimRow>(
    `update import_job j
        set state = 'running', lease_token = $2, lease_until = $4, started_at = coalesce(started_at, $3),
            try_count = try_count + 1,
            field_types = coalesce(field_types, (select jsonb_object_agg(id, type) from customer_field))
      where id = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
     returning id, file_name, file_key, ${SETTINGS_SQL} as settings, (select name from delivery_group where id = j.group_id) as group_name,
       consent_basis, consent_note, created_by, try_count, cursor_byte::float8 as cursor_byte,
       (select coalesce(max(c.chunk_no) + 1, 0) from import_chunk c where c.import_id = j.id) as next_chunk_no,
       (select coalesce(max(c.first_row + c.row_count), 1) from import_chunk c where c.import_id = j.id) as next_row`,
    [importId, token, now, leaseEnd(now, leaseMs)],
  );
  return row ? toClaimed(row, token) : null;
}

interface ClaimRow {
  readonly id: string;
  readonly file_name: string;
  readonly file_key: string | null;
  readonly settings: ImportSettings;
  readonly group_name: string | null;
  readonly consent_basis: ConsentChoice['basis'] | null;
  readonly consent_note: string;
  readonly created_by: string | null;
  readonly try_count: number;
  readonly cursor_byte: number;
  readonly next_chunk_no: number;
  readonly next_row: number;
}

function toClaimed(row: ClaimRow, leaseToken: string): ClaimedImport {
  return {
    id: row.id,
    fileName: row.file_name,
    fileKey: row.file_key,
    leaseToken,
    settings: row.settings,
    groupName: row.group_name,
    consent: row.consent_basis === null ? null : { basis: row.consent_basis, note: row.consent_note },
    createdBy: row.created_by,
    cursor: { byteOffset: row.cursor_byte, rowNumber: row.next_row },
    nextChunkNo: row.next_chunk_no,
    tryCount: row.try_count,
  };
}

/** Keeps the lease while work takes long. */
export async function renewLease(
  db: Database,
  importId: string,
  { token, now, leaseMs }: { token: string; now: Date; leaseMs: number },
): Promise<void> {
  await db.rows(
    `update import_job set lease_until = $3 where id = $1 and lease_token = $2 and state in ('running', 'undoing')`,
    [importId, token, leaseEnd(now, leaseMs)],
  );
}

/** All fields a row may fill, in display order; retired ones are gone from the mapping screen too. */
export async function importFields(db: Database): Promise<ImportField[]> {
  return db.rows<{
    id: string;
    label: string;
    type: FieldType;
    choices: FieldChoice[];
    inputRestriction: InputRestriction;
    required: boolean;
  }>(
    `select id, label, type, choices, input_restriction as "inputRestriction", required
       from customer_field where retired_at is null order by position, id`,
  );
}

/** Fields as the guess of a mapping needs them. */
export function mappableFields(db: Database): Promise<{ id: string; label: string; mergeKey: string }[]> {
  return db.rows(
    'select id, label, merge_key as "mergeKey" from customer_field where retired_at is null order by position',
  );
}

/** What was done with the last file that had the same headings. */
export interface Remembered extends Pick<
  ImportSettings,
  'operation' | 'target' | 'groupId' | 'overwrite' | 'emptyCells'
> {
  readonly mapping: ColumnTarget[];
  readonly fileName: string;
  readonly at: Date;
  readonly by: string | null;
}

/** The last import with these headings, whoever ran it; by the index on the signature. */
export async function findRemembered(db: Database, signature: Buffer): Promise<Remembered | null> {
  const [row] = await db.rows<Remembered>(
    `select j.operation, j.target, j.group_id as "groupId", j.overwrite, j.empty_cells as "emptyCells", j.mapping,
            j.file_name as "fileName", coalesce(j.started_at, j.created_at) as at, u.name as by
       from import_job j left join app_user u on u.id = j.created_by
      where j.header_signature = $1 order by j.id desc limit 1`,
    [signature],
  );
  return row ?? null;
}

/** Names of the users who ran or undid these imports. */
export async function readUserNames(
  db: Database,
  jobs: readonly { readonly createdBy: string | null; readonly undoneBy: string | null }[],
): Promise<Map<string, string>> {
  const ids = jobs.flatMap(({ createdBy, undoneBy }) => [createdBy, undoneBy]).filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await db.rows<{ id: string; name: string }>(
    'select id, name from app_user where id = any ($1::bigint[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface ChunkRecord {
  readonly chunkNo: number;
  /** row number in the file of the first row of the chunk, the header counted */
  readonly firstRow: number;
  readonly byteFrom: number;
  readonly next: CsvPosition;
  readonly codes: Buffer;
  readonly details: Record<string, OutcomeDetail>;
  /** about how many of the registered had been deleted lately */
  readonly relisted: number;
}

/**
 * Writes the results of a chunk and moves the cursor, in the transaction that applied it; false when the lease is no
 * longer ours, upon which the caller rolls back.
 */
export async function recordChunk(client: PoolClient, job: ClaimedImport, chunk: ChunkRecord): Promise<boolean> {
  const byOutcome = countOutcomes(chunk.codes);
  const counts = classCounts(byOutcome);
  const { rowCount } = await client.query({
    name: 'import-cursor',
    text: `update import_job
        set cursor_byte = $3, row_count = row_count + $4, success_count = success_count + $5, failed_count = failed_count + $6,
            other_count = other_count + $7, stopped_count = stopped_count + $8, relisted_count = relisted_count + $10, try_count = 0,
            outcome_counts = (
              select coalesce(jsonb_object_agg(key, sum), '{}') from (
                select key, sum(value::int) from (
                  select * from jsonb_each_text(outcome_counts) union all select * from jsonb_each_text($9::jsonb)) one
                 group by key) summed)
      where id = $1 and lease_token = $2 and state = 'running'`,
    values: [
      job.id,
      job.leaseToken,
      chunk.next.byteOffset,
      chunk.codes.length,
      counts.success,
      counts.failed,
      counts.other,
      counts.stopped,
      JSON.stringify(byOutcome),
      chunk.relisted,
    ],
  });
  if (rowCount !== 1) return false;
  await client.query({
    name: 'import-chunk',
    text: `insert into import_chunk (import_id, chunk_no, first_row, row_count, byte_from, byte_to, outcomes, details)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      job.id,
      chunk.chunkNo,
      chunk.firstRow,
      chunk.next.rowNumber - chunk.firstRow,
      chunk.byteFrom,
      chunk.next.byteOffset,
      chunk.codes,
      JSON.stringify(chunk.details),
    ],
  });
  return true;
}

/** Rows by outcome code. */
export function countOutcomes(codes: Buffer): OutcomeCounts {
  const byCode = new Uint32Array(256);
  for (const code of codes) byCode[code] = (byCode[code] ?? 0) + 1;
  return Object.fromEntries([...byCode].flatMap((count, code) => (count > 0 ? [[String(code), count]] : [])));
}

export interface ImportEnd {
  readonly state: 'finished' | 'failed';
  readonly failure: string | null;
  readonly failureRow: number | null;
}

/** An import that has just ended, for the mail about it. */
export interface EndedImport {
  readonly report: ReportChoice;
  readonly counts: OutcomeCounts;
  /** null: the user is gone or may not sign in any more */
  readonly user: { readonly email: string; readonly locale: 'ja' | 'en' } | null;
}

/** Results are kept ten days from the end (C-36). Null when the lease is no longer ours. */
export async function endImport(
  tx: EntityManager,
  job: ClaimedImport,
  end: ImportEnd,
  { now, deletedLately }: { readonly now: Date; readonly deletedLately: number },
): Promise<EndedImport | null> {
  const [row] = await rowsOf<EndedImport>(
    tx,
    `update import_job j
        set state = $3, failure = $4, failure_row = $5, finished_at = $6, lease_token = null, lease_until = null,
            expires_at = $6::timestamptz + make_interval(days => $7), deleted_lately_count = $8
      where id = $1 and lease_token = $2 and state = 'running'
     returning report, outcome_counts as counts,
       (select jsonb_build_object('email', u.email, 'locale', u.locale) from app_user u
         where u.id = j.created_by and u.disabled_at is null) as user`,
    [
      job.id,
      job.leaseToken,
      end.state satisfies ImportState,
      end.failure,
      end.failureRow,
      now,
      RESULT_DAYS,
      deletedLately,
    ],
  );
  return row ?? null;
}

/** One chunk as the result file needs it. */
export interface StoredChunk {
  readonly file_key: string;
  readonly chunk_no: number;
  readonly first_row: number;
  readonly byte_from: number;
  readonly byte_to: number;
  readonly outcomes: Buffer;
  readonly details: Record<string, OutcomeDetail>;
}

/** The chunk after `chunkNo`, or null: read one by one, so that a result of a million rows stays small in memory. */
export async function nextChunk(db: Database, importId: string, chunkNo: number): Promise<StoredChunk | null> {
  const [row] = await db.rows<StoredChunk>(
    `select j.file_key, c.chunk_no, c.first_row, c.byte_from::float8 as byte_from, c.byte_to::float8 as byte_to,
            c.outcomes, c.details
       from import_chunk c join import_job j on j.id = c.import_id
      where c.import_id = $1 and c.chunk_no > $2 and j.file_key is not null order by c.chunk_no limit 1`,
    [importId, chunkNo],
  );
  return row ?? null;
}
