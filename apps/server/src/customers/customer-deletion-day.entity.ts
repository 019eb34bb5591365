import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many customers were deleted on a day of Japan; registrations that an undone import took back do not count. */
@Entity('customer_deletion_day')
export class CustomerDeletionDay {
  @PrimaryColumn({ type: 'date', primaryKeyConstraintName: 'customer_deletion_day_pkey' })
  day: string;

  @Column({ type: 'bigint', name: 'deleted_count' })
  deletedCount: string;
}
