import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { BulkOperationKindName, BulkOperationState, BulkParams } from '../bulk-operation.types.js';
import type { CustomerQuery } from '../customer-search.service.js';

/** One thing done to many customers in the background (一括操作). */
@Entity('bulk_operation')
@Check('bulk_operation_state_check', `state in ('queued', 'running', 'finished', 'failed', 'canceled')`)
@Check('bulk_operation_target_check', `(query is null) <> (customer_ids is null)`)
@Index('bulk_operation_open_idx', ['id'], { where: `state in ('queued', 'running')` }) // the sweep, progress
export class BulkOperation {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'bulk_operation_pkey',
  })
  id: string;

  @Column({ type: 'text' })
  kind: BulkOperationKindName;

  @Column({ type: 'jsonb', default: '{}' })
  params: BulkParams;

  /** everything this search finds, as it was when the operation was ordered */
  @Column({ type: 'jsonb', nullable: true })
  query: CustomerQuery | null;

  /** or these customers */
  @Column({ type: 'jsonb', name: 'customer_ids', nullable: true })
  customerIds: readonly string[] | null;

  @Column({ type: 'text', default: 'queued' })
  state: BulkOperationState;

  /** how many customers were found when it was ordered */
  @Column({ type: 'integer', name: 'total_count' })
  totalCount: number;

  /** customers gone through */
  @Column({ type: 'integer', name: 'done_count', default: 0 })
  doneCount: number;

  @Column({ type: 'integer', name: 'changed_count', default: 0 })
  changedCount: number;

  /** were so before */
  @Column({ type: 'integer', name: 'already_count', default: 0 })
  alreadyCount: number;

  /** of the changed: joined, but not active, since they had opted out before (J-36) */
  @Column({ type: 'integer', name: 'held_back_count', default: 0 })
  heldBackCount: number;

  /** every customer from this id on is done, or was registered later */
  @Column({ type: 'bigint', name: 'cursor_id' })
  cursorId: string;

  /** starts since the last batch that succeeded; too many, and the operation is given up */
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
}
