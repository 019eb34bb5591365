import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Five bulk operations, what an undo needs, rehearsals, the completion mail, and the memory of mappings. */
export class ImportOperationsUndoAndRehearsal1795440040000 implements MigrationInterface {
  name = 'ImportOperationsUndoAndRehearsal1795440040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table import_job
      add column operation text not null default 'register',
      add column target text not null default 'database',
      add column header_signature bytea,
      add column consent_basis text,
      add column consent_note text not null default '',
      add column report text not null default 'never',
      add column outcome_counts jsonb not null default '{}',
      add column relisted_count integer not null default 0,
      add column deleted_lately_count integer not null default 0,
      add column field_types jsonb,
      add column failure_row integer,
      add column undone_by bigint,
      add column undone_at timestamptz,
      add column undo_chunk_count integer not null default 0,
      add column undone_count integer not null default 0,
      add column undo_left_count integer not null default 0,
      drop constraint import_job_state_check,
      add constraint import_job_state_check check (state in ('created', 'uploaded', 'queued', 'running', 'finished', 'failed', 'canceled', 'undoing', 'undone')),
      add constraint import_job_operation_check check (operation in ('register', 'delete', 'stop', 'ban', 'allow')),
      add constraint import_job_target_check check (target in ('database', 'group')),
      add constraint import_job_report_check check (report in ('never', 'always', 'errors'))`);
    await runner.query(`update import_job set target = 'group' where group_id is not null`);
    // the sweep: what is to be run or taken back
    await runner.query('drop index import_job_open_idx');
    await runner.query(
      `create index import_job_open_idx on import_job (id) where state in ('queued', 'running', 'undoing')`,
    );
    // the last import whose file had the same headings
    await runner.query(
      `create index import_job_header_idx on import_job (header_signature, id) where header_signature is not null`,
    );

    await runner.query(`create table import_undo (
      import_id bigint not null,
      chunk_no integer not null,
      written_at timestamptz not null,
      registered bigint[] not null default '{}',
      overwritten bigint[] not null default '{}',
      old_values jsonb[] not null default '{}',
      old_updated_at timestamptz[] not null default '{}',
      joined bigint[] not null default '{}',
      joined_at timestamptz,
      before jsonb,
      constraint import_undo_pkey primary key (import_id, chunk_no),
      constraint import_undo_import_id_fkey foreign key (import_id) references import_job (id) on delete cascade)`);
    // Written once, read seldom, gone after a day: compressing would cost more than the room it saves.
    await runner.query(`alter table import_undo
      alter column registered set storage external, alter column overwritten set storage external,
      alter column old_values set storage external, alter column old_updated_at set storage external,
      alter column joined set storage external`);

    await runner.query(`create table import_rehearsal (
      import_id bigint not null,
      token uuid not null,
      state text not null,
      settings jsonb not null,
      processed_bytes bigint not null default 0,
      row_count integer not null default 0,
      outcome_counts jsonb not null default '{}',
      failures jsonb not null default '[]',
      failure text,
      failure_row integer,
      lease_until timestamptz,
      constraint import_rehearsal_pkey primary key (import_id),
      constraint import_rehearsal_import_id_fkey foreign key (import_id) references import_job (id) on delete cascade,
      constraint import_rehearsal_state_check check (state in ('queued', 'running', 'finished', 'failed')))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table import_rehearsal');
    await runner.query('drop table import_undo');
    await runner.query('drop index import_job_header_idx');
    await runner.query('drop index import_job_open_idx');
    await runner.query(`update import_job set state = 'finished' where state in ('undoing', 'undone')`);
    await runner.query(`alter table import_job
      drop constraint import_job_report_check,
      drop constraint import_job_target_check,
      drop constraint import_job_operation_check,
      drop constraint import_job_state_check,
      add constraint import_job_state_check check (state in ('created', 'uploaded', 'queued', 'running', 'finished', 'failed', 'canceled')),
      drop column undo_left_count,
      drop column undone_count,
      drop column undo_chunk_count,
      drop column undone_at,
      drop column undone_by,
      drop column failure_row,
      drop column field_types,
      drop column deleted_lately_count,
      drop column relisted_count,
      drop column outcome_counts,
      drop column report,
      drop column consent_note,
      drop column consent_basis,
      drop column header_signature,
      drop column target,
      drop column operation`);
    await runner.query(`create index import_job_open_idx on import_job (id) where state in ('queued', 'running')`);
  }
}
