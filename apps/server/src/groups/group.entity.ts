import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { SenderAddress } from '../settings/sender-address.entity.js';
import type { GroupColour } from './group.types.js';

/** A delivery group (配信グループ, F-02). */
@Entity('delivery_group')
export class Group {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'delivery_group_pkey',
  })
  id: string;

  @Index('delivery_group_name_key', { unique: true })
  @Column({ type: 'text' })
  name: string;

  /** only an aid for the eye: a Mantine colour name */
  @Column({ type: 'text', default: 'indigo' })
  colour: GroupColour;

  @Column({ type: 'text', default: '' })
  description: string;

  @ManyToOne(() => SenderAddress, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'sender_address_id', foreignKeyConstraintName: 'delivery_group_sender_address_id_fkey' })
  senderAddress: Relation<SenderAddress> | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;
}
