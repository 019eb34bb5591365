import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is remembered of deleted customers: a sample of hashes for a month, and how many there were each day. */
export class RememberDeletions1795440060000 implements MigrationInterface {
  name = 'RememberDeletions1795440060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table deleted_address_sample (
      address_hash bytea not null,
      deleted_at timestamptz not null,
      constraint deleted_address_sample_pkey primary key (address_hash))`);
    // forgetting after thirty days
    await runner.query(`create index deleted_address_sample_deleted_at_idx on deleted_address_sample (deleted_at)`);
    await runner.query(`create table customer_deletion_day (
      day date not null,
      deleted_count bigint not null,
      constraint customer_deletion_day_pkey primary key (day))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_deletion_day');
    await runner.query('drop table deleted_address_sample');
  }
}
