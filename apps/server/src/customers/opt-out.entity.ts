import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { OptOutReason, OptOutScope } from './opt-out.types.js';

/**
 * One line of the opt-out ledger (J-36): an address that wants no mail, as a keyed hash, so that it survives the
 * customer's deletion. No foreign key on purpose. Written when somebody stops, is banned or complains.
 */
@Entity('opt_out')
@Check('opt_out_scope_check', `scope in ('account', 'group', 'plan')`)
@Check('opt_out_reason_check', `reason in ('stopped', 'banned', 'complained')`)
export class OptOut {
  /** address-hash.ts of the normalised address */
  @PrimaryColumn({ type: 'bytea', name: 'address_hash', primaryKeyConstraintName: 'opt_out_pkey' })
  addressHash: Buffer;

  /** account: from everything; group, plan: from the one of scope_id */
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'opt_out_pkey' })
  scope: OptOutScope;

  /** 0 for account */
  @PrimaryColumn({ type: 'bigint', name: 'scope_id', default: 0, primaryKeyConstraintName: 'opt_out_pkey' })
  scopeId: string;

  @Column({ type: 'text' })
  reason: OptOutReason;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt: Date;

  /** when the person last said no themselves, by a link or a complaint; null: only operators did */
  @Column({ type: 'timestamptz', name: 'refused_at', nullable: true })
  refusedAt: Date | null;

  /** when they first complained: a ban on top does not make it forgotten */
  @Column({ type: 'timestamptz', name: 'complained_at', nullable: true })
  complainedAt: Date | null;
}
