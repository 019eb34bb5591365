import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Folded texts beside the search index, rows noted for indexing by trigger, and indexes for the tabs of the lists. */
export class SearchCustomersByText1795432620000 implements MigrationInterface {
  name = 'SearchCustomersByText1795432620000';

  async up(runner: QueryRunner): Promise<void> {
    // texts: folded address and searchable values, one per line; compared with q without reading the customer's row
    await runner.query(`alter table customer_search add column texts text not null`);

    // Comparing without regard to width and case; customers/search/grams.ts#fold is the same in TypeScript.
    // The collation is named so that the result does not depend on how the database was made.
    await runner.query(`create function fold_text(value text) returns text language sql immutable parallel safe strict
      return lower(normalize(value, NFKC) collate pg_c_utf8)`);

    // Whoever writes customers cannot forget the index: one statement is one call, whatever its number of rows.
    await runner.query(`create function note_inserted_customers() returns trigger language plpgsql as $$
      begin
        insert into customer_search_stale select id from new_customer;
        return null;
      end $$`);
    await runner.query(`create function note_updated_customers() returns trigger language plpgsql as $$
      begin
        insert into customer_search_stale
        select n.id from new_customer n join old_customer o on o.id = n.id
         where n.email_normalised <> o.email_normalised or n.field_values <> o.field_values;
        return null;
      end $$`);
    await runner.query(`create trigger customer_inserted after insert on customer
      referencing new table as new_customer for each statement execute function note_inserted_customers()`);
    await runner.query(`create trigger customer_updated after update on customer
      referencing old table as old_customer new table as new_customer
      for each statement execute function note_updated_customers()`);

    // the list of customers in error, newest first
    await runner.query(`create index customer_error_idx on customer (id) where status = 'error'`);
    // stopped or banned members of a group, and their number
    await runner.query(
      `create index group_membership_state_idx on group_membership (group_id, delivery_state, customer_id) where delivery_state <> 'active'`,
    );
    // customers stopped in any group (C-20)
    await runner.query(
      `create index group_membership_stopped_idx on group_membership (customer_id) where delivery_state = 'stopped'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index group_membership_stopped_idx');
    await runner.query('drop index group_membership_state_idx');
    await runner.query('drop index customer_error_idx');
    await runner.query('drop trigger customer_updated on customer');
    await runner.query('drop trigger customer_inserted on customer');
    await runner.query('drop function note_updated_customers()');
    await runner.query('drop function note_inserted_customers()');
    await runner.query('drop function fold_text(text)');
    await runner.query('alter table customer_search drop column texts');
  }
}
