import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That operators were told of a delivery with many errors, and its numbers then (C-55): once for each delivery. */
@Entity('high_error_notice')
export class HighErrorNotice {
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id', primaryKeyConstraintName: 'high_error_notice_pkey' })
  deliveryId: string;

  /** addresses of the delivery */
  @Column({ type: 'integer', name: 'address_count' })
  addressCount: number;

  @Column({ type: 'integer', name: 'error_count' })
  errorCount: number;

  @Column({ type: 'timestamptz', name: 'noticed_at' })
  noticedAt: Date;
}
