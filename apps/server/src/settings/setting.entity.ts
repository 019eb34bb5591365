import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One account-wide switch; the keys and their types are settings.service.ts's. */
@Entity('setting')
export class Setting {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'setting_pkey' })
  key: string;

  @Column({ type: 'jsonb' })
  value: unknown;

  @Column({ type: 'timestamptz', name: 'updated_at' })
  updatedAt: Date;
}
