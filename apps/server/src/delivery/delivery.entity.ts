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
import { Mailing } from '../mailings/mailing.entity.js';
import type { DeliveryRunState } from './delivery.types.js';

/** One run of a mailing to an audience (配信). */
@Entity('delivery')
@Check('delivery_state_check', `state in ('scheduled', 'planning', 'sending', 'paused', 'sent', 'canceled', 'failed')`)
@Index('delivery_due_idx', ['startsAt'], { where: `state in ('scheduled', 'planning', 'sending')` }) // the sweep
@Index('delivery_mailing_id_idx', ['mailing'])
export class Delivery {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'delivery_pkey',
  })
  id: string;

  @ManyToOne(() => Mailing, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'mailing_id', foreignKeyConstraintName: 'delivery_mailing_id_fkey' })
  mailing: Relation<Mailing>;

  @Index('delivery_group_id_idx')
  @ManyToOne(() => Group, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'delivery_group_id_fkey' })
  group: Relation<Group> | null;

  /** as it was at scheduling, for history after the group is gone */
  @Column({ type: 'text', name: 'group_name' })
  groupName: string;

  /** search conditions (customers/search), null: the whole group */
  @Column({ type: 'jsonb', nullable: true })
  filter: unknown;

  /** the segment whose conditions were taken, by its name at scheduling; the conditions are a copy */
  @Column({ type: 'text', name: 'segment_name', nullable: true })
  segmentName: string | null;

  /** the conditions in words, {ja, en}, as they were at scheduling: groups and fields may be renamed or go */
  @Column({ type: 'jsonb', name: 'filter_sentence', nullable: true })
  filterSentence: unknown;

  @Column({ type: 'text', default: 'scheduled' })
  state: DeliveryRunState;

  /** state to return to on resume: scheduled or sending */
  @Column({ type: 'text', name: 'paused_from', nullable: true })
  pausedFrom: DeliveryRunState | null;

  /** why the system paused or failed it, a stable code; null when a person did */
  @Column({ type: 'text', name: 'hold_reason', nullable: true })
  holdReason: string | null;

  @Column({ type: 'text', name: 'hold_detail', nullable: true })
  holdDetail: string | null;

  @Column({ type: 'timestamptz', name: 'starts_at' })
  startsAt: Date;

  @Column({ type: 'timestamptz', name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  /** the funnel at planning (C-25): members, and how many were left out for which reason */
  @Column({ type: 'jsonb', nullable: true })
  funnel: unknown;

  /** people planned to be mailed */
  @Column({ type: 'integer', name: 'recipient_count', default: 0 })
  recipientCount: number;

  /** set when retention has removed the recipient rows; the counts stay in final_counts */
  @Column({ type: 'timestamptz', name: 'recipients_pruned_at', nullable: true })
  recipientsPrunedAt: Date | null;

  @Column({ type: 'jsonb', name: 'final_counts', nullable: true })
  finalCounts: unknown;

  /** given by the caller: the same key makes the same delivery, once; bound to the request by idempotency_hash */
  @Index('delivery_idempotency_key', { unique: true, where: 'idempotency_key is not null' })
  @Column({ type: 'text', name: 'idempotency_key', nullable: true })
  idempotencyKey: string | null;

  @Column({ type: 'text', name: 'idempotency_hash', nullable: true })
  idempotencyHash: string | null;

  @Column({ type: 'bigint', name: 'scheduled_by', nullable: true })
  scheduledBy: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
