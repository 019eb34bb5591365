import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Kept } from './eraser.types.js';

/** The erasure of one person, and afterwards its proof: whose (as a hash), on whose order, what went and what is kept. */
@Entity('erasure')
@Index('erasure_address_hash_idx', ['addressHash']) // was this address erased?
@Index('erasure_open_key', ['addressHash'], { unique: true, where: 'finished_at is null' }) // one at a time; the sweep
export class Erasure {
  /** also the keyset of the list: newest first */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'erasure_pkey',
  })
  id: string;

  @Column({ type: 'bytea', name: 'address_hash' })
  addressHash: Buffer;

  /** the customer there was, and former ones of the same address, as steps find them */
  @Column({ type: 'bigint', array: true, name: 'customer_ids', default: '{}' })
  customerIds: string[];

  /** known while it is under way, and forgotten with the last step */
  @Column({ type: 'text', name: 'email_normalised', nullable: true })
  emailNormalised: string | null;

  @Column({ type: 'boolean', name: 'refuse_mail' })
  refuseMail: boolean;

  @Column({ type: 'boolean', name: 'remove_import_files' })
  removeImportFiles: boolean;

  /** the operator's words: who asked, when and how */
  @Column({ type: 'text', default: '' })
  note: string;

  @Column({ type: 'bigint', name: 'requested_by', nullable: true })
  requestedBy: string | null;

  @Column({ type: 'timestamptz', name: 'requested_at' })
  requestedAt: Date;

  /** the eraser whose turn it is, `check` for the last look; null when finished */
  @Column({ type: 'text', nullable: true })
  step: string | null;

  /** where that eraser goes on */
  @Column({ type: 'text', name: 'step_from', nullable: true })
  stepFrom: string | null;

  /** kind → how many were erased */
  @Column({ type: 'jsonb', default: '{}' })
  counts: Record<string, number>;

  @Column({ type: 'jsonb', default: '[]' })
  kept: Kept[];

  /** table → rows in which the address was still found at the end */
  @Column({ type: 'jsonb', default: '{}' })
  leftovers: Record<string, number>;

  /** tables too large to be looked through at the end; they were left to their erasers */
  @Column({ type: 'text', array: true, name: 'unsearched_tables', default: '{}' })
  unsearchedTables: string[];

  @Column({ type: 'timestamptz', name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
