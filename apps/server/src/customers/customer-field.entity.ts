import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { FieldChoice, FieldType, InputRestriction } from './field.types.js';

/** A custom field of the customer database (データベース項目, C-04). */
@Entity('customer_field')
export class CustomerField {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'customer_field_pkey',
  })
  id: string;

  /** what users see, e.g. お名前; unique among fields that are not retired */
  @Index('customer_field_label_key', { unique: true, where: 'retired_at is null' })
  @Column({ type: 'text' })
  label: string;

  /** the word in merge tags: {{mergeKey}}; unique among fields that are not retired */
  @Index('customer_field_merge_key_key', { unique: true, where: 'retired_at is null' })
  @Column({ type: 'text', name: 'merge_key' })
  mergeKey: string;

  @Column({ type: 'text' })
  type: FieldType;

  /** for single and multiple choice; values store the choice's id, so a rename loses nothing */
  @Column({ type: 'jsonb', default: '[]' })
  choices: FieldChoice[];

  @Column({ type: 'integer' })
  position: number;

  @Column({ type: 'boolean', default: false })
  required: boolean;

  /** what texts must consist of (入力制限, C-06); holds from when it is set, older values stay */
  @Column({ type: 'text', name: 'input_restriction', default: 'none' })
  inputRestriction: InputRestriction;

  /** what a merge tag shows for customers without a value */
  @Column({ type: 'text', name: 'merge_default', default: '' })
  mergeDefault: string;

  /** contents are in the search index (at most five fields) */
  @Column({ type: 'boolean', default: false })
  searchable: boolean;

  @Column({ type: 'timestamptz', name: 'retired_at', nullable: true })
  retiredAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
