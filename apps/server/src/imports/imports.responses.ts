import { ApiProperty } from '@nestjs/swagger';
import { CONSENT_BASES, type ConsentBasis } from '../customers/consent.types.js';
import type { ImportJob } from './import-job.entity.js';
import {
  IMPORT_STATES,
  OPERATIONS,
  OUTCOME_CLASSES,
  REPORTS,
  TARGETS,
  UNDO_HOURS,
  type ColumnTarget,
  type ImportState,
  type Operation,
  type OutcomeClass,
  type OutcomeCounts,
  type ReportChoice,
  type TargetKind,
} from './import.types.js';
import { DELIMITERS, ENCODINGS } from './imports.dto.js';
import { isLaundering } from './laundering.js';
import { OUTCOME_NAMES, outcomesOf, type OutcomeName } from './row-outcome.js';

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

export class ImportOutcome {
  @ApiProperty({ enum: OUTCOME_NAMES, enumName: 'ImportOutcomeName' })
  outcome: OutcomeName;

  @ApiProperty({ enum: OUTCOME_CLASSES, enumName: 'ImportOutcomeClass' })
  class: OutcomeClass;

  @ApiProperty({ type: 'integer' })
  rows: number;
}

export class ImportGroup {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

export class ImportConsent {
  @ApiProperty({ enum: CONSENT_BASES, enumName: 'ConsentBasis' })
  basis: ConsentBasis;

  @ApiProperty()
  note: string;
}

export class ImportUndoResult {
  @ApiProperty({ type: 'integer', description: 'customers or memberships that were taken back so far' })
  undone: number;

  @ApiProperty({ type: 'integer', description: 'had changed since, and were left as they are' })
  left: number;

  @ApiProperty({ description: 'share that is done, 0 to 1' })
  progress: number;

  @ApiProperty({ type: String, nullable: true, description: 'name of the user' })
  by: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null while it is not done' })
  at: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'why it was not done to its end, a stable code; it may be asked for once more',
  })
  failure: string | null;
}

export class ImportLaundering {
  @ApiProperty({ type: 'integer', description: 'about how many of the registered had been deleted within 30 days' })
  relisted: number;

  @ApiProperty({ type: 'integer', description: 'how many had been deleted in that time' })
  deletedLately: number;
}

export class ImportResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: IMPORT_STATES, enumName: 'ImportState' })
  state: ImportState;

  @ApiProperty({ enum: OPERATIONS, enumName: 'ImportOperation' })
  operation: Operation;

  @ApiProperty({ enum: TARGETS, enumName: 'ImportTarget' })
  target: TargetKind;

  @ApiProperty({ type: ImportGroup, nullable: true })
  group: ImportGroup | null;

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

  @ApiProperty({ type: ImportConsent, nullable: true })
  consent: ImportConsent | null;

  @ApiProperty({ enum: REPORTS, enumName: 'ImportReport' })
  report: ReportChoice;

  @ApiProperty({ type: ImportCounts })
  counts: ImportCounts;

  @ApiProperty({ type: ImportOutcome, isArray: true, description: 'the counts in detail; outcomes that occurred' })
  outcomes: ImportOutcome[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'why the file as a whole could not be read, a stable code',
  })
  failure: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'the row at which it could not be read on' })
  failureRow: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'name of the user who uploaded it' })
  createdBy: string | null;

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

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'until when it can be taken back' })
  undoUntil: string | null;

  @ApiProperty({ type: ImportUndoResult, nullable: true })
  undo: ImportUndoResult | null;

  @ApiProperty({
    type: ImportLaundering,
    nullable: true,
    description: 'given when much of what was deleted lately came back (洗い替え, G-10)',
  })
  laundering: ImportLaundering | null;
}

/** What a response needs to know beyond the row itself. */
export interface AroundImport {
  /** names of users by id */
  readonly names: ReadonlyMap<string, string>;
  /** chunks whose undo is still to be done */
  readonly undoChunksLeft: number;
}

/** An import as the API shows it. */
export function toImportResponse(job: ImportJob, around: AroundImport): ImportResponse {
  const nameOf = (id: string | null): string | null => (id === null ? null : (around.names.get(id) ?? null));
  return {
    id: job.id,
    state: job.state,
    operation: job.operation,
    target: job.target,
    group: job.group ? { id: job.group.id, name: job.group.name } : null,
    fileName: job.fileName,
    fileBytes: Number(job.fileBytes),
    processedBytes: Number(job.cursorByte),
    encoding: job.encoding,
    delimiter: job.delimiter,
    hasHeader: job.hasHeader,
    mapping: job.mapping,
    overwrite: job.overwrite,
    emptyCells: job.emptyCells,
    consent: job.consentBasis === null ? null : { basis: job.consentBasis, note: job.consentNote },
    report: job.report,
    counts: {
      rows: job.rowCount,
      success: job.successCount,
      failed: job.failedCount,
      other: job.otherCount,
      stopped: job.stoppedCount,
    },
    outcomes: toOutcomes(job.outcomeCounts),
    failure: job.failure,
    failureRow: job.failureRow,
    createdBy: nameOf(job.createdBy),
    createdAt: job.createdAt.toISOString(),
    startedAt: job.startedAt?.toISOString() ?? null,
    finishedAt: job.finishedAt?.toISOString() ?? null,
    resultUntil: job.expiresAt?.toISOString() ?? null,
    undoUntil: undoUntil(job)?.toISOString() ?? null,
    undo: wasAskedBack(job) ? toUndo(job, around, nameOf(job.undoneBy)) : null,
    laundering: isLaundering(job)
      ? { relisted: job.relistedCount, deletedLately: Math.max(job.deletedLatelyCount, job.relistedCount) }
      : null,
  };
}

/** Until when an import can be taken back; null when it never can be, or not any more. */
export function undoUntil(job: ImportJob): Date | null {
  const isOver = job.state === 'finished' || job.state === 'failed' || job.state === 'canceled';
  if (!isOver || job.finishedAt === null || job.successCount + job.stoppedCount === 0) return null;
  return new Date(job.finishedAt.getTime() + UNDO_HOURS * 3_600_000);
}

/** Counts by outcome, in the order of the table of outcomes. */
export function toOutcomes(counts: OutcomeCounts): ImportOutcome[] {
  return outcomesOf(counts).map(({ name, class: of, rows }) => ({ outcome: name, class: of, rows }));
}

const wasAskedBack = ({ state, undoFailure }: ImportJob): boolean =>
  state === 'undoing' || state === 'undone' || undoFailure !== null;

function toUndo(job: ImportJob, { undoChunksLeft }: AroundImport, by: string | null): ImportUndoResult {
  const progress = job.undoChunkCount === 0 ? 1 : 1 - undoChunksLeft / job.undoChunkCount;
  return {
    undone: job.undoneCount,
    left: job.undoLeftCount,
    progress: job.state === 'undone' ? 1 : progress,
    by,
    at: job.undoneAt?.toISOString() ?? null,
    failure: job.undoFailure,
  };
}
