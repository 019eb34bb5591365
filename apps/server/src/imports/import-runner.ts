import { randomUUID } from 'node:crypto';
import { CsvError, readCsv, type CsvBatch } from '@kubari/csv';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { PoolClient } from 'pg';
import { CustomerUpsertService, UpsertRaced } from '../customers/customer-upsert.service.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Storage } from '../platform/storage/storage.js';
import { applyRegister } from './apply-rows.js';
import { compileRowCheck, type CheckedRow } from './check-row.js';
import { planChunk } from './chunk-plan.js';
import {
  claimImport,
  endImport,
  importFields,
  recordChunk,
  renewLease,
  type ClaimedImport,
  type ImportEnd,
} from './imports.queries.js';

/** Rows of one transaction: large enough to spread its cost, small enough that a kill repeats little. By measurement. */
const ROWS_PER_CHUNK = 5_000;
export const IMPORT_LEASE_MS = 60_000;
const MOST_TRIES = 8;

/** The lease was taken over or the import was canceled: what is committed stays, nothing more is written. */
class LeaseLost extends Error {}

/**
 * Works through one import, chunk by chunk; every chunk's rows, results and the cursor are one transaction, so a killed
 * worker continues behind the last chunk that was committed: no row is lost and none is applied twice.
 */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly upserts: CustomerUpsertService,
    private readonly memberships: MembershipChanges,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** Runs the import to its end; returns quietly when it is not to be run or somebody else runs it. */
  async run(importId: string): Promise<void> {
    const job = await claimImport(this.db, importId, randomUUID(), this.clock.now());
    if (!job) return;
    try {
      await this.runChunks(job);
      await this.end(job, { state: 'finished' });
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (!isFileProblem(error)) throw error;
      this.logger.warn({ importId, code: error.code }, 'import stopped by a broken file');
      await this.end(job, {
        state: 'failed',
        failure: error instanceof CsvError ? `csv-${error.code}` : 'file-missing',
      });
    }
  }

  private async runChunks(job: ClaimedImport): Promise<void> {
    const fields = await importFields(this.db);
    const check = compileRowCheck({
      mapping: job.mapping,
      fields,
      blanksEmptyCells: job.overwrite && job.emptyCells === 'blank',
    });
    const renewal = setInterval(() => {
      renewLease(this.db, job, this.clock.now()).catch((error: unknown) =>
        this.logger.warn({ err: error }, 'import lease not renewed'),
      );
    }, IMPORT_LEASE_MS / 3);
    const client = await this.db.pool.connect();
    try {
      await this.upserts.prepare(client);
      await this.pipeline(job, client, check);
    } finally {
      clearInterval(renewal);
      client.release(!(await this.upserts.release(client)));
    }
  }

  /** Reads and checks the next chunk while PostgreSQL applies the one before it. */
  private async pipeline(
    job: ClaimedImport,
    client: PoolClient,
    check: (cells: readonly string[]) => CheckedRow,
  ): Promise<void> {
    const batches = readCsv(this.storage.read(job.fileKey, { from: job.cursor.byteOffset }), {
      encoding: job.encoding,
      delimiter: job.delimiter,
      rowsPerBatch: ROWS_PER_CHUNK,
      startAt: job.cursor,
    });
    let applying: Promise<void> = Promise.resolve();
    let from = job.cursor.byteOffset;
    let chunkNo = job.nextChunkNo;
    try {
      for await (const batch of batches) {
        const rows = job.hasHeader && batch.firstRowNumber === 1 ? batch.rows.slice(1) : batch.rows;
        const checked = rows.map(check);
        await applying;
        const chunk = { chunkNo, byteFrom: from, batch, checked };
        applying = this.applyChunk(job, client, chunk);
        applying.catch(() => undefined); // looked at by the next await
        from = batch.next.byteOffset;
        chunkNo += 1;
      }
    } finally {
      await applying;
    }
  }

  private async applyChunk(
    job: ClaimedImport,
    client: PoolClient,
    chunk: { chunkNo: number; byteFrom: number; batch: CsvBatch; checked: readonly CheckedRow[] },
  ): Promise<void> {
    const blanksEmptyCells = job.overwrite && job.emptyCells === 'blank';
    const plan = planChunk(chunk.checked, { overwrite: job.overwrite, blanksEmptyCells });
    const mode = {
      overwrite: job.overwrite,
      blankedFieldIds: blanksEmptyCells
        ? job.mapping.flatMap((target) => (target.startsWith('field:') ? target.slice(6) : []))
        : null,
      importId: job.id,
      via: 'csv' as const,
      now: this.clock.now(),
      groupId: job.groupId,
    };
    await inRetriedTx(client, async () => {
      const outcomes = await applyRegister(
        { upserts: this.upserts, memberships: this.memberships },
        client,
        plan,
        chunk.checked.length,
        mode,
      );
      const recorded = await recordChunk(client, job, {
        chunkNo: chunk.chunkNo,
        firstRow: chunk.batch.firstRowNumber,
        byteFrom: chunk.byteFrom,
        next: chunk.batch.next,
        ...outcomes,
      });
      if (!recorded) throw new LeaseLost();
    });
  }

  private async end(job: ClaimedImport, end: ImportEnd): Promise<void> {
    await endImport(this.db, job, end, this.clock.now());
  }
}

/** Another import may hold the same customers, or somebody may register one just now: the chunk is simply done again. */
async function inRetriedTx(client: PoolClient, work: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    await client.query('begin');
    try {
      await work();
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      if (tried >= MOST_TRIES || !isRetryable(error)) throw error;
    }
  }
}

const DEADLOCK = '40P01';
const LOCK_NOT_AVAILABLE = '55P03';
/** a customer was deleted between being found and joining the group */
const FOREIGN_KEY_VIOLATION = '23503';

function isRetryable(error: unknown): boolean {
  if (error instanceof UpsertRaced) return true;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === DEADLOCK || code === LOCK_NOT_AVAILABLE || code === FOREIGN_KEY_VIOLATION;
}

function isFileProblem(error: unknown): error is Error & { code: string } {
  return error instanceof CsvError || (error instanceof Error && 'code' in error && error.code === 'ENOENT');
}
