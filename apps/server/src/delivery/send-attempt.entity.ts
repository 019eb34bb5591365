import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { AttemptOutcome } from './delivery.types.js';

/** One call to SES for one recipient, committed before the call; insert-only but for its outcome. */
@Entity('send_attempt')
@Index('send_attempt_open_idx', ['deadlineAt'], { where: `outcome is null or outcome = 'unknown'` }) // sweeper and doubt resolver
@Index('send_attempt_ses_message_id_idx', ['sesMessageId'], { where: 'ses_message_id is not null' }) // events without tags
export class SendAttempt {
  /** a DeliveryRecipient; no foreign key on the hottest insert, retention removes both */
  @PrimaryColumn({ type: 'uuid', name: 'recipient_id', primaryKeyConstraintName: 'send_attempt_pkey' })
  recipientId: string;

  @PrimaryColumn({ type: 'smallint', name: 'attempt_no', primaryKeyConstraintName: 'send_attempt_pkey' })
  attemptNo: number;

  @Column({ type: 'timestamptz', name: 'started_at' })
  startedAt: Date;

  @Column({ type: 'timestamptz', name: 'deadline_at' })
  deadlineAt: Date;

  @Column({ type: 'text', nullable: true })
  outcome: AttemptOutcome | null;

  @Column({ type: 'text', name: 'ses_message_id', nullable: true })
  sesMessageId: string | null;

  @Column({ type: 'smallint', name: 'http_status', nullable: true })
  httpStatus: number | null;

  /** reason code and detail of anything but acceptance */
  @Column({ type: 'text', nullable: true })
  detail: string | null;

  /** what settled it: response, event, absence, operator */
  @Column({ type: 'text', name: 'resolved_by', nullable: true })
  resolvedBy: 'response' | 'event' | 'absence' | 'operator' | null;

  @Column({ type: 'timestamptz', name: 'resolved_at', nullable: true })
  resolvedAt: Date | null;
}
