import { randomUUID } from 'node:crypto';
import { csvLine, encodeCsv, UTF8_BOM } from '@kubari/csv';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { AppError } from '../../platform/http/app-error.js';
import { Storage } from '../../platform/storage/storage.js';
import { CustomerFieldsService } from '../customer-fields.service.js';
import { CustomerTargets } from '../customer-targets.js';
import { Cp932Losses } from './cp932-losses.js';
import {
  claimExport,
  EXPORT_LEASE_MS,
  failExport,
  finishExport,
  readExportRows,
  recordProgress,
  releaseLease,
  renewLease,
  type ClaimedExport,
} from './customer-exports.queries.js';
import { compileColumns, needsOf, type ExportColumns } from './export-columns.js';

/** Rows read, encoded and handed to storage at a time: what is in memory, whatever the size of the file. */
const ROWS_PER_PAGE = 2_000;
/** Starts of a file; then it is given up instead of being tried for ever. */
const MOST_STARTS = 10;

/** The lease was taken over or the export was canceled: the file is not wanted. */
class LeaseLost extends Error {}
/** The process is ending: another worker starts the file again. */
class Stopping extends Error {}

/** How far a file is. */
interface Progress {
  doneCount: number;
  readonly losses: Cp932Losses;
}

/**
 * Writes one file, page by page, newest customer first, straight to storage. A file is offered only when it is whole:
 * the row says so after the last byte is stored. A killed worker's file is removed and started again.
 */
@Injectable()
export class CustomerExportRunner implements OnModuleDestroy {
  private isStopping = false;

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly targets: CustomerTargets,
    private readonly fields: CustomerFieldsService,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** Writes the file to its end; returns quietly when it is not to be written or somebody else writes it. */
  async run(exportId: string): Promise<void> {
    const job = await claimExport(this.db, exportId, randomUUID(), this.clock.now());
    if (!job) return;
    const renewal = setInterval(() => {
      renewLease(this.db, job, this.clock.now()).catch((error: unknown) =>
        this.logger.warn({ err: error, exportId }, 'lease of an export not renewed'),
      );
    }, EXPORT_LEASE_MS / 3);
    try {
      if (job.staleFileKey !== null) await this.storage.remove(job.staleFileKey);
      if (job.tryCount > MOST_STARTS) await this.fail(job, 'given-up');
      else await this.write(job);
    } catch (error) {
      // storage has removed what was written
      if (error instanceof LeaseLost) return;
      if (error instanceof AppError && error.status < 500) return await this.fail(job, error.code);
      await releaseLease(this.db, job, !(error instanceof Stopping));
      if (!(error instanceof Stopping)) throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  private async write(job: ClaimedExport): Promise<void> {
    const progress: Progress = { doneCount: 0, losses: new Cp932Losses() };
    const bytes = await this.storage.put(job.fileKey, this.bytes(job, progress));
    const { doneCount, losses } = progress;
    const file = { doneCount, bytes, lostCount: losses.total, lostCharacters: losses.examples() };
    if (!(await finishExport(this.db, job, file, this.clock.now()))) await this.storage.remove(job.fileKey);
  }

  private async *bytes(job: ClaimedExport, progress: Progress): AsyncGenerator<Uint8Array> {
    const columns = compileColumns(job.columns, await this.fields.listAll(), job.locale);
    if (job.encoding === 'utf-8') yield UTF8_BOM;
    if (job.hasHeader) yield this.encode(job, csvLine(columns.headings), progress);
    for (let below = job.belowId; ;) {
      const ids = await this.targets.next(job.target, below, ROWS_PER_PAGE);
      const last = ids.at(-1);
      if (last === undefined) return;
      yield await this.page(job, columns, ids, progress);
      if (this.isStopping) throw new Stopping();
      if (!(await recordProgress(this.db, job, progress.doneCount, this.clock.now()))) throw new LeaseLost();
      below = last;
    }
  }

  private async page(
    job: ClaimedExport,
    columns: ExportColumns,
    ids: readonly string[],
    progress: Progress,
  ): Promise<Uint8Array> {
    const params: unknown[] = [ids];
    const where = await this.targets.matchSql(job.target, params);
    const page = { needs: needsOf(job.columns), groupId: job.groupId, where, params };
    let lines = '';
    for (const row of await readExportRows(this.db, page)) {
      lines += csvLine(columns.cellsOf(row));
      progress.doneCount += 1;
    }
    return this.encode(job, lines, progress);
  }

  private encode({ encoding }: ClaimedExport, text: string, { losses }: Progress): Uint8Array {
    if (encoding === 'cp932') losses.note(text);
    return encodeCsv(text, encoding).bytes;
  }

  private async fail(job: ClaimedExport, failure: string): Promise<void> {
    this.logger.warn({ exportId: job.id, failure }, 'export failed');
    await failExport(this.db, job, failure, this.clock.now());
  }
}
