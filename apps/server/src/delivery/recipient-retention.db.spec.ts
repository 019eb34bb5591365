import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aDelivery, aGroup } from '../../test/factories.js';
import { sendingKit, type SendingKit } from '../../test/sending.js';
import { RecipientRetention } from './recipient-retention.js';

let database: TestDatabase;
let kit: SendingKit;

beforeAll(async () => {
  database = await testDatabase();
  kit = sendingKit(database.db);
});
afterAll(() => database.drop());

const count = async (table: string, deliveryId: string): Promise<number> => {
  const [row] = await database.db.rows<{ n: number }>(
    table === 'send_attempt'
      ? `select count(*)::int as n from send_attempt a where not exists
           (select from delivery_recipient r where r.id = a.recipient_id and r.delivery_id <> $1)`
      : `select count(*)::int as n from ${table} where delivery_id = $1`,
    [deliveryId],
  );
  return row?.n ?? 0;
};

async function sent(people: number): Promise<string> {
  kit.clock.advance(60_000);
  const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: people }) });
  await database.db.rows(`insert into delivery_link values ($1, 1, 'https://shop.example.jp/', 'shop')`, [delivery.id]);
  await kit.sendAll(delivery.id);
  await kit.sweep();
  return delivery.id;
}

test('R-05 the latest deliveries keep their people; of older ones totals, content and links stay', async () => {
  const [old, kept] = [await sent(3), await sent(2)];
  const running = await aDelivery(database.db, { state: 'sending', startedAt: new Date('2020-01-01T00:00:00Z') });
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  await new RecipientRetention(database.db, kit.clock, { ...kit.env, RETAINED_DELIVERIES: 1 }, logger).prune();

  expect(await count('delivery_recipient', old)).toBe(0);
  expect(await count('send_attempt', old)).toBe(0);
  expect(await count('delivery_recipient', kept)).toBe(2);
  expect(await count('delivery_link', old)).toBe(1);
  expect(await count('delivery_content', old)).toBe(1);
  const rows = await database.db.rows<Record<string, unknown>>(
    'select id, recipients_pruned_at as pruned, final_counts as counts, funnel from delivery order by id',
  );
  const byId = new Map(rows.map((row) => [row['id'], row]));
  expect(byId.get(old)).toMatchObject({ counts: { accepted: 3 }, funnel: { recipients: 3 } });
  expect(byId.get(old)?.['pruned']).not.toBeNull();
  expect(byId.get(kept)?.['pruned']).toBeNull();
  expect(byId.get(running.id)?.['pruned']).toBeNull();
  expect(await kit.service.linkTarget(old, 1, '0199f3c2-b7c0-7d3c-9a4e-5b1e00000001')).toBe('https://shop.example.jp/');
});
