import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { NoticeState } from './notice.types.js';

/** A mail of the system to operators or to one user, on its way or sent: the outbox of notices. */
@Entity('notice')
@Check('notice_state_check', `state in ('waiting', 'sending', 'sent', 'failed')`)
@Index('notice_dedupe_key', ['dedupeKey', 'toAddress'], { unique: true, where: 'dedupe_key is not null' }) // the same thing is told once
@Index('notice_due_idx', ['nextTryAt'], { where: `state in ('waiting', 'sending')` }) // what is due
export class Notice {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'notice_pkey',
  })
  id: string;

  /** what it is about, e.g. high-error/12; null: nothing to compare */
  @Column({ type: 'text', name: 'dedupe_key', nullable: true })
  dedupeKey: string | null;

  @Column({ type: 'text', name: 'to_address' })
  toAddress: string;

  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'text' })
  body: string;

  @Column({ type: 'text', default: 'waiting' })
  state: NoticeState;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  /** sending: when the worker that took it is given up */
  @Column({ type: 'timestamptz', name: 'next_try_at' })
  nextTryAt: Date;

  /** why it has not gone out: a reason of the mailer, or sender-missing */
  @Column({ type: 'text', nullable: true })
  trouble: string | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'sent_at', nullable: true })
  sentAt: Date | null;
}
