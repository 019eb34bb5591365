import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCustomer, aDelivery, aField, aGroup } from '../../test/factories.js';
import { sendingKit } from '../../test/sending.js';

let database: TestDatabase;
let deliveryId: string;
let recipientId: string;
const kit = () => sendingKit(database.db);

beforeAll(async () => {
  database = await testDatabase();
  const field = await aField(database.db, { mergeKey: 'shop' });
  const customer = await aCustomer(database.db, { fieldValues: { [field.id]: '丸の内 & 新宿' } });
  const delivery = await aDelivery(database.db, {
    group: await aGroup(database.db, { with: [customer] }),
    content: { mergeKeys: [{ key: 'shop', fieldId: field.id, type: 'text', choices: [], defaultValue: '' }] },
  });
  deliveryId = delivery.id;
  await database.db.rows(
    `insert into delivery_link values ($1, 1, 'https://a.example.jp/?x=1', ''), ($1, 2, 'https://a.example.jp/?s={{shop|all}}', '')`,
    [deliveryId],
  );
  await kit().planner.plan(deliveryId);
  const [row] = await database.db.rows<{ id: string }>('select id::text from delivery_recipient');
  recipientId = row?.id ?? '';
});
afterAll(() => database.drop());

test('a link leads where it was frozen to lead', async () => {
  expect(await kit().service.linkTarget(deliveryId, 1, recipientId)).toBe('https://a.example.jp/?x=1');
});

test('merge tags in a link are filled in with the values of the person who clicks, safely', async () => {
  expect(await kit().service.linkTarget(deliveryId, 2, recipientId)).toBe(
    `https://a.example.jp/?s=${encodeURIComponent('丸の内 & 新宿')}`,
  );
});

test('M-24 somebody whose row is gone gets the default', async () => {
  const gone = '00000000-0000-7000-8000-000000000000';
  expect(await kit().service.linkTarget(deliveryId, 2, gone)).toBe('https://a.example.jp/?s=all');
});

test('a number that is none of the delivery’s links leads nowhere', async () => {
  expect(await kit().service.linkTarget(deliveryId, 3, recipientId)).toBeNull();
  expect(await kit().service.linkTarget('999999', 1, recipientId)).toBeNull();
});

test('a link that came after somebody asked is found: what is missing is not remembered', async () => {
  const { service } = kit();
  const later = await aDelivery(database.db);
  expect(await service.linkTarget(later.id, 1, recipientId)).toBeNull();
  await database.db.rows(`insert into delivery_link values ($1, 1, 'https://b.example.jp/', '')`, [later.id]);
  expect(await service.linkTarget(later.id, 1, recipientId)).toBe('https://b.example.jp/');
});
