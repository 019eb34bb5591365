import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aCustomer } from '../../test/factories.js';
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
