import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That a delivery was paused for a reason once: whoever resumes it has decided, and is not stopped again. */
@Entity('breaker_trip')
export class BreakerTrip {
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id', primaryKeyConstraintName: 'breaker_trip_pkey' })
  deliveryId: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'breaker_trip_pkey' })
  reason: string;

  @Column({ type: 'timestamptz', name: 'tripped_at' })
  trippedAt: Date;
}
