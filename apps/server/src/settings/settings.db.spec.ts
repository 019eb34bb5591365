import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aGroup, aMailing, aSender } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { SettingsService } from './settings.service.js';

describe('settings', () => {
  let api: TestApi;
  let admin: Agent;
  let creator: Agent;
  beforeAll(async () => {
    api = await startApi();
    admin = await api.asAdmin();
    creator = await api.asCreator();
  });
  afterAll(() => api.close());

  test('are empty until somebody sets them, and a change leaves the others', async () => {
    expect((await creator.get('/api/settings')).body).toEqual({
      organisationName: '',
      postalAddress: '',
      contact: '',
      customerLimit: null,
      consentRetentionYears: 3,
      maxCustomerFields: 30,
      timeZone: 'Asia/Tokyo',
      syncDeliveryStates: false,
      hardErrorLimit: 1,
      softErrorLimit: 3,
    });
    await admin.patch('/api/settings').send({ organisationName: '株式会社見本', contact: 'info@example.jp' });
    const changed = await admin.patch('/api/settings').send({ organisationName: '見本商店' });
    expect(changed.body).toMatchObject({ organisationName: '見本商店', postalAddress: '', contact: 'info@example.jp' });
    expect(await api.app.get(SettingsService).read()).toMatchObject({ organisationName: '見本商店' });
    expect((await creator.patch('/api/settings').send({ contact: 'x' })).status).toBe(403);
  });

  test('C-04 there can be 30 to 100 customer fields, and only administrators say how many', async () => {
    const set = (maxCustomerFields: number) => admin.patch('/api/settings').send({ maxCustomerFields });
    expect((await set(100)).body).toMatchObject({ maxCustomerFields: 100 });
    expect((await set(30)).body).toMatchObject({ maxCustomerFields: 30 });
    for (const wrong of [29, 101, 30.5]) expect((await set(wrong)).status).toBe(422);
    expect((await creator.patch('/api/settings').send({ maxCustomerFields: 100 })).status).toBe(403);
  });
});

describe('sender addresses', () => {
  let api: TestApi;
  let admin: Agent;
  beforeAll(async () => {
    api = await startApi();
    admin = await api.asAdmin();
  });
  afterAll(() => api.close());

  test('M-04 an address is kept once, its domain in lower case', async () => {
    const sender = { email: 'News@Shop.Example.JP', displayName: '見本商店', replyTo: null };
    const created = await admin.post('/api/sender-addresses').send(sender);
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ email: 'News@shop.example.jp', displayName: '見本商店', replyTo: null });
    const again = await admin.post('/api/sender-addresses').send({ ...sender, email: 'News@shop.example.jp' });
    expect(again.body.errors).toMatchObject([{ field: 'email', code: 'sender-address-taken' }]);
  });

  test('a change keeps what is not named, and null takes the reply address away', async () => {
    const sender = await aSender(api.db, { replyTo: 'answers@example.jp' });
    const other = await aSender(api.db);
    const path = `/api/sender-addresses/${sender.id}`;
    expect((await admin.patch(path).send({ displayName: '新しい名前' })).body).toMatchObject({
      email: sender.email,
      displayName: '新しい名前',
      replyTo: 'answers@example.jp',
    });
    expect((await admin.patch(path).send({ replyTo: null })).body.replyTo).toBeNull();
    expect((await admin.patch(path).send({ email: other.email })).status).toBe(422);
    expect((await admin.patch('/api/sender-addresses/999').send({ displayName: 'x' })).body.code).toBe(
      'sender-address-not-found',
    );
  });

  test('a line break in a display name is refused: it would end the header', async () => {
    const answer = await admin
      .post('/api/sender-addresses')
      .send({ email: 'a@example.jp', displayName: '見本\r\nBcc: x@example.jp' });
    expect(answer.body.errors).toMatchObject([{ field: 'displayName', code: 'matches' }]);
  });

  test('an address in use is not deleted, and the answer says where it is used', async () => {
    const sender = await aSender(api.db);
    const group = await aGroup(api.db, { name: '使用中のグループ', senderAddress: sender });
    const mailing = await aMailing(api.db, { senderAddress: sender, subject: '使用中のメール', group });
    const path = `/api/sender-addresses/${sender.id}`;
    const refused = await admin.delete(path);
    expect([refused.status, refused.body.code]).toEqual([409, 'sender-address-in-use']);
    expect(refused.body.errors).toEqual([
      {
        field: 'group',
        code: 'used-by-group',
        message: '使用中のグループ',
        params: { id: group.id, name: '使用中のグループ' },
      },
      {
        field: 'mailing',
        code: 'used-by-mailing',
        message: '使用中のメール',
        params: { id: mailing.id, name: '使用中のメール' },
      },
    ]);
    const list = (await admin.get('/api/sender-addresses?limit=200')).body.items;
    expect(list.find((item: { id: string }) => item.id === sender.id)).toMatchObject({
      groupCount: 1,
      mailingCount: 1,
    });
    await api.db.rows('update mailing set deleted_at = now() where id = $1', [mailing.id]);
    await api.db.rows('update delivery_group set sender_address_id = null where id = $1', [group.id]);
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.delete(path)).status).toBe(404);
  });
});
