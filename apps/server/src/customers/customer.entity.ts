import { Check, Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { CustomerStatus, RegistrationRoute } from './customer.types.js';
import type { FieldValues } from './field.types.js';

/** One record per e-mail address (顧客, C-01). */
@Entity('customer')
@Check('customer_status_check', `status in ('ok', 'error')`)
@Check('customer_error_count_check', `error_count >= 0`)
@Check('customer_hard_error_count_check', `hard_error_count >= 0`)
@Index('customer_error_idx', ['id'], { where: `status = 'error'` }) // the tab of customers in error
@Index('customer_created_at_idx', ['createdAt', 'id']) // conditions on the day of registration
export class Customer {
  /** also the keyset of lists: newest first */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'customer_pkey',
  })
  id: string;

  /** as used for sending: the local part keeps its case, the domain is lower-case (C-08) */
  @Column({ type: 'text' })
  email: string;

  /** for comparing: all lower-case (C-08) */
  @Index('customer_email_normalised_key', { unique: true })
  @Column({ type: 'text', name: 'email_normalised' })
  emailNormalised: string;

  /** OK / エラー: address health, account-wide, apart from any delivery state (C-10) */
  @Column({ type: 'text', default: 'ok' })
  status: CustomerStatus;

  @Column({ type: 'integer', name: 'error_count', default: 0 })
  errorCount: number;

  /** how many of them were hard (C-58) */
  @Column({ type: 'integer', name: 'hard_error_count', default: 0 })
  hardErrorCount: number;

  @Column({ type: 'timestamptz', name: 'status_changed_at', nullable: true })
  statusChangedAt: Date | null;

  @Column({ type: 'text', name: 'registered_via' })
  registeredVia: RegistrationRoute;

  @Column({ type: 'jsonb', name: 'field_values', default: '{}' })
  fieldValues: FieldValues;

  /** the import that last wrote this row: tells "twice in the file" from "already registered" */
  @Column({ type: 'bigint', name: 'last_import_id', nullable: true })
  lastImportId: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
