import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The unique index of addresses, sorted by character instead of by the rules of a language: it then also finds addresses
 * by their start (Ctrl-K), without a second index that every import would have to write.
 */
export class FindCustomersByStartOfAddress1795432630000 implements MigrationInterface {
  name = 'FindCustomersByStartOfAddress1795432630000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index customer_email_normalised_key');
    await runner.query(
      'create unique index customer_email_normalised_key on customer (email_normalised text_pattern_ops)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index customer_email_normalised_key');
    await runner.query('create unique index customer_email_normalised_key on customer (email_normalised)');
  }
}
