import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LinkTokens } from '@kubari/link-token';
import { Customer } from '../customers/customer.entity.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { GroupMembershipChange } from '../groups/group-membership-change.entity.js';
import { GroupMembership } from '../groups/group-membership.entity.js';
import { Group } from '../groups/group.entity.js';
import { linkTokens } from '../platform/links/link-tokens.js';
import { HOUR, TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';

const clock = new TestClock();
let api: TestApi;
let tokens: LinkTokens;
let customer: Customer;
let group: Group;
let deliveryId: string;
let token: string;

beforeAll(async () => {
  api = await startApi({ clock });
  tokens = linkTokens(api.env);
});
afterAll(() => api.close());

beforeEach(async () => {
  customer = await aCustomer(api.db);
  group = await aGroup(api.db, { with: [customer], name: `<新商品> ${randomUUID()}` });
  deliveryId = (await aDelivery(api.db, { group, state: 'sent' })).id;
  token = tokens.unsubscribe({ deliveryId, customerId: customer.id });
  const { id: customerId, email } = customer;
  await api.db.manager
    .getRepository(DeliveryRecipient)
    .insert({ id: randomUUID(), deliveryId, customerId, email, state: 'delivered', attemptCount: 1 });
});

const URLENCODED = 'application/x-www-form-urlencoded';
const ONE_CLICK = 'List-Unsubscribe=One-Click';

const get = (t = token, headers: Record<string, string> = {}) => fetch(`${api.url}/u/${t}`, { headers });
const post = (body: string, t = token, type = URLENCODED) =>
  fetch(`${api.url}/u/${t}`, { method: 'POST', body, headers: { 'content-type': type }, redirect: 'manual' });
const membership = () =>
  api.db.manager.getRepository(GroupMembership).findOneByOrFail({ groupId: group.id, customerId: customer.id });
const recipient = () =>
  api.db.manager.getRepository(DeliveryRecipient).findOneByOrFail({ deliveryId, customerId: customer.id });
const changes = () => api.db.manager.getRepository(GroupMembershipChange).findBy({ customerId: customer.id });

describe('RFC 8058 one-click (security 6)', () => {
  test('J-42 the POST of a mail provider stops the group of that mail without further steps', async () => {
    const answer = await post(ONE_CLICK);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await membership()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: 'one_click' });
    expect(await recipient()).toMatchObject({ unsubscribedAt: clock.now() });
    expect(await changes()).toMatchObject([{ deliveryId, fromState: 'active', toState: 'stopped', via: 'one_click' }]);
  });

  test('multipart/form-data is the same', async () => {
    const body = new FormData();
    body.set('List-Unsubscribe', 'One-Click');
    expect((await fetch(`${api.url}/u/${token}`, { method: 'POST', body })).status).toBe(200);
    expect(await membership()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: 'one_click' });
  });

  test('C-12 a stop in one group leaves the others active', async () => {
    const other = await aGroup(api.db);
    await aMembership(api.db, { groupId: other.id, customerId: customer.id });
    await post(ONE_CLICK);
    const rows = await api.db.manager
      .getRepository(GroupMembership)
      .findBy({ customerId: customer.id, groupId: other.id });
    expect(rows).toMatchObject([{ deliveryState: 'active' }]);
  });

  test('a second time changes nothing and answers the same', async () => {
    const first = await post(ONE_CLICK);
    const at = clock.now();
    clock.advance(HOUR);
    const second = await post(ONE_CLICK);
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()]);
    expect(await membership()).toMatchObject({ stateChangedAt: at });
    expect(await changes()).toHaveLength(1);
  });

  test('an unknown token is answered like a known one', async () => {
    const known = await post(ONE_CLICK);
    const unknown = await post(ONE_CLICK, 'x'.repeat(46));
    const foreign = linkTokens({ KUBARI_SECRET: 'b'.repeat(64) }).unsubscribe({ deliveryId, customerId: customer.id });
    const forged = await post(ONE_CLICK, foreign);
    const text = await known.text();
    expect([unknown.status, await unknown.text(), forged.status, await forged.text()]).toEqual([200, text, 200, text]);
  });

  test('is never limited in rate', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => post(ONE_CLICK)));
    expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200]));
  });

  test('C-11 a ban stays a ban', async () => {
    await api.db.rows(`update group_membership set delivery_state = 'banned' where customer_id = $1`, [customer.id]);
    await post(ONE_CLICK);
    expect(await membership()).toMatchObject({ deliveryState: 'banned' });
  });

  test('works after retention has removed the recipient', async () => {
    await api.db.manager.getRepository(DeliveryRecipient).delete({ deliveryId });
    expect((await post(ONE_CLICK)).status).toBe(200);
    expect(await membership()).toMatchObject({ deliveryState: 'stopped' });
  });

  test('a failure of ours is told, so that the provider tries again', async () => {
    await api.db.rows('alter table group_membership rename to group_membership_away');
    const answer = await post(ONE_CLICK);
    await api.db.rows('alter table group_membership_away rename to group_membership');
    expect(answer.status).toBe(503);
  });
});

describe('the page', () => {
  test('F-18 a GET changes nothing, however often it is opened', async () => {
    const answer = await get();
    await get();
    expect(answer.status).toBe(200);
    expect(await membership()).toMatchObject({ deliveryState: 'active' });
    expect(await recipient()).toMatchObject({ unsubscribedAt: null });
  });

  test('says who and which group, allows no script and no frame, and is kept by nobody', async () => {
    const answer = await get();
    const html = await answer.text();
    expect(html).toContain('&lt;新商品&gt;');
    expect(html).not.toContain(customer.email);
    expect(html).not.toContain('<script');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe-inline');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('speaks the language of the reader', async () => {
    expect(await (await get()).text()).toContain('<html lang="ja">');
    expect(await (await get(token, { 'accept-language': 'en-GB' })).text()).toContain('Unsubscribe');
  });

  test('F-12 its button stops the group of that mail', async () => {
    const html = await (await post('action=stop')).text();
    expect(html).toContain('配信を停止しました');
    expect(html).toContain('value="undo"');
    expect(await membership()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: 'unsubscribe_page' });
    expect(await (await get()).text()).toContain('配信はすでに停止されています');
  });

  test('F-13 somebody who is not in the group is told so', async () => {
    await api.db.manager.getRepository(GroupMembership).delete({ customerId: customer.id });
    const answer = await get();
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('登録されていません')]);
    expect(await (await post('action=stop')).text()).toContain('登録されていません');
  });

  test.each([
    ['a token we did not make', () => 'garbage'],
    ['a click token', () => tokens.click({ deliveryId, recipientId: randomUUID() })],
  ])('%s is told the same as somebody not registered', async (_, made) => {
    const answer = await get(made());
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('登録されていません')]);
  });

  test('works after the group, or the customer, is gone', async () => {
    await api.db.manager.getRepository(Customer).delete({ id: customer.id });
    expect((await get()).status).toBe(404);
    expect((await post('action=stop')).status).toBe(200);
    expect((await post(ONE_CLICK)).status).toBe(200);
  });
});

/** Deletes the customer, registers the address again and adds it to the group. */
async function again(): Promise<GroupMembership> {
  const admin = await api.asAdmin();
  await admin.delete(`/api/customers/${customer.id}`).expect(204);
  customer = await aCustomer(api.db, { email: customer.email });
  await admin
    .post(`/api/groups/${group.id}/members`)
    .send({ customerIds: [customer.id] })
    .expect(200);
  return membership();
}

describe('J-36 deleting the customer and registering the address again', () => {
  test.each([ONE_CLICK, 'action=stop'])('after %s leaves it stopped', async (body) => {
    await post(body);
    expect(await again()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: 'ledger' });
  });

  test('after a refusal while not in the group leaves it stopped', async () => {
    await api.db.manager.getRepository(GroupMembership).delete({ customerId: customer.id });
    await post(ONE_CLICK);
    expect(await again()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: 'ledger' });
  });
});

describe('J-36 whoever was deleted before they unsubscribed', () => {
  test('is held back when registered again', async () => {
    await api.db.rows('delete from customer where id = $1', [customer.id]);
    expect((await post(ONE_CLICK)).status).toBe(200);
    const admin = await api.asAdmin();
    customer = await aCustomer(api.db, { email: customer.email });
    await admin
      .post(`/api/groups/${group.id}/members`)
      .send({ customerIds: [customer.id] })
      .expect(200);
    expect(await membership()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: 'ledger' });
  });
});

describe('undoing', () => {
  test('takes back one’s own stop within a day', async () => {
    await post(ONE_CLICK);
    clock.advance(23 * HOUR);
    expect(await (await get()).text()).toContain('value="undo"');
    expect(await (await post('action=undo')).text()).toContain('配信を再開しました');
    expect(await membership()).toMatchObject({ deliveryState: 'active' });
    expect(await changes()).toHaveLength(2);
  });

  test('J-36 lifts the ledger, and the delivery counts no unsubscription any more', async () => {
    await post(ONE_CLICK);
    expect(await recipient()).toMatchObject({ unsubscribedAt: clock.now() });
    await post('action=undo');
    expect(await recipient()).toMatchObject({ unsubscribedAt: null });
    expect(await again()).toMatchObject({ deliveryState: 'active' });
  });

  test('by the link of a later mail takes the unsubscription back from the mail that was used for it', async () => {
    await post(ONE_CLICK);
    const later = (await aDelivery(api.db, { group, state: 'sent' })).id;
    await post('action=undo', tokens.unsubscribe({ deliveryId: later, customerId: customer.id }));
    expect([(await recipient()).unsubscribedAt, (await membership()).deliveryState]).toEqual([null, 'active']);
  });

  test('not later', async () => {
    await post('action=stop');
    clock.advance(25 * HOUR);
    expect(await (await get()).text()).not.toContain('value="undo"');
    await post('action=undo');
    expect(await membership()).toMatchObject({ deliveryState: 'stopped' });
  });

  test('never what an operator had stopped before the link was used', async () => {
    const admin = await api.asAdmin();
    await admin.patch(`/api/groups/${group.id}/members/${customer.id}`).send({ deliveryState: 'stopped' }).expect(200);
    await post(ONE_CLICK);
    expect(await membership()).toMatchObject({ stateChangedVia: 'one_click' });
    expect(await (await get()).text()).not.toContain('value="undo"');
    await post('action=undo');
    expect(await membership()).toMatchObject({ deliveryState: 'stopped' });
  });

  test.each(['screen', 'complaint', 'csv'])('never a stop by %s', async (via) => {
    await api.db.rows(
      `update group_membership set delivery_state = 'stopped', state_changed_via = $2, state_changed_at = $3 where customer_id = $1`,
      [customer.id, via, clock.now()],
    );
    expect(await (await get()).text()).not.toContain('value="undo"');
    await post('action=undo');
    expect(await membership()).toMatchObject({ deliveryState: 'stopped', stateChangedVia: via });
  });

  test('never a ban', async () => {
    await api.db.rows(
      `update group_membership set delivery_state = 'banned', state_changed_via = 'screen', state_changed_at = $2 where customer_id = $1`,
      [customer.id, clock.now()],
    );
    await post('action=undo');
    expect(await membership()).toMatchObject({ deliveryState: 'banned' });
  });
});
