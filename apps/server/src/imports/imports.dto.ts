import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, EnumField, IdField, IntField, TextField, TextListField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import type { ImportJob } from './import-job.entity.js';
import {
  IMPORT_STATES,
  OUTCOME_CLASSES,
  type ColumnTarget,
  type ImportState,
  type OutcomeClass,
} from './import.types.js';

export const ENCODINGS = ['utf-8', 'cp932'] as const;
export const DELIMITERS = [',', ';', '\t'] as const;

export class CreateImportRequest {
  @TextField({ min: 1, max: 255, description: 'as the user sees it' })
  fileName: string;

  @IntField({ min: 1, max: 2_147_483_647, description: 'size of the file to come' })
  fileBytes: number;
}

export class PreviewQuery {
  @EnumField(ENCODINGS, { optional: true, description: 'instead of what was detected' })
  encoding?: (typeof ENCODINGS)[number];

  @EnumField(DELIMITERS, { optional: true })
  delimiter?: (typeof DELIMITERS)[number];
}

export class StartImportRequest {
  @EnumField(ENCODINGS)
  encoding: (typeof ENCODINGS)[number];

  @EnumField(DELIMITERS)
  delimiter: (typeof DELIMITERS)[number];

  @BooleanField({ description: 'line 1 holds headings' })
  hasHeader: boolean;

  @TextListField({ max: 500, maxLength: 30, description: 'per column: email, ignore or field:<id>' })
  mapping: ColumnTarget[];

  @BooleanField({ description: 'existing customers are updated (C-30)' })
  overwrite: boolean;

  @EnumField(['keep', 'blank'], { description: 'on overwriting, an empty cell keeps or blanks the old value (C-42)' })
  emptyCells: 'keep' | 'blank';

  @IdField({ optional: true, nullable: true, description: 'the rows also join this group' })
  groupId?: string | null;
}

export class ImportListQuery extends PageQuery {}

export class ResultQuery {
  @EnumField(OUTCOME_CLASSES, { optional: true, description: 'only rows of this class' })
  class?: OutcomeClass;

  @EnumField(ENCODINGS, { optional: true, description: 'default: utf-8 with BOM, which Excel reads' })
  encoding?: (typeof ENCODINGS)[number];
}

export class ImportCounts {
  @ApiProperty({ type: 'integer' })
  rows: number;

  @ApiProperty({ type: 'integer', description: '成功' })
  success: number;

  @ApiProperty({ type: 'integer', description: '失敗' })
  failed: number;

  @ApiProperty({ type: 'integer', description: 'その他' })
  other: number;

  @ApiProperty({ type: 'integer', description: '配信停止' })
  stopped: number;
}

export class ImportGroup {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

export class ImportResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: IMPORT_STATES, enumName: 'ImportState' })
  state: ImportState;

  @ApiProperty()
  fileName: string;

  @ApiProperty({ type: 'integer' })
  fileBytes: number;

  @ApiProperty({ type: 'integer', description: 'bytes of the file that are done' })
  processedBytes: number;

  @ApiProperty({ enum: ENCODINGS })
  encoding: 'utf-8' | 'cp932';

  @ApiProperty({ enum: DELIMITERS })
  delimiter: ',' | ';' | '\t';

  @ApiProperty()
  hasHeader: boolean;

  @ApiProperty({ type: [String] })
  mapping: ColumnTarget[];

  @ApiProperty()
  overwrite: boolean;

  @ApiProperty({ enum: ['keep', 'blank'] })
  emptyCells: 'keep' | 'blank';

  @ApiProperty({ type: ImportGroup, nullable: true })
  group: ImportGroup | null;

  @ApiProperty({ type: ImportCounts })
  counts: ImportCounts;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'why the file as a whole could not be read, a stable code',
  })
  failure: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'until when the result file can be had',
  })
  resultUntil: string | null;
}

export class ImportPreviewResponse {
  @ApiProperty({ enum: ENCODINGS })
  encoding: 'utf-8' | 'cp932';

  @ApiProperty({ enum: ENCODINGS, description: 'what the file looks like by itself' })
  detectedEncoding: 'utf-8' | 'cp932';

  @ApiProperty({ enum: DELIMITERS })
  delimiter: ',' | ';' | '\t';

  @ApiProperty({ type: 'array', items: { type: 'array', items: { type: 'string' } } })
  rows: string[][];

  @ApiProperty()
  suggestedHasHeader: boolean;

  @ApiProperty({ type: [String] })
  suggestedMapping: ColumnTarget[];
}

/** An import as the API shows it. */
export function toImportResponse(job: ImportJob): ImportResponse {
  return {
    id: job.id,
    state: job.state,
    fileName: job.fileName,
    fileBytes: Number(job.fileBytes),
    processedBytes: Number(job.cursorByte),
    encoding: job.encoding,
    delimiter: job.delimiter,
    hasHeader: job.hasHeader,
    mapping: job.mapping,
    overwrite: job.overwrite,
    emptyCells: job.emptyCells,
    group: job.group ? { id: job.group.id, name: job.group.name } : null,
    counts: {
      rows: job.rowCount,
      success: job.successCount,
      failed: job.failedCount,
      other: job.otherCount,
      stopped: job.stoppedCount,
    },
    failure: job.failure,
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    resultUntil: job.expiresAt?.toISOString() ?? null,
  };
}
