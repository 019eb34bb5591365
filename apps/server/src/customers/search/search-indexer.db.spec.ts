import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/database.js';
import { aCustomer, aField } from '../../../test/factories.js';
import { Customer } from '../customer.entity.js';
import type { CustomerField } from '../customer-field.entity.js';
import { SearchIndexer } from './search-indexer.js';

let database: TestDatabase;
let indexer: SearchIndexer;
let field: CustomerField;

beforeAll(async () => {
  database = await testDatabase();
  indexer = new SearchIndexer(database.db);
  field = await aField(database.db, { searchable: true });
});
beforeEach(() => database.db.rows('delete from customer'));
afterAll(() => database.drop());

const textsOf = async (id: string): Promise<string | undefined> =>
  (await database.db.rows<{ texts: string }>('select texts from customer_search where customer_id = $1', [id]))[0]
    ?.texts;

const notes = async (): Promise<number> => (await database.db.rows('select from customer_search_stale')).length;

describe('the search index follows the customers', () => {
  test('a new customer, a changed one, and one that is deleted before its turn', async () => {
    const taro = await aCustomer(database.db, { email: 'Taro@example.jp', fieldValues: { [field.id]: '山田' } });
    const hanako = await aCustomer(database.db, { email: 'hanako@example.jp' });
    await database.db.manager.getRepository(Customer).delete({ id: hanako.id });
    await indexer.index();
    expect(await textsOf(taro.id)).toBe('taro@example.jp\n山田');
    expect(await textsOf(hanako.id)).toBeUndefined();

    await database.db.manager.getRepository(Customer).update({ id: taro.id }, { fieldValues: { [field.id]: 'ﾔﾏﾀﾞ' } });
    await indexer.index();
    expect(await textsOf(taro.id)).toBe('taro@example.jp\nヤマダ');
    expect(await notes()).toBe(0);
  });

  test('deleting a customer deletes what was indexed of it', async () => {
    const taro = await aCustomer(database.db);
    await indexer.index();
    await database.db.manager.getRepository(Customer).delete({ id: taro.id });
    expect(await textsOf(taro.id)).toBeUndefined();
  });

  test('indexing twice changes no row', async () => {
    const taro = await aCustomer(database.db);
    await indexer.index();
    const version = (): Promise<unknown[]> =>
      database.db.rows('select xmin from customer_search where customer_id = $1', [taro.id]);
    const before = await version();
    await database.db.rows('insert into customer_search_stale select id from customer');
    await indexer.index();
    expect(await version()).toEqual(before);
  });

  test('a change that is not committed yet leaves its note for later', async () => {
    const taro = await aCustomer(database.db, { fieldValues: { [field.id]: '前' } });
    await indexer.index();
    await database.db.tx(async (tx) => {
      await tx.getRepository(Customer).update({ id: taro.id }, { fieldValues: { [field.id]: '後' } });
      expect(await indexer.index()).toBe(0);
      expect(await textsOf(taro.id)).toContain('前');
    });
    await indexer.index();
    expect(await textsOf(taro.id)).toContain('後');
  });

  test('while one process indexes another leaves the notes alone', async () => {
    await aCustomer(database.db);
    await database.db.tx(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(4927002)');
      expect(await indexer.index()).toBe(0);
    });
    expect(await indexer.index()).toBe(1);
  });

  test('a batch that fails keeps its notes', async () => {
    await aCustomer(database.db);
    await database.db.rows('alter table customer_search add constraint refused check (false) not valid');
    await expect(indexer.index()).rejects.toThrow('refused');
    expect(await notes()).toBe(1);
    await database.db.rows('alter table customer_search drop constraint refused');
    expect(await indexer.index()).toBe(1);
  });
});
