import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger knows when people said no themselves, and of a complaint also below a ban. */
export class NoteRefusalsInLedger1795440070000 implements MigrationInterface {
  name = 'NoteRefusalsInLedger1795440070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table opt_out add column refused_at timestamptz, add column complained_at timestamptz');
    await runner.query(
      `update opt_out set refused_at = recorded_at, complained_at = recorded_at where reason = 'complained'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table opt_out drop column refused_at, drop column complained_at');
  }
}
