import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { invalidField, notFound } from '../../platform/http/app-error.js';
import { decodeIdCursor, toPage, type Page } from '../../platform/http/pagination.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Storage } from '../../platform/storage/storage.js';
import type { CurrentUserInfo } from '../../users/requires.decorator.js';
import { CustomerFieldsService } from '../customer-fields.service.js';
import { CustomerTargets } from '../customer-targets.js';
import {
  isFileOffered,
  toCustomerExportResponse,
  type CreateCustomerExportRequest,
  type CustomerExportResponse,
} from './customer-exports.dto.js';
import { exportGone, exportStateForbids } from './customer-exports.errors.js';
import {
  cancelExport,
  insertDownload,
  insertExport,
  readExports,
  type ExportListRow,
} from './customer-exports.queries.js';
import { strangeColumn } from './export-columns.js';

/** A file on its way to somebody. */
export interface ExportFile {
  readonly stream: Readable;
  readonly bytes: number;
  readonly name: string;
  readonly type: string;
}

/** Orders, shows and hands out files of customers; CustomerExportRunner writes them. */
@Injectable()
export class CustomerExports {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly targets: CustomerTargets,
    private readonly fields: CustomerFieldsService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Freezes what is meant and queues it; 422 names a column that cannot be. */
  async order(request: CreateCustomerExportRequest, user: CurrentUserInfo): Promise<CustomerExportResponse> {
    const target = await this.targets.read(request.target);
    const groupId = request.groupId ?? ('query' in target ? target.query.groupId : undefined) ?? null;
    await this.refuseStrangeColumns(request.columns, groupId);
    const belowId = await this.targets.start();
    const totalCount = await this.targets.count(target);
    const { columns, encoding, hasHeader } = request;
    const id = await insertExport(
      this.db,
      { target, groupId, columns, encoding, hasHeader, locale: user.locale, totalCount, belowId, createdBy: user.id },
      this.clock.now(),
    );
    await this.jobs.wake('customers.export', { exportId: id }, { jobId: `export-${id}` });
    return this.get(id);
  }

  /** 404 when there is none. */
  async get(id: string): Promise<CustomerExportResponse> {
    return toCustomerExportResponse(await this.row(id), this.clock.now());
  }

  /** Newest first. */
  async page(cursor: string | undefined, limit: number): Promise<Page<CustomerExportResponse>> {
    const rows = await readExports(this.db, { below: decodeIdCursor(cursor), limit: limit + 1 });
    const now = this.clock.now();
    return toPage(
      rows,
      limit,
      (row) => toCustomerExportResponse(row, now),
      (row) => [row.id],
    );
  }

  /** Stops it at its next page; 409 when it has ended. */
  async cancel(id: string): Promise<CustomerExportResponse> {
    const { state } = await this.row(id);
    if (!(await cancelExport(this.db, id, this.clock.now()))) throw exportStateForbids(state);
    return this.get(id);
  }

  /** The whole file, written down as taken by this user; 409 before it is whole, 410 after its day. */
  async file(id: string, user: CurrentUserInfo, ip: string | null): Promise<ExportFile> {
    const row = await this.row(id);
    if (row.state !== 'finished') throw exportStateForbids(row.state);
    if (!isFileOffered(row, this.clock.now()) || row.file_key === null) throw exportGone();
    await insertDownload(this.db, { exportId: id, userId: user.id, ip }, this.clock.now());
    return {
      stream: this.storage.read(row.file_key),
      bytes: Number(row.file_bytes),
      name: row.group_id === null ? `customers-${id}.csv` : `group-${row.group_id}-${id}.csv`,
      type: `text/csv; charset=${row.encoding === 'utf-8' ? 'utf-8' : 'Shift_JIS'}`,
    };
  }

  private async row(id: string): Promise<ExportListRow> {
    const [row] = await readExports(this.db, { id, limit: 1 });
    if (!row) throw notFound('customer-export');
    return row;
  }

  private async refuseStrangeColumns(columns: readonly string[], groupId: string | null): Promise<void> {
    if (columns.length === 0) throw invalidField('columns', 'required', 'choose at least one column');
    const strange = strangeColumn(columns, await this.fields.list(), groupId !== null);
    if (strange)
      throw invalidField('columns', strange.code, `${strange.key}: ${strange.code}`, { column: strange.key });
  }
}
