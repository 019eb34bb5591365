import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One in sixteen of the addresses deleted lately, as keyed hashes: the memory by which the laundering of lists is noticed
 * (G-10). Which ones is decided by the hash itself, so that the same address is always in it or never.
 */
@Entity('deleted_address_sample')
@Index('deleted_address_sample_deleted_at_idx', ['deletedAt']) // forgetting after thirty days
export class DeletedAddressSample {
  @PrimaryColumn({ type: 'bytea', name: 'address_hash', primaryKeyConstraintName: 'deleted_address_sample_pkey' })
  addressHash: Buffer;

  /** the last time it was deleted */
  @Column({ type: 'timestamptz', name: 'deleted_at' })
  deletedAt: Date;
}
