import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far SES events have arrived, and the idempotency key of a delivery. */
export class AddEventPipeline1795432610000 implements MigrationInterface {
  name = 'AddEventPipeline1795432610000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table event_pipeline (
      id smallint not null constraint event_pipeline_pkey primary key,
      newest_mail_at timestamptz,
      canary_sent_at timestamptz,
      constraint event_pipeline_one_row check (id = 1))`);
    await runner.query(`insert into event_pipeline (id) values (1)`);
    await runner.query(`alter table delivery add column idempotency_key text, add column idempotency_hash text`);
    await runner.query(
      `create unique index delivery_idempotency_key on delivery (idempotency_key) where idempotency_key is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index delivery_idempotency_key`);
    await runner.query(`alter table delivery drop column idempotency_hash, drop column idempotency_key`);
    await runner.query(`drop table event_pipeline`);
  }
}
