import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RecipientState, SkipReason } from './delivery.types.js';

/**
 * One customer in one delivery (配信先), the ledger of exactly-once. Everybody of the group has a row, excluded people
 * with the reason. `state` is in no index, so that the updates of sending stay HOT; lists of rare results go by
 * `trouble` and `skip_reason`, which change seldom.
 */
@Entity('delivery_recipient')
@Check(
  'delivery_recipient_state_check',
  `state in ('pending', 'submitting', 'unknown', 'held', 'skipped', 'failed', 'accepted', 'delayed', 'delivered', 'bounced_soft', 'bounced_hard', 'rejected', 'complained')`,
)
@Index('delivery_recipient_customer_key', ['customerId', 'deliveryId'], { unique: true }) // nobody twice; a customer's timeline
@Index('delivery_recipient_batch_idx', ['deliveryId', 'batchNo']) // a batch; the list of a delivery
@Index('delivery_recipient_skipped_idx', ['deliveryId', 'skipReason', 'id'], { where: 'skip_reason is not null' })
@Index('delivery_recipient_trouble_idx', ['deliveryId', 'trouble', 'id'], { where: 'trouble is not null' })
@Index('delivery_recipient_opened_idx', ['deliveryId', 'id'], { where: 'opened_at is not null' })
@Index('delivery_recipient_clicked_idx', ['deliveryId', 'id'], { where: 'clicked_at is not null' })
@Index('delivery_recipient_mpp_opened_idx', ['deliveryId', 'id'], { where: 'mpp_opened_at is not null' })
@Index('delivery_recipient_unsubscribed_idx', ['deliveryId', 'id'], { where: 'unsubscribed_at is not null' })
export class DeliveryRecipient {
  /** UUIDv7: unique over installations and restored backups, since mails, tags and links carry it */
  @PrimaryColumn({ type: 'uuid', default: () => 'uuidv7()', primaryKeyConstraintName: 'delivery_recipient_pkey' })
  id: string;

  /** no foreign key: a check per row would halve the speed of planning; deliveries are never deleted */
  @Column({ type: 'bigint', name: 'delivery_id' })
  deliveryId: string;

  /** no foreign key: history outlives the customer */
  @Column({ type: 'bigint', name: 'customer_id' })
  customerId: string;

  /** as it was at planning */
  @Column({ type: 'text' })
  email: string;

  /** null for people left out at planning */
  @Column({ type: 'integer', name: 'batch_no', nullable: true })
  batchNo: number | null;

  @Column({ type: 'text' })
  state: RecipientState;

  @Column({ type: 'text', name: 'skip_reason', nullable: true })
  skipReason: SkipReason | null;

  /** set for the few states a person looks for: unknown, held, failed, bounced_soft, bounced_hard, rejected, complained */
  @Column({ type: 'text', nullable: true })
  trouble: string | null;

  /** of failed and bounced: kind (unknown_user, mailbox_full …) and the server's words */
  @Column({ type: 'text', name: 'error_kind', nullable: true })
  errorKind: string | null;

  @Column({ type: 'text', name: 'error_detail', nullable: true })
  errorDetail: string | null;

  @Column({ type: 'smallint', name: 'attempt_count', default: 0 })
  attemptCount: number;

  @Column({ type: 'timestamptz', name: 'accepted_at', nullable: true })
  acceptedAt: Date | null;

  /** first open by a person, or through an image proxy for one */
  @Column({ type: 'timestamptz', name: 'opened_at', nullable: true })
  openedAt: Date | null;

  /** first open by Apple's privacy proxy; counted apart */
  @Column({ type: 'timestamptz', name: 'mpp_opened_at', nullable: true })
  mppOpenedAt: Date | null;

  /** first click by a person */
  @Column({ type: 'timestamptz', name: 'clicked_at', nullable: true })
  clickedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'unsubscribed_at', nullable: true })
  unsubscribedAt: Date | null;
}
