import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { CustomerQuery } from '../customer-search.service.js';
import type { ExportState, LostCharacter } from './customer-export.types.js';

/** One CSV file of customers (CSV出力, C-23), written in the background and kept for a day. */
@Entity('customer_export')
@Check('customer_export_state_check', `state in ('queued', 'running', 'finished', 'failed', 'canceled')`)
@Check('customer_export_target_check', `(query is null) <> (customer_ids is null)`)
@Index('customer_export_open_idx', ['id'], { where: `state in ('queued', 'running')` }) // the sweep, progress
@Index('customer_export_file_idx', ['expiresAt'], { where: 'file_key is not null' }) // files that are due to go
export class CustomerExport {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'customer_export_pkey',
  })
  id: string;

  /** everything this search finds, as it was when the file was ordered */
  @Column({ type: 'jsonb', nullable: true })
  query: CustomerQuery | null;

  /** or these customers */
  @Column({ type: 'jsonb', name: 'customer_ids', nullable: true })
  customerIds: readonly string[] | null;

  /** the group whose delivery state the columns tell */
  @Column({ type: 'bigint', name: 'group_id', nullable: true })
  groupId: string | null;

  /** keys of export-columns.ts, in the order of the file */
  @Column({ type: 'jsonb' })
  columns: readonly string[];

  @Column({ type: 'text' })
  encoding: 'utf-8' | 'cp932';

  @Column({ type: 'boolean', name: 'has_header' })
  hasHeader: boolean;

  /** of the headings and the words in the file */
  @Column({ type: 'text' })
  locale: 'ja' | 'en';

  @Column({ type: 'text', default: 'queued' })
  state: ExportState;

  /** how many customers were found when it was ordered */
  @Column({ type: 'integer', name: 'total_count' })
  totalCount: number;

  /** rows written by the present or last worker */
  @Column({ type: 'integer', name: 'done_count', default: 0 })
  doneCount: number;

  /** customers from this id on were registered later */
  @Column({ type: 'bigint', name: 'below_id' })
  belowId: string;

  /** what is being written, or the whole file once the state is finished; null when it is removed */
  @Column({ type: 'text', name: 'file_key', nullable: true })
  fileKey: string | null;

  @Column({ type: 'bigint', name: 'file_bytes', default: 0 })
  fileBytes: string;

  /** characters that CP932 does not have */
  @Column({ type: 'integer', name: 'lost_count', default: 0 })
  lostCount: number;

  /** the most frequent of them */
  @Column({ type: 'jsonb', name: 'lost_characters', default: '[]' })
  lostCharacters: readonly LostCharacter[];

  @Column({ type: 'smallint', name: 'try_count', default: 0 })
  tryCount: number;

  /** why it failed, a stable code */
  @Column({ type: 'text', nullable: true })
  failure: string | null;

  @Column({ type: 'uuid', name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  @Column({ type: 'bigint', name: 'created_by', nullable: true })
  createdBy: string | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  /** from then on the file is not handed out, and removed */
  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt: Date | null;
}
