import { Readable } from 'node:stream';
import { csvLine, encodeCsv, UTF8_BOM, type CsvEncoding } from '@kubari/csv';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { streamRows } from '../platform/database/stream-rows.js';
import { consentHeadings, consentWord, type CsvLocale } from './consent-csv-labels.js';
import { selectConsents, type ConsentRow } from './consent-records.queries.js';

/** Whose consents (null: everybody's), in which encoding and language. */
export interface ConsentsCsvRequest {
  readonly customerId: string | null;
  readonly encoding: CsvEncoding;
  readonly locale: CsvLocale;
}

type CsvRow = ConsentRow & {
  readonly email: string | null;
  readonly hash: string | null;
  readonly obtained: string;
  readonly withdrawn: string | null;
  readonly kept_until: string | null;
};

/** Lines encoded at a time. */
const LINES_AT_A_TIME = 1_000;

/** Records of consent as a file: the evidence of J-33, read by a cursor so that memory does not grow with it. */
@Injectable()
export class ConsentsCsv {
  constructor(private readonly db: Database) {}

  /** Cells that a spreadsheet would take for formulas are escaped by csvLine. */
  stream(request: ConsentsCsvRequest): Readable {
    return Readable.from(this.bytes(request), { objectMode: false });
  }

  private async *bytes({ customerId, encoding, locale }: ConsentsCsvRequest): AsyncGenerator<Uint8Array> {
    if (encoding === 'utf-8') yield UTF8_BOM;
    let lines = csvLine(consentHeadings(locale));
    let count = 0;
    for await (const row of streamRows<CsvRow>(this.db, CSV_ROWS, [customerId])) {
      lines += csvLine(cellsOf(row, locale));
      if (++count % LINES_AT_A_TIME !== 0) continue;
      yield encodeCsv(lines, encoding).bytes;
      lines = '';
    }
    if (lines !== '') yield encodeCsv(lines, encoding).bytes;
  }
}

/** In the order of ids; of one customer by the index on customers. Times as a Japanese spreadsheet reads them. */
const CSV_ROWS = `${selectConsents(`,
    (select c.email from customer c where c.id = k.customer_id) as email, encode(k.address_hash, 'hex') as hash,
    to_char(k.obtained_at at time zone 'Asia/Tokyo', 'YYYY/MM/DD HH24:MI:SS') as obtained,
    to_char(k.withdrawn_at at time zone 'Asia/Tokyo', 'YYYY/MM/DD HH24:MI:SS') as withdrawn,
    to_char(k.purge_after at time zone 'Asia/Tokyo', 'YYYY/MM/DD') as kept_until`)}
  where $1::bigint is null or k.customer_id = $1
  order by k.id`;

function cellsOf(row: CsvRow, locale: CsvLocale): string[] {
  return [
    row.email ?? '',
    row.hash ?? '',
    row.purpose,
    row.group_id === null ? consentWord('all', locale) : (row.group_name ?? `#${row.group_id}`),
    consentWord(row.basis, locale),
    consentWord(`source_${row.source}`, locale),
    row.source_label,
    row.obtained,
    row.ip ?? '',
    row.user_agent ?? '',
    row.user_name ?? '',
    row.note.replaceAll(/\s+/g, ' '),
    row.withdrawn ?? '',
    row.kept_until ?? '',
  ];
}
