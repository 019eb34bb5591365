import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of RecipientCounts, as batches hold them. */
const STATES = [
  'pending',
  'submitting',
  'unknown',
  'held',
  'skipped',
  'failed',
  'accepted',
  'delayed',
  'delivered',
  'bouncedSoft',
  'bouncedHard',
  'rejected',
  'complained',
  'opened',
  'mppOpened',
  'clicked',
  'unsubscribed',
];

/**
 * The numbers behind history and reports, in one place: a row per batch, or one per delivery once retention has removed
 * its recipients. 配信成功数 (success) is accepted − bounced − rejected; errors are bounced, rejected and failed.
 */
export class AddDeliveryFigures1795432650000 implements MigrationInterface {
  name = 'AddDeliveryFigures1795432650000';

  async up(runner: QueryRunner): Promise<void> {
    const read = STATES.map((key) => `coalesce((s.counts->>'${key}')::int, 0) as "${key}"`).join(', ');
    await runner.query(`create view delivery_batch_figures as
      select k.delivery_id, k.domain_group,
             k.pending + k.submitting as waiting,
             k.accepted + k."delayed" + k.delivered + k."bouncedSoft" + k."bouncedHard" + k.rejected + k.complained as accepted,
             k.delivered + k.complained as delivered,
             k.accepted + k."delayed" + k.delivered + k.complained as success,
             k."bouncedSoft" + k."bouncedHard" + k.rejected + k.failed as error,
             k."bouncedHard" as bounced_hard, k."bouncedSoft" as bounced_soft, k.rejected, k.failed, k.unknown, k.held,
             k.skipped, k.complained, k.opened, k."mppOpened" as mpp_opened, k.clicked, k.unsubscribed
        from (select s.delivery_id, s.domain_group, ${read}
                from (select b.delivery_id, b.domain_group, b.counts
                        from delivery_batch b join delivery d on d.id = b.delivery_id
                       where d.recipients_pruned_at is null
                      union all
                      select d.id, null, d.final_counts from delivery d where d.recipients_pruned_at is not null) s) k`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view delivery_batch_figures`);
  }
}
