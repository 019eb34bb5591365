import { Check, Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ImportJob } from './import-job.entity.js';
import type { ImportSettings, OutcomeCounts, OutcomeDetail } from './import.types.js';

/** A row that a rehearsal found to fail. */
export interface RehearsedFailure {
  /** number of the row in the file, the header counted */
  readonly row: number;
  readonly code: number;
  readonly detail: OutcomeDetail | null;
}

/** The rehearsal (dry run, 事前確認) of an import with certain settings; other settings replace it. */
@Entity('import_rehearsal')
@Check('import_rehearsal_state_check', `state in ('queued', 'running', 'finished', 'failed')`)
export class ImportRehearsal {
  @PrimaryColumn({ type: 'bigint', name: 'import_id', primaryKeyConstraintName: 'import_rehearsal_pkey' })
  importId: string;

  @OneToOne(() => ImportJob, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'import_id', foreignKeyConstraintName: 'import_rehearsal_import_id_fkey' })
  importJob: Relation<ImportJob>;

  /** tells this rehearsal from the one it replaced, whose worker may not know yet */
  @Column({ type: 'uuid' })
  token: string;

  @Column({ type: 'text' })
  state: 'queued' | 'running' | 'finished' | 'failed';

  @Column({ type: 'jsonb' })
  settings: ImportSettings;

  @Column({ type: 'bigint', name: 'processed_bytes', default: 0 })
  processedBytes: string;

  @Column({ type: 'integer', name: 'row_count', default: 0 })
  rowCount: number;

  @Column({ type: 'jsonb', name: 'outcome_counts', default: '{}' })
  outcomeCounts: OutcomeCounts;

  /** the first rows that fail */
  @Column({ type: 'jsonb', default: '[]' })
  failures: RehearsedFailure[];

  /** why the file as a whole cannot be read, a stable code */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'integer', name: 'failure_row', nullable: true })
  failureRow: number | null;

  /** starts, each of which begins at the first row */
  @Column({ type: 'integer', name: 'try_count', default: 0 })
  tryCount: number;

  /** a rehearsal whose worker died begins again */
  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil: Date | null;
}
