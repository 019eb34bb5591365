import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { AppError, notFound } from '../platform/http/app-error.js';
import { decodeCursor, toPage, type Page } from '../platform/http/pagination.js';
import { toTimelineEntryResponse, type TimelineEntryResponse, type TimelineQuery } from './customer-timeline.dto.js';
import { customerExists, readTimeline, type TimelinePosition } from './customer-timeline.queries.js';
import { SECTION_KINDS } from './timeline.types.js';

/** What happened to a customer: registration, groups, mails and what became of them. */
@Injectable()
export class CustomerTimeline {
  constructor(private readonly db: Database) {}

  /** Newest first; 404 when there is no such customer. */
  async page(customerId: string, { cursor, limit = 50, only }: TimelineQuery): Promise<Page<TimelineEntryResponse>> {
    const after = cursor === undefined ? null : readPosition(cursor);
    const kinds = only === undefined ? null : SECTION_KINDS[only];
    const rows = await readTimeline(this.db.manager, { customerId, after, kinds, limit: limit + 1 });
    if (rows.length === 0 && after === null && !(await customerExists(this.db.manager, customerId)))
      throw notFound('customer');
    return toPage(rows, limit, toTimelineEntryResponse, (row) => [row.at_text, row.key]);
  }
}

function readPosition(cursor: string): TimelinePosition {
  const [atText, key] = decodeCursor(cursor, 2);
  // the format is PostgreSQL's own in UTC; anything else would fail in the statement
  if (
    typeof atText !== 'string' ||
    typeof key !== 'string' ||
    !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(atText)
  )
    throw new AppError(400, 'malformed-cursor', 'The cursor is not one of ours: start again without it.');
  return { atText, key };
}
