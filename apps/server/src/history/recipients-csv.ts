import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { CsvEncoding } from '@kubari/csv';
import type { HistoryCsvQuery } from './history.dto.js';

/** Which file: whose recipients, which of them, encoding and language. */
export interface RecipientsCsvRequest {
  readonly deliveryId: string;
  readonly query: HistoryCsvQuery;
  readonly encoding: CsvEncoding;
  readonly locale: 'ja' | 'en';
}

@Injectable()
export class RecipientsCsv {
  stream(_request: RecipientsCsvRequest): Promise<Readable> {
    throw new Error('not yet');
  }
}
