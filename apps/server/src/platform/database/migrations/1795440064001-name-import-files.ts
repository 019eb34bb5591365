import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every upload of an import is a file of its own, which its row names. */
export class NameImportFiles1795440064001 implements MigrationInterface {
  name = 'NameImportFiles1795440064001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table import_job add column file_key text');
    await runner.query(`update import_job set file_key = 'imports/' || id || '.csv' where file_bytes > 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table import_job drop column file_key');
  }
}
