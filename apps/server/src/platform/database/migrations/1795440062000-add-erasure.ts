import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erasure of a person on request, with its proof. */
export class AddErasure1795440062000 implements MigrationInterface {
  name = 'AddErasure1795440062000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table erasure (
      id bigint generated always as identity not null,
      address_hash bytea not null,
      customer_ids bigint[] not null default '{}',
      email_normalised text,
      refuse_mail boolean not null,
      remove_import_files boolean not null,
      note text not null default '',
      requested_by bigint,
      requested_at timestamptz not null,
      step text,
      step_from text,
      counts jsonb not null default '{}',
      kept jsonb not null default '[]',
      leftovers jsonb not null default '{}',
      finished_at timestamptz,
      constraint erasure_pkey primary key (id))`);
    // was this address erased?
    await runner.query(`create index erasure_address_hash_idx on erasure (address_hash)`);
    // one at a time for an address; the sweep
    await runner.query(`create unique index erasure_open_key on erasure (address_hash) where finished_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table erasure');
  }
}
