import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { CustomerExport } from './customer-export.entity.js';

/** Who took a file of customers, when, and from where. Insert-only. */
@Entity('customer_export_download')
@Index('customer_export_download_export_id_idx', ['exportId', 'id']) // who took this file
export class CustomerExportDownload {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'customer_export_download_pkey',
  })
  id: string;

  @Column({ type: 'bigint', name: 'export_id' })
  exportId: string;

  @ManyToOne(() => CustomerExport, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'export_id', foreignKeyConstraintName: 'customer_export_download_export_id_fkey' })
  customerExport: Relation<CustomerExport>;

  @Column({ type: 'bigint', name: 'user_id' })
  userId: string;

  @Column({ type: 'text', nullable: true })
  ip: string | null;

  @Column({ type: 'timestamptz', name: 'downloaded_at' })
  downloadedAt: Date;
}
