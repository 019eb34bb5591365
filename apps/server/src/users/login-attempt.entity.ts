import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Login history (ログイン履歴): every attempt, successful or not. */
@Entity('login_attempt')
@Index('login_attempt_email_at_idx', ['emailNormalised', 'attemptedAt']) // lock-out counts failures of one address
export class LoginAttempt {
  /** also the keyset of the history page: newest first */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'login_attempt_pkey',
  })
  id: string;

  @Column({ type: 'timestamptz', name: 'attempted_at' })
  attemptedAt: Date;

  @Column({ type: 'text', name: 'email_normalised' })
  emailNormalised: string;

  @Column({ type: 'bigint', name: 'user_id', nullable: true })
  userId: string | null;

  @Column({ type: 'boolean' })
  succeeded: boolean;

  /** why it failed: unknown-or-wrong, locked, disabled; null on success */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'text', nullable: true })
  ip: string | null;

  @Column({ type: 'text', name: 'user_agent', nullable: true })
  userAgent: string | null;
}
