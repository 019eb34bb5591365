import type { CsvPosition } from '@kubari/csv';
import type { PoolClient } from 'pg';
import type { Database } from '../platform/database/database.js';
import type { FieldChoice, FieldType, InputRestriction } from '../customers/field.types.js';
import type { ImportField } from './check-row.js';
import type { ColumnTarget, FileFormat, ImportState, OutcomeDetail } from './import.types.js';
import { OUTCOMES, outcomeClass } from './row-outcome.js';

/** An import under our lease. */
export interface ClaimedImport extends FileFormat {
  readonly id: string;
  readonly fileKey: string;
  readonly leaseToken: string;
  readonly mapping: readonly ColumnTarget[];
  readonly overwrite: boolean;
  readonly emptyCells: 'keep' | 'blank';
  readonly groupId: string | null;
  readonly cursor: CsvPosition;
  readonly nextChunkNo: number;
}

/** The key of the uploaded file in storage. */
export const fileKeyOf = (importId: string): string => `imports/${importId}.csv`;

/** Takes the import if it waits or its worker is gone; the guarded update makes a second runner come away empty. */
export async function claimImport(
  db: Database,
  importId: string,
  token: string,
  now: Date,
): Promise<ClaimedImport | null> {
  const [row] = await db.rows<Record<string, never>>(
    `update import_job j
        set state = 'running', lease_token = $2, lease_until = $3::timestamptz + interval '1 minute', started_at = coalesce(started_at, $3)
      where id = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
     returning id, encoding, delimiter, has_header, mapping, overwrite, empty_cells, group_id, cursor_byte::float8 as cursor_byte,
       (select coalesce(max(c.chunk_no) + 1, 0) from import_chunk c where c.import_id = j.id) as next_chunk_no,
       (select coalesce(max(c.first_row + c.row_count), 1) from import_chunk c where c.import_id = j.id) as next_row`,
    [importId, token, now],
  );
  return row ? toClaimed(row as unknown as ClaimRow, token) : null;
}

interface ClaimRow {
  readonly id: string;
  readonly encoding: ClaimedImport['encoding'];
  readonly delimiter: ClaimedImport['delimiter'];
  readonly has_header: boolean;
  readonly mapping: ColumnTarget[];
  readonly overwrite: boolean;
  readonly empty_cells: 'keep' | 'blank';
  readonly group_id: string | null;
  readonly cursor_byte: number;
  readonly next_chunk_no: number;
  readonly next_row: number;
}

function toClaimed(row: ClaimRow, leaseToken: string): ClaimedImport {
  return {
    id: row.id,
    fileKey: fileKeyOf(row.id),
    leaseToken,
    encoding: row.encoding,
    delimiter: row.delimiter,
    hasHeader: row.has_header,
    mapping: row.mapping,
    overwrite: row.overwrite,
    emptyCells: row.empty_cells,
    groupId: row.group_id,
    cursor: { byteOffset: row.cursor_byte, rowNumber: row.next_row },
    nextChunkNo: row.next_chunk_no,
  };
}

/** Keeps the lease while a chunk takes long. */
export async function renewLease(db: Database, job: ClaimedImport, now: Date): Promise<void> {
  await db.rows(
    `update import_job set lease_until = $3::timestamptz + interval '1 minute' where id = $1 and lease_token = $2 and state = 'running'`,
    [job.id, job.leaseToken, now],
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

export interface ChunkRecord {
  readonly chunkNo: number;
  /** row number in the file of the first row of the chunk, the header counted */
  readonly firstRow: number;
  readonly byteFrom: number;
  readonly next: CsvPosition;
  readonly codes: Buffer;
  readonly details: Record<string, OutcomeDetail>;
}

/**
 * Writes the results of a chunk and moves the cursor, in the transaction that applied it; false when the lease is no
 * longer ours, upon which the caller rolls back.
 */
export async function recordChunk(client: PoolClient, job: ClaimedImport, chunk: ChunkRecord): Promise<boolean> {
  const counts = countClasses(chunk.codes);
  const { rowCount } = await client.query({
    name: 'import-cursor',
    text: `update import_job
        set cursor_byte = $3, row_count = row_count + $4, success_count = success_count + $5, failed_count = failed_count + $6,
            other_count = other_count + $7, stopped_count = stopped_count + $8
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

function countClasses(codes: Buffer): Record<'success' | 'failed' | 'other' | 'stopped', number> {
  const byCode = new Uint32Array(256);
  for (const code of codes) byCode[code] = (byCode[code] ?? 0) + 1;
  const counts = { success: 0, failed: 0, other: 0, stopped: 0 };
  for (const { code } of Object.values(OUTCOMES)) counts[outcomeClass(code)] += byCode[code] ?? 0;
  return counts;
}

export type ImportEnd = { readonly state: 'finished' } | { readonly state: 'failed'; readonly failure: string };

/** Results are kept ten days from the end (C-36). */
export async function endImport(db: Database, job: ClaimedImport, end: ImportEnd, now: Date): Promise<void> {
  await db.rows(
    `update import_job set state = $3, failure = $4, finished_at = $5, lease_token = null, lease_until = null,
            expires_at = $5::timestamptz + interval '10 days'
      where id = $1 and lease_token = $2 and state = 'running'`,
    [job.id, job.leaseToken, end.state satisfies ImportState, end.state === 'failed' ? end.failure : null, now],
  );
}

/** Imports that should be running but that nobody works on. */
export async function abandonedImports(db: Database, now: Date): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select id from import_job where state in ('queued', 'running') and (state = 'queued' or lease_until < $1) order by id limit 50`,
    [now],
  );
  return rows.map((row) => row.id);
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

/** One chunk as the result file needs it. */
export interface StoredChunk {
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
    `select chunk_no, first_row, byte_from::float8 as byte_from, byte_to::float8 as byte_to, outcomes, details
       from import_chunk where import_id = $1 and chunk_no > $2 order by chunk_no limit 1`,
    [importId, chunkNo],
  );
  return row ?? null;
}
