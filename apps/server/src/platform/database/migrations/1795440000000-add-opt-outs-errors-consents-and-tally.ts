import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The opt-out ledger, the history of delivery errors, records of consent, and the exact number of customers. */
export class AddOptOutsErrorsConsentsAndTally1795440000000 implements MigrationInterface {
  name = 'AddOptOutsErrorsConsentsAndTally1795440000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table opt_out (
      address_hash bytea not null,
      scope text not null,
      scope_id bigint not null default '0',
      reason text not null,
      recorded_at timestamptz not null,
      constraint opt_out_pkey primary key (address_hash, scope, scope_id),
      constraint opt_out_scope_check check (scope in ('account', 'group', 'plan')),
      constraint opt_out_reason_check check (reason in ('stopped', 'banned', 'complained')))`);

    await runner.query(`create table customer_error (
      id bigint generated always as identity not null,
      customer_id bigint not null,
      recipient_id uuid not null,
      delivery_id bigint not null,
      kind text not null,
      counts_as text,
      answer text,
      occurred_at timestamptz not null,
      constraint customer_error_pkey primary key (id),
      constraint customer_error_customer_id_fkey foreign key (customer_id) references customer (id) on delete cascade)`);
    // once per mail and kind; a customer's history
    await runner.query(
      `create unique index customer_error_mail_key on customer_error (customer_id, recipient_id, kind)`,
    );

    await runner.query(`create table consent_record (
      id bigint generated always as identity not null,
      customer_id bigint not null,
      group_id bigint,
      purpose text not null,
      source text not null,
      source_label text not null,
      import_id bigint,
      basis text not null,
      note text not null default '',
      obtained_at timestamptz not null,
      ip text,
      user_agent text,
      user_id bigint,
      withdrawn_at timestamptz,
      address_hash bytea,
      purge_after timestamptz,
      constraint consent_record_pkey primary key (id),
      constraint consent_record_source_check check (source in ('screen', 'csv', 'api', 'form')),
      constraint consent_record_basis_check check (basis in ('form', 'paper', 'business_card', 'business_relation', 'published_address', 'other')))`);
    // a customer's page, export, deletion
    await runner.query(`create index consent_record_customer_id_idx on consent_record (customer_id)`);
    // after deletion
    await runner.query(
      `create index consent_record_address_hash_idx on consent_record (address_hash) where address_hash is not null`,
    );
    // the purge
    await runner.query(
      `create index consent_record_purge_idx on consent_record (purge_after) where purge_after is not null`,
    );

    await runner.query(`create table customer_tally (
      id smallint not null,
      customer_count bigint not null,
      constraint customer_tally_pkey primary key (id),
      constraint customer_tally_one_row_check check (id = 1))`);
    await runner.query(`create table customer_month (
      month date not null,
      peak_count bigint not null,
      last_count bigint not null,
      constraint customer_month_pkey primary key (month))`);
    await runner.query(`insert into customer_tally select 1, count(*) from customer`);
    await runner.query(`insert into customer_month (month, peak_count, last_count)
      select date_trunc('month', now() at time zone 'Asia/Tokyo')::date, customer_count, customer_count from customer_tally`);

    // Once per statement, in its transaction: whoever adds or deletes customers is counted. `peak` is the most there
    // were around the statement: after adding, before deleting.
    await runner.query(`create function tally_customers(change bigint) returns void language plpgsql as $$
      declare
        total bigint;
        this_month date := date_trunc('month', now() at time zone 'Asia/Tokyo')::date;
      begin
        if change = 0 then
          return;
        end if;
        update customer_tally set customer_count = customer_count + change returning customer_count into total;
        insert into customer_month as m (month, peak_count, last_count)
        values (this_month, greatest(total, total - change), total)
        on conflict (month) do update
           set peak_count = greatest(m.peak_count, excluded.peak_count), last_count = excluded.last_count;
      end $$`);
    await runner.query(`create function tally_inserted_customers() returns trigger language plpgsql as $$
      begin
        perform tally_customers((select count(*) from new_customer));
        return null;
      end $$`);
    await runner.query(`create function tally_deleted_customers() returns trigger language plpgsql as $$
      begin
        perform tally_customers(-(select count(*) from old_customer));
        return null;
      end $$`);
    await runner.query(`create trigger customer_tallied_insert after insert on customer
      referencing new table as new_customer for each statement execute function tally_inserted_customers()`);
    await runner.query(`create trigger customer_tallied_delete after delete on customer
      referencing old table as old_customer for each statement execute function tally_deleted_customers()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger customer_tallied_delete on customer');
    await runner.query('drop trigger customer_tallied_insert on customer');
    await runner.query('drop function tally_deleted_customers()');
    await runner.query('drop function tally_inserted_customers()');
    await runner.query('drop function tally_customers(bigint)');
    await runner.query('drop table customer_month');
    await runner.query('drop table customer_tally');
    await runner.query('drop table consent_record');
    await runner.query('drop table customer_error');
    await runner.query('drop table opt_out');
  }
}
