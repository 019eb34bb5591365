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
import { Group } from '../groups/group.entity.js';
import type { ColumnTarget, ImportState } from './import.types.js';

/** One uploaded CSV and what became of it (一括登録, C-34..C-38). */
@Entity('import_job')
@Check(
  'import_job_state_check',
  `state in ('created', 'uploaded', 'queued', 'running', 'finished', 'failed', 'canceled')`,
)
@Index('import_job_open_idx', ['id'], { where: `state in ('queued', 'running')` }) // the sweep
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

  @Column({ type: 'text' })
  encoding: 'utf-8' | 'cp932';

  @Column({ type: 'text', default: ',' })
  delimiter: ',' | ';' | '\t';

  @Column({ type: 'boolean', name: 'has_header', default: true })
  hasHeader: boolean;

  @Column({ type: 'jsonb', default: '[]' })
  mapping: ColumnTarget[];

  @Column({ type: 'boolean', default: false })
  overwrite: boolean;

  /** on overwrite, an empty cell keeps or blanks the old value (C-42) */
  @Column({ type: 'text', name: 'empty_cells', default: 'keep' })
  emptyCells: 'keep' | 'blank';

  @ManyToOne(() => Group, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'import_job_group_id_fkey' })
  group: Relation<Group> | null;

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

  /** why the file as a whole failed, a stable code */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'uuid', name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

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
}
