import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { TrackingEventKind, VisitorClass } from './tracking.types.js';

/** Everything that happened to a recipient after acceptance: provider events, opens, clicks, unsubscribes. Insert-only. */
@Entity('tracking_event')
@Index('tracking_event_effect_key', ['recipientId', 'effectKey'], { unique: true }) // one effect per event; timeline of a recipient
@Index('tracking_event_delivery_kind_idx', ['deliveryId', 'kind', 'linkNo', 'id']) // lists and per-link counts
export class TrackingEvent {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'tracking_event_pkey',
  })
  id: string;

  /** a DeliveryRecipient; no foreign key on the path of a click, retention removes both */
  @Column({ type: 'uuid', name: 'recipient_id' })
  recipientId: string;

  @Column({ type: 'bigint', name: 'delivery_id' })
  deliveryId: string;

  @Column({ type: 'text' })
  kind: TrackingEventKind;

  @Column({ type: 'timestamptz', name: 'occurred_at' })
  occurredAt: Date;

  /** what makes a provider event the same event (sending.md §2.5); null for opens and clicks, which all count */
  @Column({ type: 'text', name: 'effect_key', nullable: true })
  effectKey: string | null;

  @Column({ type: 'smallint', name: 'link_no', nullable: true })
  linkNo: number | null;

  /** who opened or clicked: human, proxy, mpp, prefetch, bot */
  @Column({ type: 'text', nullable: true })
  visitor: VisitorClass | null;

  @Column({ type: 'text', name: 'user_agent', nullable: true })
  userAgent: string | null;

  /** truncated: /24 or /48 */
  @Column({ type: 'text', nullable: true })
  ip: string | null;

  /** of provider events: kind, sub-kind, the server's words */
  @Column({ type: 'jsonb', nullable: true })
  detail: unknown;
}
