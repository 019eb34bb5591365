import { Readable } from 'node:stream';
import { csvLine, encodeCsv, readCsv, UTF8_BOM, type CsvEncoding } from '@kubari/csv';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Storage } from '../platform/storage/storage.js';
import type { FileFormat, OutcomeClass } from './import.types.js';
import { nextChunk, type StoredChunk } from './imports.queries.js';
import { outcomeClass, outcomeText } from './row-outcome.js';

/** Which result file: of one class or all, in which encoding and language. */
export interface ResultRequest {
  readonly importId: string;
  readonly format: FileFormat;
  readonly only: OutcomeClass | null;
  readonly encoding: CsvEncoding;
  readonly locale: 'ja' | 'en';
}

const HEADING = { ja: '処理結果', en: 'Result' } as const;

/**
 * The uploaded rows with one more column at the far right that says what happened to each (C-36, C-37). Read from the
 * uploaded file chunk by chunk, so memory does not grow with the file.
 */
@Injectable()
export class ResultCsv {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
  ) {}

  /** The bytes of the result file. */
  stream(request: ResultRequest): Readable {
    return Readable.from(this.bytes(request), { objectMode: false });
  }

  private async *bytes(request: ResultRequest): AsyncGenerator<Uint8Array> {
    if (request.encoding === 'utf-8') yield UTF8_BOM;
    let chunkNo = -1;
    for (;;) {
      const chunk = await nextChunk(this.db, request.importId, chunkNo);
      if (!chunk) return;
      chunkNo = chunk.chunk_no;
      const text = await this.chunkText(request, chunk);
      if (text !== '') yield encodeCsv(text, request.encoding).bytes;
    }
  }

  private async chunkText(request: ResultRequest, chunk: StoredChunk): Promise<string> {
    const { encoding, delimiter, hasHeader } = request.format;
    const file = this.storage.read(chunk.file_key, { from: chunk.byte_from, to: chunk.byte_to });
    const startAt = { byteOffset: chunk.byte_from, rowNumber: chunk.first_row };
    let text = '';
    let row = 0;
    for await (const batch of readCsv(file, { encoding, delimiter, startAt })) {
      for (const cells of batch.rows) {
        if (hasHeader && chunk.first_row === 1 && batch.firstRowNumber === 1 && cells === batch.rows[0]) {
          text += csvLine([...cells, HEADING[request.locale]]);
          continue;
        }
        const code = chunk.outcomes[row];
        if (code !== undefined && (request.only === null || outcomeClass(code) === request.only)) {
          text += csvLine([...cells, outcomeText(code, chunk.details[row] ?? {}, request.locale)]);
        }
        row += 1;
      }
    }
    return text;
  }
}
