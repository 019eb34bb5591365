import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { MailFormat } from '../mailings/mailing.types.js';
import { Delivery } from './delivery.entity.js';
import type { FrozenMergeKey } from '../mailings/merge-key.types.js';

/** The content of a delivery, frozen at scheduling: later edits of the mailing, fields or sender change nothing. */
@Entity('delivery_content')
export class DeliveryContent {
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id', primaryKeyConstraintName: 'delivery_content_pkey' })
  deliveryId: string;

  @OneToOne(() => Delivery, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'delivery_id', foreignKeyConstraintName: 'delivery_content_delivery_id_fkey' })
  delivery: Relation<Delivery>;

  @Column({ type: 'text' })
  format: MailFormat;

  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'text', name: 'text_body' })
  textBody: string;

  @Column({ type: 'text', name: 'html_body', nullable: true })
  htmlBody: string | null;

  @Column({ type: 'text', name: 'sender_email' })
  senderEmail: string;

  @Column({ type: 'text', name: 'sender_name' })
  senderName: string;

  @Column({ type: 'text', name: 'reply_to', nullable: true })
  replyTo: string | null;

  @Column({ type: 'boolean', name: 'track_links' })
  trackLinks: boolean;

  @Column({ type: 'boolean', name: 'track_opens' })
  trackOpens: boolean;

  @Column({ type: 'jsonb', name: 'merge_keys' })
  mergeKeys: FrozenMergeKey[];
}
