import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What texts of a customer field must consist of (入力制限, C-06). */
export class RestrictFieldValues1795440010000 implements MigrationInterface {
  name = 'RestrictFieldValues1795440010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table customer_field add column input_restriction text not null default 'none'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table customer_field drop column input_restriction`);
  }
}
