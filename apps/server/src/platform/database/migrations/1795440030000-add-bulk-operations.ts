import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Things done to many customers in the background. */
export class AddBulkOperations1795440030000 implements MigrationInterface {
  name = 'AddBulkOperations1795440030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table bulk_operation (
      id bigint generated always as identity,
      kind text not null,
      params jsonb not null default '{}',
      query jsonb,
      customer_ids jsonb,
      state text not null default 'queued',
      total_count integer not null,
      done_count integer not null default 0,
      changed_count integer not null default 0,
      already_count integer not null default 0,
      held_back_count integer not null default 0,
      cursor_id bigint not null,
      try_count smallint not null default 0,
      failure text,
      lease_token uuid,
      lease_until timestamptz,
      created_by bigint,
      created_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      constraint bulk_operation_pkey primary key (id),
      constraint bulk_operation_state_check check (state in ('queued', 'running', 'finished', 'failed', 'canceled')),
      constraint bulk_operation_target_check check ((query is null) <> (customer_ids is null)))`);
    // the sweep that wakes waiting operations, and the progress on the screens
    await runner.query(
      `create index bulk_operation_open_idx on bulk_operation (id) where state in ('queued', 'running')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table bulk_operation');
  }
}
