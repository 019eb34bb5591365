import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import type { ErrorKind, ErrorWeight } from './customer-error.types.js';
import { Customer } from './customer.entity.js';

/** One delivery error of a customer with the server's answer (C-50..C-58); outlives the recipients of its delivery. */
@Entity('customer_error')
@Index('customer_error_mail_key', ['customerId', 'recipientId', 'kind'], { unique: true }) // once per mail and kind; a customer's history
export class CustomerError {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'customer_error_pkey',
  })
  id: string;

  @Column({ type: 'bigint', name: 'customer_id' })
  customerId: string;

  @ManyToOne(() => Customer, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'customer_id', foreignKeyConstraintName: 'customer_error_customer_id_fkey' })
  customer: Relation<Customer>;

  /** the mail; its row may be gone by retention */
  @Column({ type: 'uuid', name: 'recipient_id' })
  recipientId: string;

  @Column({ type: 'bigint', name: 'delivery_id' })
  deliveryId: string;

  /** unknown_user, mailbox_full … (C-58) */
  @Column({ type: 'text' })
  kind: ErrorKind;

  /** how it counted against the address; null: it did not, or another error of the mail did */
  @Column({ type: 'text', name: 'counts_as', nullable: true })
  countsAs: ErrorWeight | null;

  /** the receiving server's words */
  @Column({ type: 'text', nullable: true })
  answer: string | null;

  @Column({ type: 'timestamptz', name: 'occurred_at' })
  occurredAt: Date;
}
