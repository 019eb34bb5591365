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
import { Group } from '../groups/group.entity.js';
import { SenderAddress } from '../settings/sender-address.entity.js';
import type { MailFormat } from './mailing.types.js';

/** What is composed: the content of a mail, apart from any run of it (配信メール). */
@Entity('mailing')
export class Mailing {
  /** the メールID users see */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'mailing_pkey',
  })
  id: string;

  @Index('mailing_group_id_idx')
  @ManyToOne(() => Group, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'mailing_group_id_fkey' })
  group: Relation<Group> | null;

  @ManyToOne(() => SenderAddress, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'sender_address_id', foreignKeyConstraintName: 'mailing_sender_address_id_fkey' })
  senderAddress: Relation<SenderAddress> | null;

  @Column({ type: 'text' })
  format: MailFormat;

  @Column({ type: 'text', default: '' })
  subject: string;

  /** the text mail, or the text alternative of an HTML mail; empty: made from the HTML */
  @Column({ type: 'text', name: 'text_body', default: '' })
  textBody: string;

  @Column({ type: 'text', name: 'html_body', default: '' })
  htmlBody: string;

  @Column({ type: 'boolean', name: 'track_links', default: true })
  trackLinks: boolean;

  @Column({ type: 'boolean', name: 'track_opens', default: true })
  trackOpens: boolean;

  /** goes up with every save; a save must name the version it started from */
  @Column({ type: 'integer', default: 1 })
  version: number;

  @Column({ type: 'bigint', name: 'author_id', nullable: true })
  authorId: string | null;

  @Column({ type: 'timestamptz', name: 'test_sent_at', nullable: true })
  testSentAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true })
  deletedAt: Date | null;
}
