import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aGroup } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { SettingsService } from '../settings/settings.service.js';
import type { DeliveryError } from './customer-error.types.js';
import type { AddressHealthResponse, CustomerErrorResponse } from './customer-errors.dto.js';
import { CustomerErrors } from './customer-errors.service.js';
import type { Customer } from './customer.entity.js';
import type { CustomerResponse } from './customers.dto.js';

const clock = new TestClock();
let api: TestApi;
let admin: Agent;
let settings: SettingsService;
let customer: Customer;

beforeAll(async () => {
  api = await startApi({ clock });
  admin = await api.asAdmin();
  settings = api.app.get(SettingsService);
});
afterAll(() => api.close());
beforeEach(async () => {
  await settings.change({ hardErrorLimit: 1, softErrorLimit: 3 });
  customer = await aCustomer(api.db);
});

const path = '/api/customers';
const error = (values: Partial<DeliveryError> = {}): DeliveryError => ({
  customerId: customer.id,
  recipientId: randomUUID(),
  deliveryId: '999999',
  email: customer.email,
  kind: 'mailbox_full',
  weight: 'soft',
  answer: '452 4.2.2 mailbox full',
  at: clock.now(),
  sentAt: clock.now(),
  ...values,
});
const HARD = { kind: 'unknown_user', weight: 'hard' } as const;
const record = (...errors: DeliveryError[]): Promise<void> =>
  api.db.tx((tx) => api.app.get(CustomerErrors).record(tx, errors));
const statusOf = async (id = customer.id): Promise<unknown[]> => {
  const { body } = (await admin.get(`${path}/${id}`)) as { body: CustomerResponse };
  return [body.status, body.errorCount];
};
const health = async (): Promise<AddressHealthResponse> =>
  (await admin.get(`${path}/${customer.id}/address-health`).expect(200)).body as AddressHealthResponse;
interface History {
  readonly items: readonly CustomerErrorResponse[];
  readonly nextCursor: string | null;
}
const history = async (query: object = {}, id = customer.id): Promise<History> =>
  (await admin.get(`${path}/${id}/errors`).query(query).expect(200)).body as History;

describe('status, apart from any delivery state (C-10)', () => {
  test('C-50 the third error turns it, cumulatively', async () => {
    for (const expected of [
      ['ok', 1],
      ['ok', 2],
      ['error', 3],
    ]) {
      await record(error());
      expect(await statusOf()).toEqual(expected);
    }
  });

  test('C-58 a hard error turns it at once', async () => {
    await record(error(HARD));
    expect(await statusOf()).toEqual(['error', 1]);
  });

  test('errors of several mails and customers in one batch all count', async () => {
    const other = await aCustomer(api.db);
    await record(error(), error(), error(), error({ customerId: other.id, email: other.email }));
    expect([await statusOf(), await statusOf(other.id)]).toEqual([
      ['error', 3],
      ['ok', 1],
    ]);
    await record();
  });

  test('"3 of any kind" is a setting, and reproduces the manual', async () => {
    await settings.change({ hardErrorLimit: 3 });
    await record(error(HARD), error());
    expect(await statusOf()).toEqual(['ok', 2]);
    await record(error(HARD));
    expect(await statusOf()).toEqual(['error', 3]);
  });

  test('the hard limit counts hard errors alone', async () => {
    await settings.change({ hardErrorLimit: 2, softErrorLimit: 9 });
    await record(error(), error(), error(HARD));
    expect(await statusOf()).toEqual(['ok', 3]);
    await record(error(HARD));
    expect(await statusOf()).toEqual(['error', 4]);
    expect(await health()).toMatchObject({ errorCount: 4, hardErrorCount: 2, hardErrorLimit: 2, softErrorLimit: 9 });
  });

  test('C-58 a mail counts once, the heavier error, in one batch or in several', async () => {
    const recipientId = randomUUID();
    await record(error({ recipientId }), error({ recipientId, kind: 'temporary' }));
    expect(await statusOf()).toEqual(['ok', 1]);
    await record(error({ recipientId, ...HARD }));
    expect(await statusOf()).toEqual(['error', 1]);
    const { items } = await history();
    expect(items.map(({ kind, countsAs }) => [kind, countsAs])).toEqual([
      ['unknown_user', 'hard'],
      ['temporary', null],
      ['mailbox_full', null],
    ]);
  });

  test('the moment of turning is kept when more errors come', async () => {
    await record(error(HARD));
    const turnedAt = clock.now().toISOString();
    clock.advance(1000);
    await record(error(HARD));
    expect(await health()).toMatchObject({ errorCount: 2, statusChangedAt: turnedAt });
  });

  test('somebody deleted meanwhile is passed over', async () => {
    await record(error({ customerId: '999999999' }));
    expect((await history({}, '999999999')).items).toEqual([]);
  });

  test('two batches that name the same people in opposite order do not wait for each other in a circle', async () => {
    const other = await aCustomer(api.db);
    const of = ({ id: customerId, email }: Customer) => error({ customerId, email });
    await settings.change({ softErrorLimit: 10 });
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        record(...(i % 2 === 0 ? [of(customer), of(other)] : [of(other), of(customer)])),
      ),
    );
    expect([await statusOf(), await statusOf(other.id)]).toEqual([
      ['ok', 8],
      ['ok', 8],
    ]);
  });

  test('what is rolled back was never counted', async () => {
    await expect(
      api.db.tx(async (tx) => {
        await api.app.get(CustomerErrors).record(tx, [error(HARD)]);
        throw new Error('later trouble');
      }),
    ).rejects.toThrow('later trouble');
    expect([await statusOf(), (await history()).items]).toEqual([['ok', 0], []]);
  });

  test('C-10 an error leaves the delivery state alone', async () => {
    const group = await aGroup(api.db, { with: [customer] });
    await record(error(HARD));
    const { body } = await admin.get(`${path}/${customer.id}`);
    expect(body).toMatchObject({ status: 'error', groups: [{ id: group.id, deliveryState: 'active' }] });
  });
});

describe('the history of errors', () => {
  test('tells kind, weight, the server’s words and the mail, the last first, in pages', async () => {
    const delivery = await aDelivery(api.db, { state: 'sent', content: { subject: '秋の新商品' } });
    await record(error({ deliveryId: delivery.id }));
    await record(error({ kind: 'policy', weight: null, answer: null }));
    const first = await history({ limit: 1 });
    expect(first.items).toMatchObject([{ kind: 'policy', countsAs: null, answer: null, subject: null }]);
    const second = await history({ limit: 1, cursor: first.nextCursor });
    expect(second).toEqual({
      items: [
        {
          id: second.items[0]?.id,
          kind: 'mailbox_full',
          countsAs: 'soft',
          answer: '452 4.2.2 mailbox full',
          occurredAt: clock.now().toISOString(),
          deliveryId: delivery.id,
          subject: '秋の新商品',
        },
      ],
      nextCursor: null,
    });
    await admin.get(`${path}/${customer.id}/errors`).query({ cursor: 'xyz' }).expect(400);
  });

  test('is of one customer, and goes with them (C-03)', async () => {
    await record(error());
    expect((await history({}, (await aCustomer(api.db)).id)).items).toEqual([]);
    await admin.delete(`${path}/${customer.id}`).expect(204);
    expect((await history()).items).toEqual([]);
  });
});

describe('the way back', () => {
  test('C-15 one customer at a time: the counts return to zero, the history stays', async () => {
    await record(error(HARD), error());
    const other = await aCustomer(api.db, { status: 'error', errorCount: 5 });
    const reset = await admin.post(`${path}/${customer.id}/reset-status`).expect(200);
    expect(reset.body).toMatchObject({ status: 'ok', errorCount: 0, statusChangedAt: clock.now().toISOString() });
    expect(await health()).toMatchObject({ errorCount: 0, hardErrorCount: 0 });
    expect((await history()).items).toHaveLength(2);
    expect(await statusOf(other.id)).toEqual(['error', 5]);
    await admin.post(`${path}/999999/reset-status`).expect(404);
    await admin.get(`${path}/999999/address-health`).expect(404);
  });

  test('C-15 asks for the address to be taken off the suppression list of SES, in the same transaction', async () => {
    expect((await health()).suppressionLift).toBeNull();
    await admin.post(`${path}/${customer.id}/reset-status`).expect(200);
    expect((await health()).suppressionLift).toBeNull(); // nothing to take back
    await record(error(HARD));
    await admin.post(`${path}/${customer.id}/reset-status`).expect(200);
    expect((await health()).suppressionLift).toEqual({
      email: customer.email,
      requestedAt: clock.now().toISOString(),
      liftedAt: null,
      trouble: null,
    });
  });

  test('C-15 SES goes on holding mails back until it has lifted the suppression: no reset is undone by that', async () => {
    const suppressed = (values: Partial<DeliveryError> = {}) => error({ ...HARD, kind: 'suppressed', ...values });
    await record(suppressed());
    expect(await statusOf()).toEqual(['error', 1]);
    await admin.post(`${path}/${customer.id}/reset-status`).expect(200);
    const sentBefore = clock.now();
    await record(suppressed());
    expect(await statusOf()).toEqual(['ok', 0]);
    clock.advance(60_000);
    await api.db.rows('update suppression_lift set lifted_at = $2 where customer_id = $1', [customer.id, clock.now()]);
    clock.advance(60_000);
    await record(suppressed({ sentAt: sentBefore }));
    expect(await statusOf()).toEqual(['ok', 0]);
    expect((await history()).items.map(({ kind, countsAs }) => [kind, countsAs])).toEqual([
      ['suppressed', null],
      ['suppressed', null],
      ['suppressed', 'hard'],
    ]);
    await record(suppressed());
    expect(await statusOf()).toEqual(['error', 1]);
  });

  test('after a reset a late soft report of an old mail does not count; a hard one does', async () => {
    const recipientId = randomUUID();
    await record(error({ recipientId }));
    await admin.post(`${path}/${customer.id}/reset-status`).expect(200);
    await record(error({ recipientId, kind: 'temporary' }));
    expect(await statusOf()).toEqual(['ok', 0]);
    await record(error({ recipientId, ...HARD }));
    expect(await statusOf()).toEqual(['error', 1]);
  });

  test('C-62 another address starts from zero, and errors of the old one no longer count', async () => {
    await record(error(HARD));
    await admin
      .patch(`${path}/${customer.id}`)
      .send({ email: `new-${customer.email}` })
      .expect(200);
    expect(await health()).toMatchObject({ status: 'ok', errorCount: 0, hardErrorCount: 0 });
    await record(error(HARD));
    expect(await statusOf()).toEqual(['ok', 0]);
    expect((await history()).items).toHaveLength(2);
  });

  test('J-36 the screen follows with the stops of the old address and those of the new one', async () => {
    const group = await aGroup(api.db, { with: [customer] });
    const former = await aCustomer(api.db);
    const member = (id: string) => `/api/groups/${group.id}/members/${id}`;
    await admin
      .post(`/api/groups/${group.id}/members`)
      .send({ customerIds: [former.id] })
      .expect(200);
    await admin.patch(member(former.id)).send({ deliveryState: 'banned' }).expect(200);
    await admin.delete(`${path}/${former.id}`).expect(204);
    const changed = await admin.patch(`${path}/${customer.id}`).send({ email: former.email }).expect(200);
    expect(changed.body).toMatchObject({ groups: [{ id: group.id, deliveryState: 'banned' }] });
  });

  test('who may not change customers reads the history and resets nobody', async () => {
    const creator = await api.asCreator();
    await creator.get(`${path}/${customer.id}/errors`).expect(200);
    await creator.get(`${path}/${customer.id}/address-health`).expect(200);
    await creator.post(`${path}/${customer.id}/reset-status`).expect(403);
  });
});
