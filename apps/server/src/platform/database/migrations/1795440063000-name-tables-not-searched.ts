import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The proof of an erasure names the tables that were too large for its last look. */
export class NameTablesNotSearched1795440063000 implements MigrationInterface {
  name = 'NameTablesNotSearched1795440063000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table erasure add column unsearched_tables text[] not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table erasure drop column unsearched_tables');
  }
}
