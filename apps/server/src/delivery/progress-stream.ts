import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { Database } from '../platform/database/database.js';
import { DeliveryViews } from './delivery-views.js';
import type { CustomerWorkProgress, ImportProgress, ProgressEvent } from './delivery.dto.js';

const LOOK_EVERY_MS = 1_000;
const HEARTBEAT_MS = 15_000;

/**
 * Tells open dashboards once a second what is in motion, where something changed. However many look, the rows are read
 * once; while nobody looks, nothing is read.
 */
@Injectable()
export class ProgressStream implements OnModuleDestroy {
  private readonly followers = new Set<Response>();
  private timer: NodeJS.Timeout | null = null;
  private last = '';
  private saidAt = 0;

  constructor(
    private readonly db: Database,
    private readonly views: DeliveryViews,
    private readonly logger: PinoLogger,
  ) {}

  /** Sends everything now, then whatever changes, until the client goes. */
  follow(response: Response): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.on('close', () => this.leave(response));
    this.followers.add(response);
    void this.greet(response);
  }

  onModuleDestroy(): void {
    for (const response of this.followers) response.end();
    this.followers.clear();
    this.stop();
  }

  private leave(response: Response): void {
    this.followers.delete(response);
    if (this.followers.size === 0) this.stop();
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.last = '';
  }

  private async greet(response: Response): Promise<void> {
    const message = await this.read();
    if (message !== null && this.followers.has(response)) response.write(message);
    if (this.followers.size > 0) this.timer ??= setTimeout(() => void this.tell(), LOOK_EVERY_MS);
  }

  private async tell(): Promise<void> {
    const message = await this.read();
    this.saidAt += LOOK_EVERY_MS;
    if (message !== null && message !== this.last) {
      this.last = message;
      this.say(message);
    } else if (this.saidAt >= HEARTBEAT_MS) this.say(': still here\n\n');
    this.timer = this.followers.size > 0 ? setTimeout(() => void this.tell(), LOOK_EVERY_MS) : null;
  }

  private say(message: string): void {
    this.saidAt = 0;
    for (const response of this.followers) response.write(message);
  }

  /** Null when the database does not answer: the stream stays, the next look may succeed. */
  private async read(): Promise<string | null> {
    try {
      const event: ProgressEvent = {
        deliveries: await this.views.inMotion(),
        imports: await this.runningImports(),
        bulkOperations: await this.customerWork('bulk_operation'),
        exports: await this.customerWork('customer_export'),
      };
      return `data: ${JSON.stringify(event)}\n\n`;
    } catch (error) {
      this.logger.warn({ err: error }, 'progress cannot be read');
      return null;
    }
  }

  /** Reads the rows of the imports module: one stream serves the whole dashboard. */
  private runningImports(): Promise<ImportProgress[]> {
    return this.db.rows<ImportProgress>(
      `select id, state, file_name as "fileName", file_bytes::float8 as "fileBytes",
              cursor_byte::float8 as "processedBytes", row_count as "rowCount", success_count as "successCount",
              failed_count as "failedCount", other_count as "otherCount", stopped_count as "stoppedCount"
         from import_job
        where state in ('queued', 'running') or finished_at > now() - interval '10 seconds'
        order by id desc limit 20`,
    );
  }

  /** The same of the customers module: what runs by the index of open ones, what ended just now among the latest. */
  private customerWork(table: 'bulk_operation' | 'customer_export'): Promise<CustomerWorkProgress[]> {
    return this.db.rows<CustomerWorkProgress>(
      `select id, state, total_count as "totalCount", done_count as "doneCount"
         from (select * from ${table} where state in ('queued', 'running')
               union all
               select * from (select * from ${table} order by id desc limit 20) latest
                where state not in ('queued', 'running') and finished_at > now() - interval '10 seconds') work
        order by id desc limit 20`,
    );
  }
}
