import { randomUUID } from 'node:crypto';
import { CsvError } from '@kubari/csv';
import { Inject, Injectable } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { AddressHasher } from '../customers/address-hash.service.js';
import { OptOutLedger } from '../customers/opt-out-ledger.service.js';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { Storage } from '../platform/storage/storage.js';
import { RowApplier } from './apply-rows.js';
import type { CheckedRow } from './check-row.js';
import { applyBehind, readChunks, ROWS_PER_CHUNK, type CheckedChunk } from './chunk-reader.js';
import { MOST_STARTS } from './import.types.js';
import { importFields } from './imports.queries.js';
import {
  claimRehearsal,
  copyIntoDoubles,
  endRehearsal,
  makeDoubles,
  noteRehearsed,
  type ClaimedRehearsal,
} from './rehearsal.queries.js';
import { RehearsalTally } from './rehearsal-tally.js';
import { inRetriedTx } from './retried-tx.js';
import { SeenAddresses } from './seen-addresses.js';

/** Other settings have replaced this rehearsal, or its file is gone: nobody wants the result. */
class NotWanted extends Error {}

/**
 * Plays an import through without writing anybody (事前確認): the same statements on doubles of the tables, in a session
 * that may write nothing else. It leaves nothing behind, so a killed one simply begins again.
 */
@Injectable()
export class ImportRehearser {
  /** tests cut files smaller */
  rowsPerChunk = ROWS_PER_CHUNK;

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly applier: RowApplier,
    private readonly hasher: AddressHasher,
    private readonly ledger: OptOutLedger,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Rehearses to the end of the file; returns quietly when there is nothing to rehearse or somebody else does. */
  async rehearse(importId: string): Promise<void> {
    const job = await claimRehearsal(this.db, importId, {
      token: randomUUID(),
      now: this.clock.now(),
      leaseMs: this.env.IMPORT_LEASE_MS,
    });
    if (!job) return;
    const tally = new RehearsalTally(job.settings);
    // none of its chunks outlives a start, so all starts count
    if (job.tryCount > MOST_STARTS) return endRehearsal(this.db, job, tally.end('given-up', null));
    if (job.fileKey === null) return endRehearsal(this.db, job, tally.end('file-missing', null));
    try {
      await this.play(job, job.fileKey, tally);
      await endRehearsal(this.db, job, tally.end(null, null));
    } catch (error) {
      if (error instanceof NotWanted) return;
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (error instanceof CsvError) await endRehearsal(this.db, job, tally.end(`csv-${error.code}`, error.rowNumber));
      else if (isMissing) await endRehearsal(this.db, job, tally.end('file-missing', null));
      else throw error;
    }
  }

  private async play(job: ClaimedRehearsal, fileKey: string, tally: RehearsalTally): Promise<void> {
    const chunks = readChunks({
      storage: this.storage,
      fileKey,
      settings: job.settings,
      fields: await importFields(this.db),
      from: { byteOffset: 0, rowNumber: 1 },
      rowsPerChunk: this.rowsPerChunk,
      maxRows: this.env.IMPORT_MAX_ROWS,
    });
    const reads = job.settings.groupId !== null && (await this.ledger.holdsAnybody(this.db.manager));
    const copied = new SeenAddresses();
    // a session of its own: nothing prepared in it means the true tables, and it ends with the doubles
    const pool = new Pool({
      connectionString: this.env.DATABASE_URL,
      max: 1,
      application_name: 'kubari rehearsal',
      options: '-c timezone=UTC',
    });
    try {
      const client = await pool.connect();
      client.on('error', () => undefined); // the statement under way tells
      try {
        await this.applier.prepare(client);
        await makeDoubles(client);
        await applyBehind(chunks, (chunk) => this.playChunk(job, client, chunk, { tally, copied, readsLedger: reads }));
      } finally {
        client.release(true);
      }
    } finally {
      await pool.end();
    }
  }

  private async playChunk(
    job: ClaimedRehearsal,
    client: PoolClient,
    chunk: CheckedChunk,
    { tally, copied, readsLedger }: { tally: RehearsalTally; copied: SeenAddresses; readsLedger: boolean },
  ): Promise<void> {
    const rows = chunk.rows.map(withoutValues);
    const fresh = rows.flatMap((row) => (row.ok && copied.add(row.emailNormalised) ? row.emailNormalised : []));
    const hashes = readsLedger ? fresh.map((address) => this.hasher.hashOf(address)) : [];
    const { sheet } = await inRetriedTx(client, async () => {
      await copyIntoDoubles(client, fresh, hashes);
      return this.applier.apply({
        client,
        importId: job.importId,
        settings: job.settings,
        rows,
        now: this.clock.now(),
        userId: undefined,
        isRehearsal: true,
      });
    });
    tally.add(chunk, sheet);
    const leaseUntil = new Date(this.clock.now().getTime() + this.env.IMPORT_LEASE_MS);
    const seen = { bytes: chunk.next.byteOffset, rows: tally.rowCount, leaseUntil };
    if (!(await noteRehearsed(this.db, job, seen))) throw new NotWanted();
  }
}

/** No outcome depends on what is in the fields once the row is checked. */
const withoutValues = (row: CheckedRow): CheckedRow => (row.ok ? { ...row, values: {} } : row);
