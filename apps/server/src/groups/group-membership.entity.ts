import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Customer } from '../customers/customer.entity.js';
import type { RegistrationRoute } from '../customers/customer.types.js';
import { Group } from './group.entity.js';
import type { DeliveryState, StateChangeRoute } from './group.types.js';

/** A customer in a group, with the delivery state of that group alone (C-12). */
@Entity('group_membership')
@Check('group_membership_delivery_state_check', `delivery_state in ('active', 'stopped', 'banned')`)
@Index('group_membership_customer_id_idx', ['customerId']) // a customer's page; deleting a customer
@Index('group_membership_state_idx', ['groupId', 'deliveryState', 'customerId'], {
  where: `delivery_state <> 'active'`,
}) // stopped or banned members of a group, and their number
@Index('group_membership_restricted_idx', ['customerId'], { where: `delivery_state <> 'active'` }) // a customer's stops and bans; alignment
@Index('group_membership_stopped_idx', ['customerId'], { where: `delivery_state = 'stopped'` }) // stopped in any group
export class GroupMembership {
  @PrimaryColumn({ type: 'bigint', name: 'group_id', primaryKeyConstraintName: 'group_membership_pkey' })
  groupId: string;

  @PrimaryColumn({ type: 'bigint', name: 'customer_id', primaryKeyConstraintName: 'group_membership_pkey' })
  customerId: string;

  @ManyToOne(() => Group, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'group_membership_group_id_fkey' })
  group: Relation<Group>;

  @ManyToOne(() => Customer, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'customer_id', foreignKeyConstraintName: 'group_membership_customer_id_fkey' })
  customer: Relation<Customer>;

  @Column({ type: 'text', name: 'delivery_state', default: 'active' })
  deliveryState: DeliveryState;

  @Column({ type: 'timestamptz', name: 'state_changed_at', nullable: true })
  stateChangedAt: Date | null;

  @Column({ type: 'text', name: 'state_changed_via', nullable: true })
  stateChangedVia: StateChangeRoute | null;

  /** the operator, when a person did it in the dashboard */
  @Column({ type: 'bigint', name: 'state_changed_by', nullable: true })
  stateChangedBy: string | null;

  @Column({ type: 'timestamptz', name: 'joined_at' })
  joinedAt: Date;

  @Column({ type: 'text', name: 'joined_via' })
  joinedVia: RegistrationRoute;
}
