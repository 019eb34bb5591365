import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Delivery } from './delivery.entity.js';

/** A tracked link of a delivery; click tokens name it by number, never by URL. Kept after recipients are pruned. */
@Entity('delivery_link')
export class DeliveryLink {
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id', primaryKeyConstraintName: 'delivery_link_pkey' })
  deliveryId: string;

  @PrimaryColumn({ type: 'smallint', name: 'link_no', primaryKeyConstraintName: 'delivery_link_pkey' })
  linkNo: number;

  @ManyToOne(() => Delivery, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'delivery_id', foreignKeyConstraintName: 'delivery_link_delivery_id_fkey' })
  delivery: Relation<Delivery>;

  /** may hold merge tags after the origin */
  @Column({ type: 'text' })
  url: string;

  @Column({ type: 'text', default: '' })
  label: string;
}
