import { ApiProperty } from '@nestjs/swagger';
import type { ImportRehearsal } from './import-rehearsal.entity.js';
import {
  OPERATIONS,
  TARGETS,
  type ColumnTarget,
  type ImportSettings,
  type Operation,
  type TargetKind,
} from './import.types.js';
import { DELIMITERS, ENCODINGS } from './imports.dto.js';
import { ImportCounts, ImportOutcome, toOutcomes } from './imports.responses.js';
import { classCounts, outcomeText } from './row-outcome.js';
import type { UndoScope } from './import-undo.queries.js';

export class RememberedImport {
  @ApiProperty({ description: 'the file it was used for' })
  fileName: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: String, nullable: true, description: 'name of the user' })
  by: string | null;

  @ApiProperty({ enum: OPERATIONS, enumName: 'ImportOperation' })
  operation: Operation;

  @ApiProperty({ enum: TARGETS, enumName: 'ImportTarget' })
  target: TargetKind;

  @ApiProperty({ type: String, nullable: true, description: 'null when it had none, or it is gone' })
  groupId: string | null;

  @ApiProperty()
  overwrite: boolean;

  @ApiProperty({ enum: ['keep', 'blank'] })
  emptyCells: 'keep' | 'blank';
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

  @ApiProperty({ type: [String], description: 'as remembered, or guessed by heading and content' })
  suggestedMapping: ColumnTarget[];

  @ApiProperty({
    type: RememberedImport,
    nullable: true,
    description: 'the last import whose file had the same headings: the mapping is its, and these were its settings',
  })
  remembered: RememberedImport | null;
}

export class RehearsedRow {
  @ApiProperty({ type: 'integer', description: 'number of the row in the file, a header counted' })
  row: number;

  @ApiProperty({ description: 'in the language of the user, as in the result file' })
  reason: string;
}

export class RehearsalResponse {
  @ApiProperty({ enum: ['queued', 'running', 'finished', 'failed'], enumName: 'RehearsalState' })
  state: ImportRehearsal['state'];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'the settings it was made with' })
  settings: ImportSettings;

  @ApiProperty({ type: 'integer', description: 'bytes of the file that are done' })
  processedBytes: number;

  @ApiProperty({ type: ImportCounts })
  counts: ImportCounts;

  @ApiProperty({ type: ImportOutcome, isArray: true })
  outcomes: ImportOutcome[];

  @ApiProperty({ type: RehearsedRow, isArray: true, description: 'the first rows that fail' })
  failures: RehearsedRow[];

  @ApiProperty({ type: String, nullable: true, description: 'why the file cannot be read to its end, a stable code' })
  failure: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  failureRow: number | null;
}

export class UndoScopeResponse implements UndoScope {
  @ApiProperty({ type: 'integer', description: 'customers it registered: they are removed' })
  registered: number;

  @ApiProperty({ type: 'integer', description: 'customers it overwrote: their values are restored' })
  overwritten: number;

  @ApiProperty({ type: 'integer', description: 'memberships it made: they are removed' })
  joined: number;

  @ApiProperty({ type: 'integer', description: 'customers whose states it changed or whom it excluded' })
  changed: number;

  @ApiProperty({ type: 'integer', description: 'customers it deleted: they come back' })
  deleted: number;
}

/** A rehearsal as the API shows it, reasons in the language of its reader. */
export function toRehearsalResponse(rehearsal: ImportRehearsal, locale: 'ja' | 'en'): RehearsalResponse {
  return {
    state: rehearsal.state,
    settings: rehearsal.settings,
    processedBytes: Number(rehearsal.processedBytes),
    counts: { rows: rehearsal.rowCount, ...classCounts(rehearsal.outcomeCounts) },
    outcomes: toOutcomes(rehearsal.outcomeCounts),
    failures: rehearsal.failures.map(({ row, code, detail }) => ({
      row,
      reason: outcomeText(code, detail ?? {}, locale),
    })),
    failure: rehearsal.failure,
    failureRow: rehearsal.failureRow,
  };
}
