import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ConsentBasis, ConsentSource } from './consent.types.js';

/**
 * That a person agreed to mail, for one purpose: where, when and by which form or file (J-33, 特定電子メール法). No foreign
 * key: it is kept by rule after the customer's deletion, then under the address's hash.
 */
@Entity('consent_record')
@Check('consent_record_source_check', `source in ('screen', 'csv', 'api', 'form')`)
@Check(
  'consent_record_basis_check',
  `basis in ('form', 'paper', 'business_card', 'business_relation', 'published_address', 'other')`,
)
@Index('consent_record_customer_id_idx', ['customerId']) // a customer's page, export, deletion
@Index('consent_record_address_hash_idx', ['addressHash'], { where: 'address_hash is not null' }) // after deletion
@Index('consent_record_purge_idx', ['purgeAfter'], { where: 'purge_after is not null' }) // the purge
export class ConsentRecord {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'consent_record_pkey',
  })
  id: string;

  @Column({ type: 'bigint', name: 'customer_id' })
  customerId: string;

  /** mail of which group; null: mail in general */
  @Column({ type: 'bigint', name: 'group_id', nullable: true })
  groupId: string | null;

  /** what was agreed to, in words */
  @Column({ type: 'text' })
  purpose: string;

  @Column({ type: 'text' })
  source: ConsentSource;

  /** the form with its version, or the file */
  @Column({ type: 'text', name: 'source_label' })
  sourceLabel: string;

  @Column({ type: 'bigint', name: 'import_id', nullable: true })
  importId: string | null;

  @Column({ type: 'text' })
  basis: ConsentBasis;

  @Column({ type: 'text', default: '' })
  note: string;

  @Column({ type: 'timestamptz', name: 'obtained_at' })
  obtainedAt: Date;

  /** address of the request, whole: it is evidence */
  @Column({ type: 'text', nullable: true })
  ip: string | null;

  @Column({ type: 'text', name: 'user_agent', nullable: true })
  userAgent: string | null;

  /** the operator who recorded it */
  @Column({ type: 'bigint', name: 'user_id', nullable: true })
  userId: string | null;

  /** by an operator's note, or by a trigger on group_membership_change when the person stops the mail of the group */
  @Column({ type: 'timestamptz', name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;

  /** set when the customer is deleted */
  @Column({ type: 'bytea', name: 'address_hash', nullable: true })
  addressHash: Buffer | null;

  /** set when the customer is deleted: years after the last mail to them */
  @Column({ type: 'timestamptz', name: 'purge_after', nullable: true })
  purgeAfter: Date | null;
}
