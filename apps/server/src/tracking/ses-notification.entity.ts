import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Inbox of SES events: stored before it is acknowledged, applied afterwards, its key kept 30 days. */
@Entity('ses_notification')
@Index('ses_notification_open_idx', ['nextTryAt'], { where: `state in ('new', 'orphan')` }) // what is still to be applied
export class SesNotification {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'ses_notification_pkey',
  })
  id: string;

  /** SNS MessageId, or sha256:… of the body where there is none; a duplicate delivery is a no-op */
  @Index('ses_notification_message_key', { unique: true })
  @Column({ type: 'text', name: 'message_key' })
  messageKey: string;

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt: Date;

  /** the SES event as JSON text; empty once it is applied */
  @Column({ type: 'text' })
  payload: string;

  /** new → applied | ignored (not ours or unknown kind) | orphan (no recipient yet, tried again) */
  @Column({ type: 'text', default: 'new' })
  state: 'new' | 'applied' | 'ignored' | 'orphan';

  @Column({ type: 'smallint', name: 'try_count', default: 0 })
  tryCount: number;

  @Column({ type: 'timestamptz', name: 'next_try_at' })
  nextTryAt: Date;
}
