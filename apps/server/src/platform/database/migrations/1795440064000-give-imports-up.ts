import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports, undos and rehearsals that fail again and again end, and say so. */
export class GiveImportsUp1795440064000 implements MigrationInterface {
  name = 'GiveImportsUp1795440064000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table import_job
      add column try_count integer not null default 0,
      add column state_before_undo text,
      add column undo_failure text`);
    await runner.query(`update import_job set state_before_undo = case when failure is null then 'finished' else 'failed' end
      where state = 'undoing'`);
    await runner.query('alter table import_rehearsal add column try_count integer not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table import_rehearsal drop column try_count');
    await runner.query(`alter table import_job
      drop column undo_failure,
      drop column state_before_undo,
      drop column try_count`);
  }
}
