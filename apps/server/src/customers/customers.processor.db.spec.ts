import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aCustomer, aField } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { startWorker, type TestWorker } from '../../test/worker.js';

let api: TestApi;
let worker: TestWorker;

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: api.env, timers: false });
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const indexed = async (): Promise<number> => (await api.db.rows('select from customer_search')).length;

test('the worker indexes customers registered over the API', async () => {
  const admin = await api.asAdmin();
  await admin.post('/api/customers').send({ email: 'taro@example.jp' }).expect(201);
  await worker.drain();
  expect(await indexed()).toBe(1);
});

test('customers whose wake-up was lost are found by the sweep', async () => {
  await aCustomer(api.db);
  await worker.drain();
  expect(await indexed()).toBe(2);
  expect(await api.db.rows('select from customer_search_stale')).toEqual([]);
});

test('the worker brings values over when the type of a field changed, also when the wake-up was lost', async () => {
  const admin = await api.asAdmin();
  const old = await aField(api.db, { label: '年齢', mergeKey: 'age' });
  const customer = await aCustomer(api.db, { fieldValues: { [old.id]: '30' } });
  const field = (await admin.put(`/api/customer-fields/${old.id}/type`).send({ type: 'number' }).expect(200)).body;
  await worker.drain();
  const valueOf = async (): Promise<unknown> =>
    (await admin.get(`/api/customers/${customer.id}`)).body.fields[field.id];
  expect(await valueOf()).toBe(30);
  await api.db.rows(`update customer set field_values = field_values - $1::text where id = $2`, [
    field.id,
    customer.id,
  ]);
  await api.db.rows('update customer_field_conversion set finished_at = null, cursor_customer_id = 0');
  await worker.drain();
  expect(await valueOf()).toBe(30);
});
