import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Customer } from './customer.entity.js';

/** That an address is to be taken off the suppression list of SES, or has been: the last reset of its customer (C-15). */
@Entity('suppression_lift')
@Index('suppression_lift_due_idx', ['nextTryAt'], { where: 'lifted_at is null' }) // what is due
export class SuppressionLift {
  @PrimaryColumn({ type: 'bigint', name: 'customer_id', primaryKeyConstraintName: 'suppression_lift_pkey' })
  customerId: string;

  @OneToOne(() => Customer, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'customer_id', foreignKeyConstraintName: 'suppression_lift_customer_id_fkey' })
  customer: Relation<Customer>;

  /** the address at the time of the reset */
  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'timestamptz', name: 'requested_at' })
  requestedAt: Date;

  @Column({ type: 'bigint', name: 'requested_by', nullable: true })
  requestedBy: string | null;

  @Column({ type: 'integer', default: 0 })
  attempts: number;

  @Column({ type: 'timestamptz', name: 'next_try_at' })
  nextTryAt: Date;

  /** what SES said last, when it was not lifted */
  @Column({ type: 'text', nullable: true })
  trouble: string | null;

  @Column({ type: 'timestamptz', name: 'lifted_at', nullable: true })
  liftedAt: Date | null;
}
