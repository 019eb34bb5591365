import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The search index of customers, kept beside the rows so that imports do not wait for it; and the domain groups. */
export class SearchIndexAndDomainGroups1795432500000 implements MigrationInterface {
  name = 'SearchIndexAndDomainGroups1795432500000';

  async up(runner: QueryRunner): Promise<void> {
    // grams: hashes of two-character pieces of the address and of searchable fields, and of whole choice values.
    await runner.query(`create table customer_search (
      customer_id bigint not null constraint customer_search_pkey primary key
        constraint customer_search_customer_id_fkey references customer (id) on delete cascade,
      grams integer[] not null)`);
    await runner.query(
      `create index customer_search_grams_idx on customer_search using gin (grams) with (fastupdate = on, gin_pending_list_limit = 16384)`,
    );
    // changed since they were indexed; a plain heap, so that noting a change costs next to nothing. Duplicates are fine.
    await runner.query(`create table customer_search_stale (customer_id bigint not null)`);

    // Receivers that want to be treated apart (sending.md §4.4, product.md C-09); 'other' has no limit of its own.
    await runner.query(`create function domain_group_of(email text) returns text language sql immutable parallel safe strict as $$
      select case split_part(email, '@', 2)
        when 'docomo.ne.jp' then 'docomo'
        when 'ezweb.ne.jp' then 'au' when 'au.com' then 'au'
        when 'softbank.ne.jp' then 'softbank' when 'i.softbank.jp' then 'softbank' when 'disney.ne.jp' then 'softbank'
        when 'ymobile.ne.jp' then 'ymobile' when 'y-mobile.ne.jp' then 'ymobile' when 'willcom.com' then 'ymobile'
        when 'uqmobile.jp' then 'uq' when 'rakuten.jp' then 'rakuten'
        when 'yahoo.co.jp' then 'yahoojp' when 'ybb.ne.jp' then 'yahoojp'
        when 'gmail.com' then 'gmail' when 'googlemail.com' then 'gmail'
        when 'outlook.com' then 'ms' when 'outlook.jp' then 'ms' when 'hotmail.com' then 'ms' when 'hotmail.co.jp' then 'ms' when 'live.jp' then 'ms' when 'live.com' then 'ms' when 'msn.com' then 'ms'
        when 'icloud.com' then 'apple' when 'me.com' then 'apple' when 'mac.com' then 'apple'
        else case
          when email like '%.ezweb.ne.jp' then 'au'
          when email like '%.vodafone.ne.jp' then 'softbank'
          when email like '%.pdx.ne.jp' then 'ymobile'
          else 'other' end
      end $$`);

    // HOT updates of the ledger need room on the page; counts are read far more often than the table is vacuumed.
    await runner.query(
      `alter table delivery_recipient set (fillfactor = 75, autovacuum_vacuum_insert_scale_factor = 0.05)`,
    );
    await runner.query(`alter table delivery_batch set (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table delivery_batch reset (fillfactor)`);
    await runner.query(`alter table delivery_recipient reset (fillfactor, autovacuum_vacuum_insert_scale_factor)`);
    await runner.query('drop function domain_group_of(text)');
    await runner.query('drop table customer_search_stale');
    await runner.query('drop table customer_search');
  }
}
