import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import type { ConsentBasis } from '../customers/consent.types.js';
import { Group } from '../groups/group.entity.js';
import type { ColumnTarget, ImportState, Operation, OutcomeCounts, ReportChoice, TargetKind } from './import.types.js';

/** One uploaded CSV and what became of it (一括登録, C-34..C-38). */
@Entity('import_job')
@Check(
  'import_job_state_check',
  `state in ('created', 'uploaded', 'queued', 'running', 'finished', 'failed', 'canceled', 'undoing', 'undone')`,
)
@Check('import_job_operation_check', `operation in ('register', 'delete', 'stop', 'ban', 'allow')`)
@Check('import_job_target_check', `target in ('database', 'group')`)
@Check('import_job_report_check', `report in ('never', 'always', 'errors')`)
@Index('import_job_open_idx', ['id'], { where: `state in ('queued', 'running', 'undoing')` }) // the sweep
@Index('import_job_header_idx', ['headerSignature', 'id'], { where: 'header_signature is not null' }) // the last mapping
export class ImportJob {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'import_job_pkey',
  })
  id: string;

  @Column({ type: 'text' })
  state: ImportState;

  @Column({ type: 'text', name: 'file_name' })
  fileName: string;

  @Column({ type: 'bigint', name: 'file_bytes', default: 0 })
  fileBytes: string;

  /** the uploaded file in storage; each upload has a key of its own. null: it has not come, or is gone */
  @Column({ type: 'text', name: 'file_key', nullable: true })
  fileKey: string | null;

  @Column({ type: 'text' })
  encoding: 'utf-8' | 'cp932';

  @Column({ type: 'text', default: ',' })
  delimiter: ',' | ';' | '\t';

  @Column({ type: 'boolean', name: 'has_header', default: true })
  hasHeader: boolean;

  @Column({ type: 'jsonb', default: '[]' })
  mapping: ColumnTarget[];

  @Column({ type: 'text', default: 'register' })
  operation: Operation;

  /** kept apart from the group, which may be deleted: an exclusion must never become a deletion from the database */
  @Column({ type: 'text', default: 'database' })
  target: TargetKind;

  @Column({ type: 'boolean', default: false })
  overwrite: boolean;

  /** on overwrite, an empty cell keeps or blanks the old value (C-42) */
  @Column({ type: 'text', name: 'empty_cells', default: 'keep' })
  emptyCells: 'keep' | 'blank';

  @ManyToOne(() => Group, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'import_job_group_id_fkey' })
  group: Relation<Group> | null;

  /** the headings of the file, hashed: the next file with the same ones gets the same mapping offered */
  @Column({ type: 'bytea', name: 'header_signature', nullable: true })
  headerSignature: Buffer | null;

  /** recorded for every customer it registers (J-33); null: nothing is recorded */
  @Column({ type: 'text', name: 'consent_basis', nullable: true })
  consentBasis: ConsentBasis | null;

  @Column({ type: 'text', name: 'consent_note', default: '' })
  consentNote: string;

  /** whether its user gets a mail at the end (C-38, C-39) */
  @Column({ type: 'text', default: 'never' })
  report: ReportChoice;

  /** everything before this byte of the file is done */
  @Column({ type: 'bigint', name: 'cursor_byte', default: 0 })
  cursorByte: string;

  @Column({ type: 'integer', name: 'row_count', default: 0 })
  rowCount: number;

  @Column({ type: 'integer', name: 'success_count', default: 0 })
  successCount: number;

  @Column({ type: 'integer', name: 'failed_count', default: 0 })
  failedCount: number;

  @Column({ type: 'integer', name: 'other_count', default: 0 })
  otherCount: number;

  @Column({ type: 'integer', name: 'stopped_count', default: 0 })
  stoppedCount: number;

  /** rows by outcome, which the four counts above sum up */
  @Column({ type: 'jsonb', name: 'outcome_counts', default: '{}' })
  outcomeCounts: OutcomeCounts;

  /** about how many of the registered had been deleted within 30 days (G-10) */
  @Column({ type: 'integer', name: 'relisted_count', default: 0 })
  relistedCount: number;

  /** how many had been deleted in that time, as of the end */
  @Column({ type: 'integer', name: 'deleted_lately_count', default: 0 })
  deletedLatelyCount: number;

  /** types of the fields when it began: values of a field that is of another type now are not restored by an undo */
  @Column({ type: 'jsonb', name: 'field_types', nullable: true })
  fieldTypes: Record<string, string> | null;

  /** why the file as a whole failed, a stable code */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  /** the row at which it failed */
  @Column({ type: 'integer', name: 'failure_row', nullable: true })
  failureRow: number | null;

  @Column({ type: 'uuid', name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  /** starts of the run or of the undo since its last chunk that succeeded */
  @Column({ type: 'integer', name: 'try_count', default: 0 })
  tryCount: number;

  @Column({ type: 'bigint', name: 'created_by', nullable: true })
  createdBy: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  /** results are kept ten days (C-36) */
  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  /** who took it back */
  @Column({ type: 'bigint', name: 'undone_by', nullable: true })
  undoneBy: string | null;

  @Column({ type: 'timestamptz', name: 'undone_at', nullable: true })
  undoneAt: Date | null;

  /** what it is again when its undo is given up */
  @Column({ type: 'text', name: 'state_before_undo', nullable: true })
  stateBeforeUndo: ImportState | null;

  /** why the last undo was not done to its end, a stable code */
  @Column({ type: 'text', name: 'undo_failure', nullable: true })
  undoFailure: string | null;

  /** chunks that were to be taken back when that began; what is left of them tells how far it is */
  @Column({ type: 'integer', name: 'undo_chunk_count', default: 0 })
  undoChunkCount: number;

  /** customers or memberships that were taken back */
  @Column({ type: 'integer', name: 'undone_count', default: 0 })
  undoneCount: number;

  /** those that had changed since, and were left as they are */
  @Column({ type: 'integer', name: 'undo_left_count', default: 0 })
  undoLeftCount: number;
}
