import { Readable } from 'node:stream';
import { csvLine, encodeCsv, UTF8_BOM, type CsvEncoding } from '@kubari/csv';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { streamRows } from '../platform/database/stream-rows.js';
import { notFound } from '../platform/http/app-error.js';
import { errorLabel, headings, reasonLabel, stateLabel, type CsvLocale } from './csv-labels.js';
import type { HistoryCsvQuery } from './history.dto.js';
import { findDelivery } from './history.queries.js';
import { recipientsQuery, type RecipientRow } from './recipients.queries.js';

/** Which file: whose recipients, which of them, encoding and language. */
export interface RecipientsCsvRequest {
  readonly deliveryId: string;
  readonly query: HistoryCsvQuery;
  readonly encoding: CsvEncoding;
  readonly locale: CsvLocale;
}

type TimeColumn = 'acceptedAt' | 'openedAt' | 'clickedAt' | 'unsubscribedAt';
type CsvRow = Pick<RecipientRow, 'email' | 'state' | 'skipReason' | 'errorKind' | 'errorDetail'> &
  Readonly<Record<TimeColumn | 'clickedUrls', string | null>>;

/** Lines encoded at a time. */
const ROWS_AT_A_TIME = 1_000;

/** The people behind a number as a file. Read by a cursor, so memory does not grow with the delivery. */
@Injectable()
export class RecipientsCsv {
  constructor(private readonly db: Database) {}

  /** 404 when there is no such delivery; everything later shows as a broken download. */
  async stream(request: RecipientsCsvRequest): Promise<Readable> {
    if (!(await findDelivery(this.db, request.deliveryId))) throw notFound('delivery');
    return Readable.from(this.bytes(request), { objectMode: false });
  }

  private async *bytes({ deliveryId, query, encoding, locale }: RecipientsCsvRequest): AsyncGenerator<Uint8Array> {
    if (encoding === 'utf-8') yield UTF8_BOM;
    yield encodeCsv(csvLine(headings(locale)), encoding).bytes;
    const { result = 'all', linkNo = null, reason = null } = query;
    let lines = '';
    let count = 0;
    const { sql, params } = recipientsQuery({ deliveryId, result, linkNo, reason }, null, null);
    for await (const row of streamRows<CsvRow>(this.db, withTexts(sql), params)) {
      lines += csvLine(cellsOf(row, locale));
      if (++count % ROWS_AT_A_TIME !== 0) continue;
      yield encodeCsv(lines, encoding).bytes;
      lines = '';
    }
    if (lines !== '') yield encodeCsv(lines, encoding).bytes;
  }
}

/** Times as a Japanese spreadsheet reads them, and every link the person clicked. */
function withTexts(sql: string): string {
  const time = (column: TimeColumn): string =>
    `to_char(q."${column}" at time zone 'Asia/Tokyo', 'YYYY/MM/DD HH24:MI:SS') as "${column}"`;
  return `select q.email, q.state, q."skipReason", q."errorKind", q."errorDetail", ${time('acceptedAt')},
                 ${time('openedAt')}, ${time('clickedAt')}, ${time('unsubscribedAt')},
                 case when q."clickedAt" is not null then (
                   select string_agg(l.url, ' ' order by l.link_no)
                     from (select distinct e.delivery_id, e.link_no from tracking_event e
                            where e.recipient_id = q.id and e.kind = 'clicked' and e.visitor in ('human', 'proxy')) e
                     join delivery_link l using (delivery_id, link_no)) end as "clickedUrls"
            from (${sql}) q`;
}

function cellsOf(row: CsvRow, locale: CsvLocale): string[] {
  return [
    row.email,
    stateLabel(row.state, locale),
    row.skipReason !== null ? reasonLabel(row.skipReason, locale) : errorLabel(row.errorKind, locale),
    (row.errorDetail ?? '').replaceAll(/\s+/g, ' '),
    row.acceptedAt ?? '',
    row.openedAt ?? '',
    row.clickedUrls ?? '',
    row.clickedAt ?? '',
    row.unsubscribedAt ?? '',
  ];
}
