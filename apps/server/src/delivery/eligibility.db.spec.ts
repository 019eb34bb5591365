import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { sendingKit } from '../../test/sending.js';
import { CustomerError } from '../customers/customer-error.entity.js';
import type { Customer } from '../customers/customer.entity.js';
import { GroupsService } from '../groups/groups.service.js';
import type { EligibilityListResponse, EligibilityResponse } from './eligibility.dto.js';

let api: TestApi;
let admin: Agent;
const clock = new TestClock();

beforeAll(async () => {
  api = await startApi({ clock });
  admin = await api.asAdmin();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.rows('truncate customer, delivery_group, delivery, delivery_recipient, delivery_batch cascade');
});

const ask = async (customer: Customer, query: object = {}): Promise<EligibilityResponse[]> =>
  (
    (await admin.get(`/api/customers/${customer.id}/eligibility`).query(query).expect(200))
      .body as EligibilityListResponse
  ).items;
const reasonsOf = async (customer: Customer, query: object): Promise<string[]> =>
  (await ask(customer, query))[0]?.reasons.map(({ reason }) => reason) ?? ['?'];

describe('would this person get the next mail to the group (U-04)', () => {
  test('yes, when nothing speaks against it', async () => {
    const customer = await aCustomer(api.db);
    const group = await aGroup(api.db, { name: '会員', with: [customer] });
    expect(await ask(customer, { groupId: group.id })).toEqual([
      {
        group: { id: group.id, name: '会員', colour: group.colour ?? 'gray' },
        isMember: true,
        delivery: null,
        receives: true,
        reasons: [],
      },
    ]);
  });

  test('no, with every reason, since when, by which way and by which mail', async () => {
    const customer = await aCustomer(api.db, { status: 'error', statusChangedAt: new Date('2026-11-03T00:00:00Z') });
    const group = await aGroup(api.db, { with: [customer] });
    const delivery = await aDelivery(api.db, { group, state: 'sent', content: { subject: '秋の案内' } });
    await api.db.manager.getRepository(CustomerError).insert({
      customerId: customer.id,
      recipientId: '0199aaaa-0000-7000-8000-000000000001',
      deliveryId: delivery.id,
      kind: 'mailbox_full',
      countsAs: 'soft',
      answer: '552 5.2.2 mailbox full',
      occurredAt: new Date('2026-11-03T00:00:00Z'),
    });
    const key = { groupId: group.id, customerId: customer.id };
    await api.db.tx((tx) => api.app.get(GroupsService).stop(tx, { ...key, via: 'one_click', deliveryId: delivery.id }));
    const [answer] = await ask(customer, { groupId: group.id });
    expect(answer).toMatchObject({
      receives: false,
      reasons: [
        {
          reason: 'stopped',
          remedy: 'needs-new-consent',
          since: clock.now().toISOString(),
          via: 'one_click',
          deliveryId: delivery.id,
          deliverySubject: '秋の案内',
        },
        {
          reason: 'customer_error',
          remedy: 'reset-status',
          since: '2026-11-03T00:00:00.000Z',
          errorKind: 'mailbox_full',
          answer: '552 5.2.2 mailbox full',
        },
      ],
    });
  });

  test('a ban says who set it', async () => {
    const customer = await aCustomer(api.db);
    const group = await aGroup(api.db, { with: [customer] });
    await admin.patch(`/api/groups/${group.id}/members/${customer.id}`).send({ deliveryState: 'banned' }).expect(200);
    expect((await ask(customer, { groupId: group.id }))[0]?.reasons).toMatchObject([
      { reason: 'banned', remedy: 'lift-ban', via: 'screen', userName: '山田 花子' },
    ]);
  });

  test('for every group at once, those of the customer first', async () => {
    const customer = await aCustomer(api.db);
    const other = await aGroup(api.db, { name: '他' });
    const own = await aGroup(api.db, { name: '会員', with: [customer] });
    const answers = await ask(customer);
    expect(answers.map(({ group, receives }) => [group.id, receives])).toEqual([
      [own.id, true],
      [other.id, false],
    ]);
    expect(answers[1]?.reasons).toMatchObject([{ reason: 'not_member', remedy: 'join-group' }]);
  });
});

describe('a scheduled delivery', () => {
  test('counts with its conditions, also as the next one of its group', async () => {
    const field = await aField(api.db);
    const customer = await aCustomer(api.db, { fieldValues: { [field.id]: 'osaka' } });
    const group = await aGroup(api.db, { with: [customer] });
    const of = (value: string) => ({ all: [{ field: field.id, op: 'equals', value }] });
    const tokyo = await aDelivery(api.db, {
      group,
      state: 'scheduled',
      filter: of('tokyo'),
      startsAt: new Date('2026-12-02T00:00:00Z'),
    });
    const osaka = await aDelivery(api.db, {
      group,
      state: 'scheduled',
      filter: of('osaka'),
      startsAt: new Date('2026-12-03T00:00:00Z'),
    });
    const [next] = await ask(customer, { groupId: group.id });
    expect(next).toMatchObject({
      delivery: { id: tokyo.id, isFiltered: true, startsAt: '2026-12-02T00:00:00.000Z' },
      receives: false,
      reasons: [{ reason: 'filtered_out', remedy: 'change-conditions' }],
    });
    expect((await ask(customer, { deliveryId: osaka.id }))[0]).toMatchObject({
      delivery: { id: osaka.id },
      receives: true,
    });
    expect(await reasonsOf(await aCustomer(api.db), { deliveryId: osaka.id })).toEqual(['not_member']);
  });

  test('with conditions that name what is gone mails nobody, and the answer says so', async () => {
    const customer = await aCustomer(api.db);
    const group = await aGroup(api.db, { with: [customer] });
    const filter = { all: [{ field: '999', op: 'equals', value: 'x' }] };
    await aDelivery(api.db, { group, state: 'scheduled', filter });
    const [answer] = await ask(customer, { groupId: group.id });
    expect(answer).toMatchObject({
      receives: false,
      reasons: [{ reason: 'conditions_invalid', remedy: 'repair-conditions' }],
    });
  });

  test('that is planned already is a matter of the history', async () => {
    const customer = await aCustomer(api.db);
    const sent = await aDelivery(api.db, { group: await aGroup(api.db, { with: [customer] }), state: 'sent' });
    const path = `/api/customers/${customer.id}/eligibility`;
    const refused = await admin.get(path).query({ deliveryId: sent.id }).expect(409);
    expect(refused.body).toMatchObject({ code: 'delivery-already-planned' });
    await admin.get(path).query({ deliveryId: '999999' }).expect(404);
    await admin.get(path).query({ groupId: '999999' }).expect(404);
    await admin.get('/api/customers/999999/eligibility').expect(404);
    await api.anonymous().get(path).expect(401);
    await (await api.asCreator()).get(path).expect(200);
  });
});

test('the answer agrees with what planning does to each kind of person', async () => {
  const field = await aField(api.db);
  const group = await aGroup(api.db);
  const filter = { all: [{ field: field.id, op: 'equals', value: 'x' }] };
  const people: Customer[] = [];
  for (const deliveryState of ['active', 'stopped', 'banned'] as const)
    for (const status of ['ok', 'error'] as const)
      for (const value of ['x', 'y']) {
        const customer = await aCustomer(api.db, { status, fieldValues: { [field.id]: value } });
        await aMembership(api.db, { groupId: group.id, customerId: customer.id, deliveryState });
        people.push(customer);
      }
  const delivery = await aDelivery(api.db, { group, filter, state: 'scheduled' });
  const asked = new Map<string, string>();
  for (const customer of people)
    asked.set(customer.id, (await reasonsOf(customer, { deliveryId: delivery.id }))[0] ?? 'mailed');
  await api.db.rows(`update delivery set state = 'planning' where id = $1`, [delivery.id]);
  await sendingKit(api.db).planner.plan(delivery.id);
  const planned = await api.db.rows<{ id: string; reason: string | null }>(
    'select customer_id as id, skip_reason as reason from delivery_recipient where delivery_id = $1',
    [delivery.id],
  );
  expect(planned).toHaveLength(12);
  expect(new Map(planned.map(({ id, reason }) => [id, reason ?? 'mailed']))).toEqual(
    new Map(planned.map(({ id }) => [id, asked.get(id)])),
  );
});
