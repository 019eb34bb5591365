import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Delivery } from './delivery.entity.js';

/**
 * A few hundred recipients of one domain group: the unit a worker leases, and the unit in which results are counted.
 * The state of a person is on the recipient alone; a batch without a lease is merely free to be worked on.
 */
@Entity('delivery_batch')
@Index('delivery_batch_open_idx', ['deliveryId', 'nextAt'], { where: 'done_at is null' }) // claiming
@Index('delivery_batch_dirty_idx', ['deliveryId'], { where: 'dirty' }) // recounting
export class DeliveryBatch {
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id', primaryKeyConstraintName: 'delivery_batch_pkey' })
  deliveryId: string;

  @PrimaryColumn({ type: 'integer', name: 'batch_no', primaryKeyConstraintName: 'delivery_batch_pkey' })
  batchNo: number;

  @ManyToOne(() => Delivery, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'delivery_id', foreignKeyConstraintName: 'delivery_batch_delivery_id_fkey' })
  delivery: Relation<Delivery>;

  @Column({ type: 'text', name: 'domain_group' })
  domainGroup: string;

  /** not before this instant; infinity while only recipients in doubt are left */
  @Column({ type: 'timestamptz', name: 'next_at' })
  nextAt: Date;

  /** random per claim: fences a worker that was stopped for longer than its lease */
  @Column({ type: 'uuid', name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column({ type: 'timestamptz', name: 'lease_until', nullable: true })
  leaseUntil: Date | null;

  /** set when no recipient is pending, submitting or unknown */
  @Column({ type: 'timestamptz', name: 'done_at', nullable: true })
  doneAt: Date | null;

  /** results changed since the counts were taken */
  @Column({ type: 'boolean', default: false })
  dirty: boolean;

  /** RecipientCounts of the batch at the last count */
  @Column({ type: 'jsonb', default: '{}' })
  counts: unknown;
}
