import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { DeliveryState, StateChangeRoute } from './group.types.js';

/** Every change of a delivery state: what, when, how, by whom, from which delivery. Insert-only. */
@Entity('group_membership_change')
@Index('group_membership_change_customer_id_idx', ['customerId', 'id']) // timeline of a customer
export class GroupMembershipChange {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'group_membership_change_pkey',
  })
  id: string;

  @Column({ type: 'bigint', name: 'group_id' })
  groupId: string;

  @Column({ type: 'bigint', name: 'customer_id' })
  customerId: string;

  /** null: not a member before */
  @Column({ type: 'text', name: 'from_state', nullable: true })
  fromState: DeliveryState | null;

  /** null: removed from the group */
  @Column({ type: 'text', name: 'to_state', nullable: true })
  toState: DeliveryState | null;

  @Column({ type: 'text' })
  via: StateChangeRoute;

  @Column({ type: 'bigint', name: 'user_id', nullable: true })
  userId: string | null;

  /** the delivery whose link was used */
  @Column({ type: 'bigint', name: 'delivery_id', nullable: true })
  deliveryId: string | null;

  @Column({ type: 'timestamptz', name: 'changed_at' })
  changedAt: Date;
}
