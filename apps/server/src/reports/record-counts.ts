import { csvLine, UTF8_BOM } from '@kubari/csv';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { RecordCountReport } from './record-counts.dto.js';
import { readMonthPeaks, readRecordState } from './record-counts.queries.js';

const HEADINGS = { ja: ['年月', '最大顧客レコード数'], en: ['Month', 'Most customer records'] } as const;

/** The number of customer records and its peaks, by SQL; a trigger of customers keeps them. */
@Injectable()
export class RecordCountReports {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async report(months: number): Promise<RecordCountReport> {
    const state = await readRecordState(this.db);
    return { ...state, months: await readMonthPeaks(this.db, this.clock.now(), months) };
  }

  /** The months as a small file for a spreadsheet. */
  async csv(months: number, locale: 'ja' | 'en'): Promise<Buffer> {
    const peaks = await readMonthPeaks(this.db, this.clock.now(), months);
    const lines = peaks.map(({ month, peakCount }) => csvLine([month, peakCount === null ? '' : String(peakCount)]));
    return Buffer.concat([UTF8_BOM, Buffer.from(csvLine([...HEADINGS[locale]]) + lines.join(''))]);
  }
}
