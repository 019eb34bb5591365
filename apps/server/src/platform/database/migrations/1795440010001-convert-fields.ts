import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of a customer field's type: the old field stays, retired, and the new one gets its values set by set. */
export class ConvertFields1795440010001 implements MigrationInterface {
  name = 'ConvertFields1795440010001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table customer_field_conversion (
      id bigint generated always as identity not null,
      from_field_id bigint not null,
      to_field_id bigint not null,
      last_customer_id bigint not null,
      cursor_customer_id bigint not null default '0',
      converted_count integer not null default 0,
      kept_count integer not null default 0,
      started_at timestamptz not null,
      finished_at timestamptz,
      constraint customer_field_conversion_pkey primary key (id),
      constraint customer_field_conversion_from_field_id_fkey foreign key (from_field_id) references customer_field (id) on delete cascade,
      constraint customer_field_conversion_to_field_id_fkey foreign key (to_field_id) references customer_field (id) on delete cascade)`);
    // the sweep, and who must wait
    await runner.query(
      `create index customer_field_conversion_open_idx on customer_field_conversion (id) where finished_at is null`,
    );
    // a field is made by one change of type
    await runner.query(
      `create unique index customer_field_conversion_to_field_id_key on customer_field_conversion (to_field_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table customer_field_conversion`);
  }
}
