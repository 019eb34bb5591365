import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Conditions on customers under a name (セグメント), to be used again in lists, deliveries and exports. */
@Entity('segment')
export class Segment {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'segment_pkey',
  })
  id: string;

  /** also the order of the list */
  @Index('segment_name_key', { unique: true })
  @Column({ type: 'text' })
  name: string;

  /** a condition tree (customers/search) */
  @Column({ type: 'jsonb' })
  conditions: unknown;

  /** the operator; no foreign key, a segment outlives who made it */
  @Column({ type: 'bigint', name: 'created_by', nullable: true })
  createdBy: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
