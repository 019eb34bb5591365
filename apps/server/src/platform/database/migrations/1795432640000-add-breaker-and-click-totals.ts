import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pauses for bad results, one per reason; clicks per link that outlive their events; lists of rare results. */
export class AddBreakerAndClickTotals1795432640000 implements MigrationInterface {
  name = 'AddBreakerAndClickTotals1795432640000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table breaker_trip (
      delivery_id bigint not null,
      reason text not null,
      tripped_at timestamptz not null,
      constraint breaker_trip_pkey primary key (delivery_id, reason))`);
    await runner.query(`create table link_click_total (
      delivery_id bigint not null,
      link_no smallint not null,
      clicker_count integer not null,
      click_count integer not null,
      bot_click_count integer not null,
      constraint link_click_total_pkey primary key (delivery_id, link_no))`);
    await runner.query(
      `create index delivery_recipient_mpp_opened_idx on delivery_recipient (delivery_id, id) where mpp_opened_at is not null`,
    );
    await runner.query(
      `create index delivery_recipient_unsubscribed_idx on delivery_recipient (delivery_id, id) where unsubscribed_at is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index delivery_recipient_unsubscribed_idx`);
    await runner.query(`drop index delivery_recipient_mpp_opened_idx`);
    await runner.query(`drop table link_click_total`);
    await runner.query(`drop table breaker_trip`);
  }
}
