import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { Role } from './role.entity.js';

/** Somebody who signs in. */
@Entity('app_user')
export class User {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'app_user_pkey',
  })
  id: string;

  @Column({ type: 'text' })
  email: string;

  /** lower case; sign-in looks here */
  @Index('app_user_email_normalised_key', { unique: true })
  @Column({ type: 'text', name: 'email_normalised' })
  emailNormalised: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', name: 'password_hash' })
  passwordHash: string;

  @ManyToOne(() => Role, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'role_id', foreignKeyConstraintName: 'app_user_role_id_fkey' })
  role: Relation<Role>;

  @Column({ type: 'text', default: 'ja' })
  locale: 'ja' | 'en';

  @Column({ type: 'timestamptz', name: 'disabled_at', nullable: true })
  disabledAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
