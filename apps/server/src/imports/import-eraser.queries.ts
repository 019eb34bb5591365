import type { CsvEncoding } from '@kubari/csv';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

/** An import whose uploaded file is still there. */
export interface KeptFile {
  readonly id: string;
  readonly fileName: string;
  readonly encoding: CsvEncoding;
  /** it has ended, one way or another */
  readonly isOver: boolean;
  /** when file and results go by themselves; of one still to run, at the earliest */
  readonly expiresAt: Date;
}

/** The next import above an id with a file; imports are few, and their rows are small. */
export async function nextFile(em: EntityManager, afterId: string): Promise<KeptFile | null> {
  const [row] = await rowsOf<KeptFile>(
    em,
    `select id, file_name as "fileName", encoding, state in ('finished', 'failed', 'canceled') as "isOver",
            coalesce(expires_at, created_at + interval '10 days') as "expiresAt"
       from import_job where id > $1 and file_bytes > 0 order by id limit 1`,
    [afterId],
  );
  return row ?? null;
}

/** The counts of an import stay; that it has a file, and what became of each row, is forgotten. */
export async function forgetFile(tx: EntityManager, importId: string): Promise<void> {
  await rowsOf(tx, 'delete from import_chunk where import_id = $1', [importId]);
  await rowsOf(tx, 'update import_job set file_bytes = 0 where id = $1', [importId]);
}
