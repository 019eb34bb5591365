import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One row: how far the events of SES are known to have arrived. Only a healthy pipeline can prove absence (ADR 005). */
@Entity('event_pipeline')
@Check('event_pipeline_one_row', 'id = 1')
export class EventPipeline {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'event_pipeline_pkey' })
  id: number;

  /** the newest SES acceptance time (mail.timestamp) among the events applied; null: none yet */
  @Column({ type: 'timestamptz', name: 'newest_mail_at', nullable: true })
  newestMailAt: Date | null;

  /** when the last canary mail was sent */
  @Column({ type: 'timestamptz', name: 'canary_sent_at', nullable: true })
  canarySentAt: Date | null;

  /** when the queue of events was last seen with nothing in it, messages hidden by a reader that died included */
  @Column({ type: 'timestamptz', name: 'queue_empty_at', nullable: true })
  queueEmptyAt: Date | null;
}
