import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an undo would take back is counted when it is kept. */
export class CountUndos1795440064002 implements MigrationInterface {
  name = 'CountUndos1795440064002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table import_undo
      add column registered_count integer not null default 0,
      add column overwritten_count integer not null default 0,
      add column joined_count integer not null default 0,
      add column changed_count integer not null default 0,
      add column deleted_count integer not null default 0`);
    await runner.query(`update import_undo set
      registered_count = cardinality(registered), overwritten_count = cardinality(overwritten),
      joined_count = cardinality(joined), changed_count = coalesce(jsonb_array_length(before -> 'people'), 0),
      deleted_count = coalesce(jsonb_array_length(before -> 'customers'), 0)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table import_undo
      drop column deleted_count,
      drop column changed_count,
      drop column joined_count,
      drop column overwritten_count,
      drop column registered_count`);
  }
}
