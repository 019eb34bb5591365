import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conditions kept under a name, and what a delivery tells of its own. */
export class AddSegments1795440020000 implements MigrationInterface {
  name = 'AddSegments1795440020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table segment (
      id bigint generated always as identity constraint segment_pkey primary key,
      name text not null,
      conditions jsonb not null,
      created_by bigint,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now())`);
    // nobody's name twice; also the order of the list
    await runner.query(`create unique index segment_name_key on segment (name)`);

    await runner.query(`alter table delivery add column segment_name text, add column filter_sentence jsonb`);

    // conditions on the day of registration: ids of a range of days, without reading the customers
    await runner.query(`create index customer_created_at_idx on customer (created_at, id)`);

    // Dates are now found by their month and day of the year as well, and two ASCII characters that stand alone: every
    // customer is indexed anew. Searches stay exact meanwhile.
    await runner.query(`insert into customer_search_stale select id from customer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table delivery drop column filter_sentence, drop column segment_name`);
    await runner.query('drop index customer_created_at_idx');
    await runner.query('drop table segment');
  }
}
