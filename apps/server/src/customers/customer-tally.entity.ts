import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** How many customers there are: one row, kept by trigger in the transaction that adds or deletes them. */
@Entity('customer_tally')
@Check('customer_tally_one_row_check', 'id = 1')
export class CustomerTally {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'customer_tally_pkey' })
  id: number;

  @Column({ type: 'bigint', name: 'customer_count' })
  customerCount: string;
}
