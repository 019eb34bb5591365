import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices by mail, hard errors counted apart, suppressions to be lifted at SES, the alignment of delivery states. */
export class AddNoticesAndHealthOfAddresses1795440050000 implements MigrationInterface {
  name = 'AddNoticesAndHealthOfAddresses1795440050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table notice (
      id bigint generated always as identity not null,
      dedupe_key text,
      to_address text not null,
      subject text not null,
      body text not null,
      state text not null default 'waiting',
      attempts integer not null default 0,
      next_try_at timestamptz not null,
      trouble text,
      created_at timestamptz not null,
      sent_at timestamptz,
      constraint notice_pkey primary key (id),
      constraint notice_state_check check (state in ('waiting', 'sending', 'sent', 'failed')))`);
    // the same thing is told once
    await runner.query(
      `create unique index notice_dedupe_key on notice (dedupe_key, to_address) where dedupe_key is not null`,
    );
    // what is due
    await runner.query(`create index notice_due_idx on notice (next_try_at) where state in ('waiting', 'sending')`);

    // a constant default: no row is rewritten
    await runner.query(`alter table customer add column hard_error_count integer not null default 0`);
    await runner.query(
      `alter table customer add constraint customer_hard_error_count_check check (hard_error_count >= 0) not valid`,
    );
    await runner.query(`alter table customer validate constraint customer_hard_error_count_check`);

    await runner.query(`create table suppression_lift (
      customer_id bigint not null,
      email text not null,
      requested_at timestamptz not null,
      requested_by bigint,
      attempts integer not null default 0,
      next_try_at timestamptz not null,
      trouble text,
      lifted_at timestamptz,
      constraint suppression_lift_pkey primary key (customer_id),
      constraint suppression_lift_customer_id_fkey foreign key (customer_id) references customer (id) on delete cascade)`);
    // what is due
    await runner.query(
      `create index suppression_lift_due_idx on suppression_lift (next_try_at) where lifted_at is null`,
    );

    await runner.query(`create table state_alignment (
      id smallint not null,
      requested_at timestamptz not null,
      requested_by bigint,
      last_customer_id bigint not null default 0,
      aligned_count integer not null default 0,
      finished_at timestamptz,
      constraint state_alignment_pkey primary key (id),
      constraint state_alignment_one_row_check check (id = 1))`);

    // a customer's stops and bans: deletion, joining while states are synchronised; everybody's in order: alignment
    await runner.query(
      `create index group_membership_restricted_idx on group_membership (customer_id) where delivery_state <> 'active'`,
    );

    await runner.query(`create table high_error_notice (
      delivery_id bigint not null,
      address_count integer not null,
      error_count integer not null,
      noticed_at timestamptz not null,
      constraint high_error_notice_pkey primary key (delivery_id))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table high_error_notice');
    await runner.query('drop index group_membership_restricted_idx');
    await runner.query('drop table state_alignment');
    await runner.query('drop table suppression_lift');
    await runner.query('alter table customer drop column hard_error_count');
    await runner.query('drop table notice');
  }
}
