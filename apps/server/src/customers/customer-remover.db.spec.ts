import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { TestClock } from '../../test/clock.js';
import { customerRemover, testHasher } from '../../test/customers.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCustomer, aDelivery, aGroup } from '../../test/factories.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { SettingsService } from '../settings/settings.service.js';
import { ConsentRecords } from './consent-records.service.js';
import type { Consent } from './consent.types.js';
import { CustomerRetention } from './customer-retention.js';
import type { Removal } from './customer-remover.service.js';
import { CustomerUndo } from './customer-undo.service.js';
import type { CustomerImage } from './customer-undo.types.js';
import { RecordCount } from './record-count.service.js';
import { isSampled, LaunderingDetector } from './laundering-detector.service.js';

const DAY = 86_400_000;
const hasher = testHasher();

let database: TestDatabase;
let clock: TestClock;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  clock = new TestClock();
  await database.db.rows(
    'truncate customer, consent_record, deleted_address_sample, customer_deletion_day, setting cascade',
  );
});

const rows = <T>(sql: string, ...params: unknown[]): Promise<T[]> => database.db.rows<T>(sql, params);
const remove = (ids: readonly string[], how?: Removal): Promise<string[]> =>
  database.db.tx((tx) => customerRemover(database.db, clock).remove(tx, ids, how));
const prune = (): Promise<void> =>
  new CustomerRetention(database.db, clock, new PinoLogger({ pinoHttp: { level: 'silent' } })).prune();

describe('consents after deletion (J-33)', () => {
  const consent = (obtainedAt: Date): Consent => ({
    groupId: null,
    purpose: 'メールマガジン',
    source: 'screen',
    sourceLabel: '',
    basis: 'paper',
    obtainedAt,
  });
  const consentOf = async (id: string, obtainedAt = new Date('2020-04-01T00:00:00Z')): Promise<void> =>
    new ConsentRecords(database.db, clock, hasher).record(database.db.manager, [id], consent(obtainedAt));
  const kept = (): Promise<{ customer_id: string; hash: string | null; purge_after: Date | null }[]> =>
    rows(`select customer_id, encode(address_hash, 'hex') as hash, purge_after from consent_record order by id`);

  test('stay under the address’s hash, until three years after the last mail', async () => {
    const [mailed, never, other] = [
      await aCustomer(database.db, { email: 'Taro@example.jp' }),
      await aCustomer(database.db),
      await aCustomer(database.db),
    ];
    for (const { id } of [mailed, never, other]) await consentOf(id);
    for (const day of ['2026-03-04', '2026-05-06']) {
      const delivery = await aDelivery(database.db, { group: await aGroup(database.db) });
      await database.db.manager.getRepository(DeliveryRecipient).insert({
        deliveryId: delivery.id,
        customerId: mailed.id,
        email: mailed.email,
        state: 'delivered',
        acceptedAt: new Date(`${day}T00:00:00Z`),
      });
    }
    await remove([mailed.id, never.id]);
    expect(await kept()).toEqual([
      {
        customer_id: mailed.id,
        hash: hasher.hashOf('taro@example.jp').toString('hex'),
        purge_after: new Date('2029-05-06T00:00:00Z'),
      },
      {
        customer_id: never.id,
        hash: hasher.hashOf(never.emailNormalised).toString('hex'),
        purge_after: new Date('2029-12-01T01:00:00Z'),
      },
      { customer_id: other.id, hash: null, purge_after: null },
    ]);
  });

  test('go when their time is over, and never while the customer exists', async () => {
    const [gone, here] = [await aCustomer(database.db), await aCustomer(database.db)];
    await consentOf(gone.id);
    await consentOf(here.id);
    await remove([gone.id]);
    await rows(`update consent_record set purge_after = '2000-01-01' where customer_id = $1`, here.id);
    clock.set('2029-12-01T00:59:00Z');
    await prune();
    expect((await kept()).map((row) => row.customer_id)).toEqual([gone.id, here.id]);
    clock.set('2029-12-01T01:00:00Z');
    await prune();
    expect((await kept()).map((row) => row.customer_id)).toEqual([here.id]);
  });

  test('are kept for as many years as the setting says', async () => {
    await new SettingsService(database.db, clock).change({ consentRetentionYears: 5 });
    const { id } = await aCustomer(database.db);
    await consentOf(id);
    await remove([id]);
    expect((await kept())[0]?.purge_after).toEqual(new Date('2031-12-01T01:00:00Z'));
  });

  test('are those of the customer again when the deletion is taken back', async () => {
    const { id } = await aCustomer(database.db);
    await consentOf(id);
    const [image] = await rows<CustomerImage>(
      `select to_jsonb(c) as customer, '[]'::jsonb as errors from customer c where id = $1`,
      id,
    );
    await remove([id]);
    const records = new RecordCount(database.db, new SettingsService(database.db, clock));
    const undo = new CustomerUndo(customerRemover(database.db, clock), records);
    await database.db.tx((tx) => undo.restoreDeleted(tx, image ? [image] : []));
    expect(await kept()).toEqual([{ customer_id: id, hash: null, purge_after: null }]);
  });

  test('of an import that is taken back never were', async () => {
    const { id } = await aCustomer(database.db);
    await consentOf(id);
    await remove([id], 'undone');
    expect(await kept()).toEqual([]);
  });
});

describe('the memory of deletions (G-10)', () => {
  const detector = (): LaunderingDetector => new LaunderingDetector(clock);
  const hashes = (count: number): Buffer[] =>
    Array.from({ length: count }, (_, i) => hasher.hashOf(`w${i}@example.jp`));
  const register = async (count: number): Promise<string[]> => {
    const made = await rows<{ id: string }>(
      `insert into customer (email, email_normalised, registered_via)
       select 'w' || n || '@example.jp', 'w' || n || '@example.jp', 'csv' from generate_series(0, $1::int - 1) n returning id`,
      count,
    );
    return made.map(({ id }) => id);
  };

  test('an upload of the people who were deleted is noticed, about how many', async () => {
    expect(await detector().isWatching(database.db.manager)).toBe(false);
    await remove(await register(10_000));
    expect(await detector().isWatching(database.db.manager)).toBe(true);
    expect(await detector().deletedLately(database.db.manager)).toBe(10_000);
    const { manager } = database.db;
    const again = await detector().look(manager, hashes(8_000));
    expect(again).toBeGreaterThan(8_000 * 0.85);
    expect(again).toBeLessThan(8_000 * 1.15);
    const others = Array.from({ length: 5_000 }, (_, i) => hasher.hashOf(`other${i}@example.jp`));
    expect(await detector().look(manager, others)).toBe(0);
    expect(await detector().look(manager, [])).toBe(0);
  });

  test('one address in sixteen is remembered, and only as a hash', async () => {
    await remove(await register(4_000));
    const sample = await rows<{ hash: Buffer }>('select address_hash as hash from deleted_address_sample');
    expect(sample.length).toBe(hashes(4_000).filter(isSampled).length);
    expect(sample.every(({ hash }) => hash.length === 16 && isSampled(hash))).toBe(true);
  });

  test('is over after thirty days', async () => {
    await remove(await register(500));
    clock.advance(30 * DAY);
    expect(await detector().look(database.db.manager, hashes(500))).toBeGreaterThan(0);
    clock.advance(DAY);
    expect(await detector().look(database.db.manager, hashes(500))).toBe(0);
    expect(await detector().deletedLately(database.db.manager)).toBe(0);
    await prune();
    expect(await rows('select from deleted_address_sample')).toEqual([]);
    expect(await rows('select from customer_deletion_day')).toEqual([]);
  });

  test('somebody deleted twice is remembered from the second time', async () => {
    await remove(await register(200));
    clock.advance(20 * DAY);
    await remove(await register(200));
    clock.advance(20 * DAY);
    expect(await detector().look(database.db.manager, hashes(200))).toBeGreaterThan(0);
  });

  test('an import that is taken back is no deletion', async () => {
    await remove(await register(300), 'undone');
    expect(await detector().isWatching(database.db.manager)).toBe(false);
    expect(await detector().deletedLately(database.db.manager)).toBe(0);
  });
});
