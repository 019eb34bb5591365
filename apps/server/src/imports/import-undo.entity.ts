import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { RowsBefore } from './apply-rows.types.js';
import { ImportJob } from './import-job.entity.js';

/**
 * What one chunk of an import changed and how it was before, written in the transaction that changed it; kept for 24
 * hours. One row per chunk, lists inside: a row per customer would cost an import of a million rows as much again.
 */
@Entity('import_undo')
export class ImportUndo {
  @PrimaryColumn({ type: 'bigint', name: 'import_id', primaryKeyConstraintName: 'import_undo_pkey' })
  importId: string;

  @PrimaryColumn({ type: 'integer', name: 'chunk_no', primaryKeyConstraintName: 'import_undo_pkey' })
  chunkNo: number;

  @ManyToOne(() => ImportJob, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'import_id', foreignKeyConstraintName: 'import_undo_import_id_fkey' })
  importJob: Relation<ImportJob>;

  /** the instant the chunk wrote into what it changed: whoever carries another one has changed since */
  @Column({ type: 'timestamptz', name: 'written_at' })
  writtenAt: Date;

  /** customers it registered */
  @Column({ type: 'bigint', array: true, default: '{}' })
  registered: string[];

  /** customers it overwrote, with what they were; by place */
  @Column({ type: 'bigint', array: true, default: '{}' })
  overwritten: string[];

  @Column({ type: 'jsonb', array: true, name: 'old_values', default: '{}' })
  oldValues: unknown[];

  @Column({ type: 'timestamptz', array: true, name: 'old_updated_at', default: '{}' })
  oldUpdatedAt: Date[];

  /** customers it put into the group */
  @Column({ type: 'bigint', array: true, default: '{}' })
  joined: string[];

  /** the instant that those memberships carry */
  @Column({ type: 'timestamptz', name: 'joined_at', nullable: true })
  joinedAt: Date | null;

  /** what other operations changed: states with opt-outs, deleted customers */
  @Column({ type: 'jsonb', nullable: true })
  before: RowsBefore | null;

  // How long the lists are, so that telling what an undo would take back need not read them.

  @Column({ type: 'integer', name: 'registered_count', default: 0 })
  registeredCount: number;

  @Column({ type: 'integer', name: 'overwritten_count', default: 0 })
  overwrittenCount: number;

  @Column({ type: 'integer', name: 'joined_count', default: 0 })
  joinedCount: number;

  /** people whose states changed */
  @Column({ type: 'integer', name: 'changed_count', default: 0 })
  changedCount: number;

  @Column({ type: 'integer', name: 'deleted_count', default: 0 })
  deletedCount: number;
}
