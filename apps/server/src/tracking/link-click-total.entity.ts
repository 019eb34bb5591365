import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Clicks per link of deliveries whose recipients and events retention removed; totals stay. */
@Entity('link_click_total')
export class LinkClickTotal {
  @PrimaryColumn({ type: 'bigint', name: 'delivery_id', primaryKeyConstraintName: 'link_click_total_pkey' })
  deliveryId: string;

  @PrimaryColumn({ type: 'smallint', name: 'link_no', primaryKeyConstraintName: 'link_click_total_pkey' })
  linkNo: number;

  @Column({ type: 'integer', name: 'clicker_count' })
  clickerCount: number;

  @Column({ type: 'integer', name: 'click_count' })
  clickCount: number;

  @Column({ type: 'integer', name: 'bot_click_count' })
  botClickCount: number;
}
