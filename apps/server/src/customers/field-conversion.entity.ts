import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { CustomerField } from './customer-field.entity.js';

/**
 * A change of type under way or done: the old field is retired with all its values, the new one has taken its place and
 * gets, customer by customer, what can be converted.
 */
@Entity('customer_field_conversion')
@Index('customer_field_conversion_open_idx', ['id'], { where: 'finished_at is null' }) // the sweep, and who must wait
export class FieldConversion {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'customer_field_conversion_pkey',
  })
  id: string;

  @ManyToOne(() => CustomerField, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'from_field_id', foreignKeyConstraintName: 'customer_field_conversion_from_field_id_fkey' })
  fromField: Relation<CustomerField>;

  @Index('customer_field_conversion_to_field_id_key', { unique: true })
  @ManyToOne(() => CustomerField, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'to_field_id', foreignKeyConstraintName: 'customer_field_conversion_to_field_id_fkey' })
  toField: Relation<CustomerField>;

  /** the newest customer when it began; later ones have no value of the old field */
  @Column({ type: 'bigint', name: 'last_customer_id' })
  lastCustomerId: string;

  /** every customer up to this one is done; moves in the transaction that writes the values */
  @Column({ type: 'bigint', name: 'cursor_customer_id', default: '0' })
  cursorCustomerId: string;

  @Column({ type: 'integer', name: 'converted_count', default: 0 })
  convertedCount: number;

  /** values that fit the new type in no way: only the old field has them */
  @Column({ type: 'integer', name: 'kept_count', default: 0 })
  keptCount: number;

  @Column({ type: 'timestamptz', name: 'started_at' })
  startedAt: Date;

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
