import { CsvError, previewCsv, type CsvPreview } from '@kubari/csv';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { AppError } from '../platform/http/app-error.js';
import { Storage } from '../platform/storage/storage.js';
import { headerSignature } from './header-signature.js';
import type { ImportJob } from './import-job.entity.js';
import type { ColumnTarget, FileFormat } from './import.types.js';
import type { PreviewQuery } from './imports.dto.js';
import { importEmpty, importResultGone } from './imports.errors.js';
import { findRemembered, mappableFields } from './imports.queries.js';
import type { ImportPreviewResponse } from './preview.responses.js';
import { suggestMapping } from './suggest-mapping.js';

const SAMPLE_BYTES = 262_144;

/** Looks into an uploaded file: its first rows, what its columns probably are, and what was done with the last such file. */
@Injectable()
export class ImportPreview {
  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
  ) {}

  /** The first rows as they would be read, and a mapping: the remembered one (same headings), or a guess (C-40, C-41). */
  async look(job: ImportJob, query: PreviewQuery): Promise<ImportPreviewResponse> {
    const preview = await this.read(job, query.encoding ?? job.encoding, query.delimiter ?? job.delimiter);
    const [headings] = preview.rows;
    if (!headings) throw importEmpty();
    const fields = await mappableFields(this.db);
    const guess = suggestMapping(preview.rows, fields);
    const remembered = await findRemembered(this.db, headerSignature(headings));
    const known = new Set(fields.map((field) => field.id));
    return {
      encoding: preview.encoding,
      detectedEncoding: job.encoding,
      delimiter: preview.delimiter,
      rows: preview.rows,
      suggestedHasHeader: remembered !== null || guess.hasHeader,
      suggestedMapping: remembered ? stillThere(remembered.mapping, known) : guess.mapping,
      remembered: remembered
        ? {
            fileName: remembered.fileName,
            at: remembered.at.toISOString(),
            by: remembered.by,
            operation: remembered.operation,
            target: remembered.target,
            groupId: remembered.groupId,
            overwrite: remembered.overwrite,
            emptyCells: remembered.emptyCells,
          }
        : null,
    };
  }

  /** The signature of the headings of a file; null when it has none. */
  async signature(job: ImportJob, format: FileFormat): Promise<Buffer | null> {
    if (!format.hasHeader) return null;
    const { rows } = await this.read(job, format.encoding, format.delimiter);
    return rows[0] ? headerSignature(rows[0]) : null;
  }

  /** The beginning of the file as bytes. */
  async sample(fileKey: string, size: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.storage.read(fileKey, { to: Math.min(size, SAMPLE_BYTES) }))
      parts.push(part as Uint8Array);
    return Buffer.concat(parts);
  }

  private async read(
    job: ImportJob,
    encoding: ImportJob['encoding'],
    delimiter: ImportJob['delimiter'],
  ): Promise<CsvPreview> {
    const size = Number(job.fileBytes);
    if (job.fileKey === null) throw importResultGone();
    const sample = await this.sample(job.fileKey, size);
    try {
      return previewCsv(sample, { encoding, delimiter, isWholeFile: sample.length === size });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      throw new AppError(422, `csv-${error.code}`, `Row ${error.rowNumber}: ${error.message}`);
    }
  }
}

/** Fields may have gone out of use since. */
const stillThere = (mapping: readonly ColumnTarget[], known: ReadonlySet<string>): ColumnTarget[] =>
  mapping.map((target) => (target.startsWith('field:') && !known.has(target.slice(6)) ? 'ignore' : target));
