import { randomUUID } from 'node:crypto';
import { CsvError } from '@kubari/csv';
import { Inject, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import type { PoolClient } from 'pg';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { Storage } from '../platform/storage/storage.js';
import { RowApplier } from './apply-rows.js';
import { CompletionMail } from './completion-mail.js';
import { applyBehind, readChunks, ROWS_PER_CHUNK, type CheckedChunk } from './chunk-reader.js';
import { inRetriedTx } from './retried-tx.js';
import { keepUndo } from './import-undo.queries.js';
import { MOST_STARTS } from './import.types.js';
import {
  claimImport,
  endImport,
  importFields,
  recordChunk,
  renewLease,
  type ClaimedImport,
  type ImportEnd,
} from './imports.queries.js';
import { NewCustomerNotes } from './new-customer-notes.js';

/** The lease was taken over or the import was canceled: what is committed stays, nothing more is written. */
class LeaseLost extends Error {}

/**
 * Works through one import, chunk by chunk; every chunk's rows, results, undo and the cursor are one transaction, so a
 * killed worker continues behind the last chunk that was committed: no row is lost and none is applied twice.
 */
@Injectable()
export class ImportRunner {
  /** tests cut files smaller */
  rowsPerChunk = ROWS_PER_CHUNK;

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly applier: RowApplier,
    private readonly notes: NewCustomerNotes,
    private readonly mail: CompletionMail,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Runs the import to its end; returns quietly when it is not to be run or somebody else runs it. */
  async run(importId: string): Promise<void> {
    const job = await claimImport(this.db, importId, { token: randomUUID(), ...this.lease() });
    if (!job) return;
    try {
      if (job.tryCount > MOST_STARTS) return await this.fail(job, 'given-up');
      if (job.settings.target === 'group' && job.settings.groupId === null) return await this.fail(job, 'group-gone');
      if (job.fileKey === null) return await this.fail(job, 'file-missing');
      await this.runChunks(job, job.fileKey);
      await this.end(job, { state: 'finished', failure: null, failureRow: null });
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (error instanceof CsvError) return await this.fail(job, `csv-${error.code}`, error.rowNumber);
      if (isMissingFile(error)) return await this.fail(job, 'file-missing');
      throw error;
    }
  }

  private async runChunks(job: ClaimedImport, fileKey: string): Promise<void> {
    const { id, settings, cursor } = job;
    const chunks = readChunks({
      storage: this.storage,
      fileKey,
      settings,
      fields: await importFields(this.db),
      from: cursor,
      rowsPerChunk: this.rowsPerChunk,
      maxRows: this.env.IMPORT_MAX_ROWS,
    });
    const note = await this.notes.begin(job);
    const renewal = setInterval(() => {
      renewLease(this.db, id, { token: job.leaseToken, ...this.lease() }).catch((error: unknown) =>
        this.logger.warn({ err: error }, 'import lease not renewed'),
      );
    }, this.env.IMPORT_LEASE_MS / 3);
    const client = await this.db.pool.connect();
    try {
      await this.applier.prepare(client);
      let chunkNo = job.nextChunkNo;
      await applyBehind(chunks, (chunk) => this.applyChunk(job, client, { ...chunk, chunkNo: chunkNo++ }, note));
    } finally {
      clearInterval(renewal);
      client.release(!(await this.applier.release(client)));
    }
  }

  private async applyChunk(
    job: ClaimedImport,
    client: PoolClient,
    { rows, ...chunk }: CheckedChunk & { readonly chunkNo: number },
    note: Awaited<ReturnType<NewCustomerNotes['begin']>>,
  ): Promise<void> {
    const { settings, createdBy } = job;
    await inRetriedTx(client, async () => {
      const now = this.clock.now();
      const userId = createdBy ?? undefined;
      const work = { client, importId: job.id, settings, rows, now, userId, isRehearsal: false };
      const applied = await this.applier.apply(work);
      const relisted = await note(client, applied.registered, now);
      const { groupId } = settings;
      await keepUndo(client, { importId: job.id, chunkNo: chunk.chunkNo, writtenAt: now, groupId, applied });
      const { codes, details } = applied.sheet;
      if (!(await recordChunk(client, job, { ...chunk, codes, details, relisted }))) throw new LeaseLost();
    });
  }

  private fail(job: ClaimedImport, failure: string, failureRow: number | null = null): Promise<void> {
    this.logger.warn({ importId: job.id, failure, failureRow }, 'import stopped');
    return this.end(job, { state: 'failed', failure, failureRow });
  }

  /** The mail is put into the outbox in the transaction that ends the import: once, and without waiting for it (C-38). */
  private async end(job: ClaimedImport, end: ImportEnd): Promise<void> {
    await this.db.tx(async (tx) => {
      const deletedLately = await this.notes.deletedLately(job);
      const ended = await endImport(tx, job, end, { now: this.clock.now(), deletedLately });
      if (ended) await this.mail.report(tx, job, end, ended);
    });
  }

  private lease(): { now: Date; leaseMs: number } {
    return { now: this.clock.now(), leaseMs: this.env.IMPORT_LEASE_MS };
  }
}

const isMissingFile = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
