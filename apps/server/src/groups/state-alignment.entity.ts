import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The last time an operator asked for mixed delivery states to be aligned, and how far that has come (C-13). */
@Entity('state_alignment')
@Check('state_alignment_one_row_check', 'id = 1')
export class StateAlignment {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'state_alignment_pkey' })
  id: number;

  @Column({ type: 'timestamptz', name: 'requested_at' })
  requestedAt: Date;

  @Column({ type: 'bigint', name: 'requested_by', nullable: true })
  requestedBy: string | null;

  /** customers up to here are done */
  @Column({ type: 'bigint', name: 'last_customer_id', default: 0 })
  lastCustomerId: string;

  @Column({ type: 'integer', name: 'aligned_count', default: 0 })
  alignedCount: number;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
