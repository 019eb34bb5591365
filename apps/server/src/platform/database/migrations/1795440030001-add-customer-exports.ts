import type { MigrationInterface, QueryRunner } from 'typeorm';

/** CSV files of customers, and who took them. */
export class AddCustomerExports1795440030001 implements MigrationInterface {
  name = 'AddCustomerExports1795440030001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table customer_export (
      id bigint generated always as identity,
      query jsonb,
      customer_ids jsonb,
      group_id bigint,
      columns jsonb not null,
      encoding text not null,
      has_header boolean not null,
      locale text not null,
      state text not null default 'queued',
      total_count integer not null,
      done_count integer not null default 0,
      below_id bigint not null,
      file_key text,
      file_bytes bigint not null default 0,
      lost_count integer not null default 0,
      lost_characters jsonb not null default '[]',
      try_count smallint not null default 0,
      failure text,
      lease_token uuid,
      lease_until timestamptz,
      created_by bigint,
      created_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      expires_at timestamptz,
      constraint customer_export_pkey primary key (id),
      constraint customer_export_state_check check (state in ('queued', 'running', 'finished', 'failed', 'canceled')),
      constraint customer_export_target_check check ((query is null) <> (customer_ids is null)))`);
    // the sweep that wakes waiting exports, and the progress on the screens
    await runner.query(
      `create index customer_export_open_idx on customer_export (id) where state in ('queued', 'running')`,
    );
    // files that are due to go
    await runner.query(
      `create index customer_export_file_idx on customer_export (expires_at) where file_key is not null`,
    );
    await runner.query(`create table customer_export_download (
      id bigint generated always as identity,
      export_id bigint not null,
      user_id bigint not null,
      ip text,
      downloaded_at timestamptz not null,
      constraint customer_export_download_pkey primary key (id),
      constraint customer_export_download_export_id_fkey foreign key (export_id) references customer_export (id) on delete cascade)`);
    // who took a file
    await runner.query(
      `create index customer_export_download_export_id_idx on customer_export_download (export_id, id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_export_download');
    await runner.query('drop table customer_export');
  }
}
