import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The most customers at any moment of a calendar month of Japan; kept by trigger, never lowered. */
@Entity('customer_month')
export class CustomerMonth {
  /** the first day */
  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'customer_month_pkey' })
  month: string;

  @Column({ type: 'bigint', name: 'peak_count' })
  peakCount: string;

  /** after the last change of the month: a later month without a change has it as its peak */
  @Column({ type: 'bigint', name: 'last_count' })
  lastCount: string;
}
