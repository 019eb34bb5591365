import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aCustomer, aGroup } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { MemberAdder } from './member-adder.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('a selection goes into the group once, and can be repeated', async () => {
  const group = await aGroup(api.db, { with: 2 });
  const [fresh, member] = [await aCustomer(api.db), await aCustomer(api.db)];
  const adder = api.app.get(MemberAdder);
  expect(await adder.addCustomers(group.id, [member.id])).toEqual({ addedCount: 1, heldBackCount: 0, alreadyCount: 0 });
  expect(await adder.addCustomers(group.id, [fresh.id, member.id])).toEqual({
    addedCount: 1,
    heldBackCount: 0,
    alreadyCount: 1,
  });
  expect(await adder.addCustomers(group.id, [fresh.id, member.id])).toEqual({
    addedCount: 0,
    heldBackCount: 0,
    alreadyCount: 2,
  });
});

test('a group that is deleted meanwhile ends the request with 404', async () => {
  const customer = await aCustomer(api.db);
  const adder = api.app.get(MemberAdder);
  await expect(adder.addCustomers('999999', [customer.id])).rejects.toMatchObject({ status: 404 });
});
