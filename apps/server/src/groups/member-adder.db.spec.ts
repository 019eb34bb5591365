import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aGroup } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { MemberAdder } from './member-adder.js';

// More than one batch.
const COUNT = 10_500;

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  await api.db.rows('alter table customer alter column id set increment by 20');
  await api.db.rows(
    `insert into customer (email, email_normalised, registered_via, status)
     select e, e, 'csv', case when n % 100 = 0 then 'error' else 'ok' end
       from (select n, 'p' || n || '@example.jp' as e from generate_series(1, $1::int) n) numbers`,
    [COUNT],
  );
});
afterAll(() => api.close());

test('a big search puts everybody it finds into the group once, and can be repeated', async () => {
  const group = await aGroup(api.db);
  const adder = api.app.get(MemberAdder);
  const add = (all: object) => adder.addCustomers(group.id, { all }, 'screen');
  expect(await add({ q: 'p10' })).toEqual({ addedCount: 612, heldBackCount: 0, alreadyCount: 0 });
  const ok = COUNT - COUNT / 100;
  const among = 612 - 8;
  expect(await add({ status: 'ok' })).toEqual({ addedCount: ok - among, heldBackCount: 0, alreadyCount: among });
  expect(await add({})).toEqual({
    addedCount: COUNT / 100 - 8,
    heldBackCount: 0,
    alreadyCount: COUNT - COUNT / 100 + 8,
  });
  expect(await add({})).toEqual({ addedCount: 0, heldBackCount: 0, alreadyCount: COUNT });
  const [row] = await api.db.rows<{ count: string }>('select count(*) from group_membership where group_id = $1', [
    group.id,
  ]);
  expect(row?.count).toBe(String(COUNT));
});

test('a group that is deleted meanwhile ends the request with 404', async () => {
  const adder = api.app.get(MemberAdder);
  await expect(adder.addCustomers('999999', { all: {} }, 'screen')).rejects.toMatchObject({ status: 404 });
});
