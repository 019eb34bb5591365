import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one-time token with which the first administrator is made; one row while no user exists. */
@Entity('setup_token')
export class SetupToken {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'setup_token_pkey' })
  id: number;

  @Column({ type: 'bytea', name: 'token_hash' })
  tokenHash: Buffer;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
