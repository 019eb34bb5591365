import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the queue of SES events was last seen with nothing in it, hidden messages included. */
export class NoteWhenTheEventQueueWasEmpty1795432670000 implements MigrationInterface {
  name = 'NoteWhenTheEventQueueWasEmpty1795432670000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table event_pipeline add column queue_empty_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table event_pipeline drop column queue_empty_at');
  }
}
