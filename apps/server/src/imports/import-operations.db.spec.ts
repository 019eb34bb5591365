import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aCustomer, aCreator, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { importing, type Importing } from '../../test/imports.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { ConsentRecord } from '../customers/consent-record.entity.js';
import { Customer } from '../customers/customer.entity.js';
import type { DeliveryState } from '../groups/group.types.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { ImportSweeper } from './import-sweeper.js';
import { ImportRunner } from './import-runner.js';

let api: TestApi;
let worker: TestWorker;
let imports: Importing;
let nameId: string;

beforeAll(async () => {
  api = await startApi({ env: { IMPORT_MAX_ROWS: 50 } });
  worker = await startWorker({ env: api.env, timers: false });
  imports = await importing(api, worker);
  nameId = (await aField(api.db, { label: 'お名前', mergeKey: 'お名前' })).id;
});
beforeEach(async () => {
  await api.db.rows(
    'truncate customer, opt_out, notice, setting, deleted_address_sample, customer_deletion_day cascade',
  );
  await api.db.rows('update customer_tally set customer_count = 0');
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const member = async (groupId: string, email: string, deliveryState: DeliveryState): Promise<Customer> => {
  const customer = await aCustomer(api.db, { email });
  const via = deliveryState === 'active' ? {} : { stateChangedAt: new Date(0), stateChangedVia: 'screen' as const };
  await aMembership(api.db, { groupId, customerId: customer.id, deliveryState, ...via });
  return customer;
};
const states = async (groupId: string): Promise<Record<string, string>> => {
  const rows = await api.db.rows<{ email: string; state: string }>(
    `select c.email, m.delivery_state as state from group_membership m join customer c on c.id = m.customer_id
      where m.group_id = $1 order by c.email`,
    [groupId],
  );
  return Object.fromEntries(rows.map(({ email, state }) => [email, state]));
};
const emails = async (): Promise<string[]> =>
  (await api.db.rows<{ email: string }>('select email from customer order by email')).map(({ email }) => email);
const setting = (changes: Parameters<SettingsService['change']>[0]) => api.app.get(SettingsService).change(changes);

describe('deleting and excluding', () => {
  test('C-34 削除 takes customers out of the database; who is not there fails, a repeat is その他', async () => {
    const group = await aGroup(api.db);
    await member(group.id, 'a@example.jp', 'stopped');
    await aCustomer(api.db, { email: 'stays@example.jp' });
    const { id, counts } = await imports.run('mail\na@example.jp\nnobody@example.jp\nA@example.jp\nbroken\n', {
      operation: 'delete',
    });
    expect(counts).toEqual({ rows: 4, success: 1, failed: 2, other: 1, stopped: 0 });
    expect(await imports.results(id)).toEqual([
      '削除',
      '顧客データベースに登録されていません',
      'ファイル内で重複しています',
      'メールアドレスの形式が正しくありません',
    ]);
    expect(await emails()).toEqual(['stays@example.jp']);
  });

  test('C-02 除外 takes them out of the group alone', async () => {
    const group = await aGroup(api.db);
    await member(group.id, 'in@example.jp', 'active');
    await aCustomer(api.db, { email: 'out@example.jp' });
    const { id, counts } = await imports.run(
      'mail\nin@example.jp\nout@example.jp\nnobody@example.jp\nin@example.jp\n',
      {
        operation: 'delete',
        groupId: group.id,
      },
    );
    expect(counts).toEqual({ rows: 4, success: 1, failed: 2, other: 1, stopped: 0 });
    expect(await imports.results(id)).toEqual([
      'グループから除外',
      'グループに登録されていません',
      '顧客データベースに登録されていません',
      'ファイル内で重複しています',
    ]);
    expect(await states(group.id)).toEqual({});
    expect(await emails()).toEqual(['in@example.jp', 'out@example.jp']);
  });

  test('a repeat of a deleted address is told as such wherever the file is cut, also after the worker died in between', async () => {
    await aCustomer(api.db, { email: 'a@example.jp' });
    await aCustomer(api.db, { email: 'b@example.jp' });
    const id = await imports.send('mail\na@example.jp\nb@example.jp\na@example.jp\nb@example.jp\n');
    await api.db.rows(
      `update import_job set state = 'queued', operation = 'delete', mapping = '["email"]' where id = $1`,
      [id],
    );
    const runner = worker.app.get(ImportRunner, { strict: false });
    runner.rowsPerChunk = 2;
    await dyingBefore(runner, 2)
      .run(id)
      .catch(() => undefined);
    expect(await emails()).toEqual(['b@example.jp']);
    await api.db.rows(`update import_job set lease_until = now() - interval '1 second' where id = $1`, [id]);
    await worker.drain();
    runner.rowsPerChunk = 5_000;
    expect(await imports.results(id)).toEqual([
      '削除',
      '削除',
      'ファイル内で重複しています',
      'ファイル内で重複しています',
    ]);
  });

  test('when the group is gone before it runs, nobody is deleted instead', async () => {
    const group = await aGroup(api.db);
    await member(group.id, 'in@example.jp', 'active');
    const id = await imports.send('mail\nin@example.jp\n');
    await api.db.rows(
      `update import_job set state = 'queued', operation = 'delete', target = 'group', group_id = $2, mapping = '["email"]'
        where id = $1`,
      [id, group.id],
    );
    await api.db.rows('delete from delivery_group where id = $1', [group.id]);
    await worker.drain();
    expect(await imports.find(id)).toMatchObject({ state: 'failed', failure: 'group-gone', target: 'group' });
    expect(await emails()).toEqual(['in@example.jp']);
  });

  test('needs the permission that the same on the screen needs, and so does taking it back', async () => {
    const user = await aCreator(api.db);
    await api.db.rows(`update user_role set permissions = array_append(permissions, 'customer.import') where id = $1`, [
      user.role.id,
    ]);
    const creator = await importing(api, worker, await api.as(user));
    const id = await creator.send('mail\na@example.jp\n');
    const start = async (changes: object) =>
      creator.agent.post(`/api/imports/${id}/start`).send({ ...(await creator.settings(id)), ...changes });
    expect((await start({ operation: 'delete' })).body).toMatchObject({ status: 403, code: 'not-permitted' });
    const { id: groupId } = await aGroup(api.db);
    for (const operation of ['stop', 'register'])
      expect((await start({ operation, groupId })).body).toMatchObject({ status: 403, code: 'not-permitted' });
    expect((await start({})).status).toBe(200);
    await worker.drain();
    const refused = async (url: string) =>
      expect((await creator.agent.post(`/api/imports/${url}`)).body).toMatchObject({ status: 403 });
    // taking a registration back deletes customers; taking a stop back, or stopping it half way, changes states
    await refused(`${id}/undo`);
    const stopping = await imports.upload('mail\na@example.jp\n', { operation: 'stop', groupId });
    await refused(`${stopping}/cancel`);
    await worker.drain();
    await refused(`${stopping}/undo`);
    await api.db.rows(`update user_role set permissions = array_remove(permissions, 'customer.import') where id = $1`, [
      user.role.id,
    ]);
  });
});

describe('changing states', () => {
  test('C-33 停止 stops members, registers strangers as stopped, and leaves bans alone', async () => {
    const group = await aGroup(api.db);
    for (const state of ['active', 'stopped', 'banned'] as const) await member(group.id, `${state}@example.jp`, state);
    await aCustomer(api.db, { email: 'other@example.jp' });
    const { id, counts } = await imports.run(
      'mail\nactive@example.jp\nstopped@example.jp\nbanned@example.jp\nother@example.jp\nnew@example.jp\nnew@example.jp\n',
      { operation: 'stop', groupId: group.id },
    );
    expect(counts).toEqual({ rows: 6, success: 0, failed: 0, other: 3, stopped: 3 });
    expect(await imports.results(id)).toEqual([
      '配信停止に変更',
      'すでに配信停止です',
      '配信禁止のため、配信停止には変更していません',
      '配信停止に変更',
      '配信停止に変更',
      'すでに配信停止です',
    ]);
    expect(await states(group.id)).toEqual({
      'active@example.jp': 'stopped',
      'banned@example.jp': 'banned',
      'new@example.jp': 'stopped',
      'other@example.jp': 'stopped',
      'stopped@example.jp': 'stopped',
    });
  });

  test('禁止 bans, and 可能 lifts what happened in this group', async () => {
    const group = await aGroup(api.db);
    await member(group.id, 'a@example.jp', 'stopped');
    const banned = await imports.run('mail\na@example.jp\nb@example.jp\n', { operation: 'ban', groupId: group.id });
    expect(banned.counts).toEqual({ rows: 2, success: 2, failed: 0, other: 0, stopped: 0 });
    expect(await states(group.id)).toEqual({ 'a@example.jp': 'banned', 'b@example.jp': 'banned' });
    const allowed = await imports.run('mail\na@example.jp\nb@example.jp\nc@example.jp\na@example.jp\n', {
      operation: 'allow',
      groupId: group.id,
    });
    expect(await imports.results(allowed.id)).toEqual([
      '配信可能に変更',
      '配信可能に変更',
      '配信可能に変更',
      'すでに配信可能です',
    ]);
    expect(await states(group.id)).toEqual({
      'a@example.jp': 'active',
      'b@example.jp': 'active',
      'c@example.jp': 'active',
    });
  });

  test('J-31 可能 does not lift a complaint', async () => {
    const group = await aGroup(api.db);
    const { id: customerId } = await aCustomer(api.db, { email: 'spam@example.jp' });
    const at = new Date('2026-11-03T03:00:00Z');
    const complaint = { deliveryState: 'stopped', stateChangedAt: at, stateChangedVia: 'complaint' } as const;
    await aMembership(api.db, { groupId: group.id, customerId, ...complaint });
    const { id, counts } = await imports.run('mail\nspam@example.jp\n', { operation: 'allow', groupId: group.id });
    expect(counts).toMatchObject({ success: 0, stopped: 1 });
    expect((await imports.results(id))[0]).toMatch(/^配信可能に変更せず、配信停止のままにしました/);
    expect(await states(group.id)).toEqual({ 'spam@example.jp': 'stopped' });
  });

  test.each([
    ['before', (complain: () => Promise<unknown>, ban: () => Promise<unknown>) => complain().then(ban)],
    ['after', (complain: () => Promise<unknown>, ban: () => Promise<unknown>) => ban().then(complain)],
  ])('J-31 nor one that came %s a ban, while states are synchronised', async (_, play) => {
    const group = await aGroup(api.db);
    const { id: customerId } = await member(group.id, 'spam@example.jp', 'active');
    await setting({ syncDeliveryStates: true });
    const change = { customerIds: [customerId], from: ['active'], to: 'stopped' } as const;
    await play(
      () => api.db.tx((tx) => api.app.get(MembershipChanges).setEverywhere(tx, change, { via: 'complaint' })),
      () => imports.run('mail\nspam@example.jp\n', { operation: 'ban', groupId: group.id }),
    );
    const { id, outcomes } = await imports.run('mail\nspam@example.jp\n', { operation: 'allow', groupId: group.id });
    expect(outcomes).toEqual([{ outcome: 'notAllowed', class: 'stopped', rows: 1 }]);
    expect((await imports.results(id))[0]).toMatch(/に迷惑メールとして申告されています$/);
    expect(await states(group.id)).toEqual({ 'spam@example.jp': 'banned' });
  });

  test('J-36 nor what another address brought along', async () => {
    const group = await aGroup(api.db);
    await imports.run('mail\nold@example.jp\n', { operation: 'stop', groupId: group.id });
    await imports.run('mail\nold@example.jp\n', { operation: 'delete' });
    const { id: customerId } = await member(group.id, 'new@example.jp', 'active');
    await imports.agent.patch(`/api/customers/${customerId}`).send({ email: 'old@example.jp' }).expect(200);
    expect(await states(group.id)).toEqual({ 'old@example.jp': 'stopped' });
    const { outcomes } = await imports.run('mail\nold@example.jp\n', { operation: 'allow', groupId: group.id });
    expect(outcomes).toEqual([{ outcome: 'notAllowed', class: 'stopped', rows: 1 }]);
    expect(await states(group.id)).toEqual({ 'old@example.jp': 'stopped' });
  });

  test('a stop reaches customers whose other columns are wrong; strangers fail for them', async () => {
    const group = await aGroup(api.db);
    const points = await aField(api.db, { label: 'ポイント', type: 'number' });
    await member(group.id, 'a@example.jp', 'active');
    const { id } = await imports.run('mail,p\na@example.jp,多い\nnew@example.jp,多い\n', {
      operation: 'stop',
      groupId: group.id,
      mapping: ['email', `field:${points.id}`],
    });
    expect(await imports.results(id)).toEqual(['配信停止に変更', '【ポイント】の数値が正しくありません']);
  });

  test('nobody is overwritten by a change of states', async () => {
    const group = await aGroup(api.db);
    await aCustomer(api.db, { email: 'a@example.jp', fieldValues: { [nameId]: '元' } });
    await imports.run('mail,お名前\na@example.jp,新\n', { operation: 'stop', groupId: group.id, overwrite: true });
    expect(
      (await api.db.manager.getRepository(Customer).findOneByOrFail({ email: 'a@example.jp' })).fieldValues,
    ).toEqual({
      [nameId]: '元',
    });
  });
});

describe('the opt-out ledger', () => {
  test('J-36 who had stopped before being deleted is registered, stopped, and the row says since when', async () => {
    const group = await aGroup(api.db);
    await imports.run('mail\ngone@example.jp\n', { operation: 'stop', groupId: group.id });
    await imports.run('mail\ngone@example.jp\n', { operation: 'delete' });
    await api.db.rows(`update opt_out set recorded_at = '2026-10-31 16:00Z'`);
    const again = await imports.run('mail\ngone@example.jp\nfresh@example.jp\n', { groupId: group.id });
    expect(again.counts).toMatchObject({ success: 1, stopped: 1 });
    expect(again.outcomes).toContainEqual({ outcome: 'heldBack', class: 'stopped', rows: 1 });
    expect(await imports.results(again.id)).toEqual([
      '登録しましたが、配信停止にしました: 2026/11/01 に配信停止になったアドレスです',
      '登録',
    ]);
    expect(await states(group.id)).toEqual({ 'fresh@example.jp': 'active', 'gone@example.jp': 'stopped' });
    const allowed = await imports.run('mail\ngone@example.jp\n', { operation: 'allow', groupId: group.id });
    expect(allowed.outcomes).toEqual([{ outcome: 'notAllowed', class: 'stopped', rows: 1 }]);
  });
});

describe('limits', () => {
  test('R-20 only the rows beyond the limit of customers fail', async () => {
    await aCustomer(api.db, { email: 'known@example.jp' });
    await setting({ customerLimit: 3 });
    const { id, counts } = await imports.run(
      'mail,お名前\na@example.jp,\nknown@example.jp,既\nb@example.jp,\nc@example.jp,\na@example.jp,再\n',
      { overwrite: true },
    );
    expect(counts).toEqual({ rows: 5, success: 4, failed: 1, other: 0, stopped: 0 });
    expect(await imports.results(id)).toEqual(['登録', '上書き更新', '登録', '登録上限を超えています', '上書き更新']);
  });

  test('a file with too many rows stops at the limit and says at which row', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `r${i}@example.jp\n`);
    const ran = await imports.run(`mail\n${rows.join('')}`);
    expect(ran).toMatchObject({ state: 'failed', failure: 'csv-too-many-rows', failureRow: 52 });
    expect(ran.counts.rows).toBe(50);
  });
});

describe('what an import writes beside the rows', () => {
  test('J-33 the basis of consent, for those it registers and nobody else, with file and user', async () => {
    const group = await aGroup(api.db, { name: 'VIP' });
    await aCustomer(api.db, { email: 'known@example.jp' });
    const { id } = await imports.run('mail\nknown@example.jp\nnew@example.jp\n', {
      groupId: group.id,
      consent: { basis: 'business_card', note: '展示会 2026' },
    });
    const [record, ...others] = await api.db.manager.getRepository(ConsentRecord).find({ take: 9 });
    expect(others).toEqual([]);
    const { id: customerId } = await api.db.manager
      .getRepository(Customer)
      .findOneByOrFail({ email: 'new@example.jp' });
    expect(record).toMatchObject({
      customerId,
      groupId: group.id,
      purpose: 'VIP',
      source: 'csv',
      sourceLabel: '顧客.csv',
      importId: id,
      basis: 'business_card',
      note: '展示会 2026',
    });
    expect(record?.userId).not.toBeNull();
  });

  test('C-38 a mail to the user who ran it, once; C-39 only as they chose', async () => {
    const mails = () =>
      api.db.rows<{ to: string; subject: string }>('select to_address as to, subject from notice order by id');
    const user = await api.db.rows<{ email: string }>(
      'select u.email from app_user u join user_session s on s.user_id = u.id order by s.created_at limit 1',
    );
    const { id } = await imports.run('mail\na@example.jp\n');
    expect(await mails()).toEqual([{ to: user[0]?.email, subject: '【くばり】一括登録が完了しました: 顧客.csv' }]);
    await api.db.rows(`update import_job set state = 'queued', cursor_byte = 0 where id = $1`, [id]);
    await api.db.rows('delete from import_chunk where import_id = $1', [id]);
    await api.db.rows('delete from import_undo where import_id = $1', [id]);
    await worker.drain();
    expect(await mails()).toHaveLength(1);
    await imports.run('mail\nb@example.jp\n', { report: 'never' });
    await imports.run('mail\nc@example.jp\n', { report: 'errors' });
    expect(await mails()).toHaveLength(1);
    await imports.run('mail\nbroken\n', { report: 'errors' });
    expect(await mails()).toHaveLength(2);
  });

  test('G-10 a list that was deleted and uploaded again is noticed, with how much of it', async () => {
    const people = Array.from({ length: 2_000 }, (_, i) => `w${i}@example.jp`);
    await api.db.rows(
      `insert into customer (email, email_normalised, registered_via) select e, e, 'csv' from unnest($1::text[]) e`,
      [people],
    );
    const ids = await api.db.rows<{ id: string }>('select id from customer');
    const { CustomerRemover } = await import('../customers/customer-remover.service.js');
    await api.db.tx((tx) =>
      worker.app.get(CustomerRemover, { strict: false }).remove(
        tx,
        ids.map(({ id }) => id),
      ),
    );
    const few = await imports.run('mail\nw1@example.jp\nw2@example.jp\n');
    expect(few.laundering).toBeNull();
    for (let at = 0; at < people.length; at += 40) {
      const { laundering } = await imports.run(`mail\n${people.slice(at, at + 40).join('\n')}\n`, { report: 'never' });
      expect(laundering === null || Number(laundering['relisted']) >= 48).toBe(true);
      if (laundering) return expect(laundering).toMatchObject({ deletedLately: 2_000 });
    }
    throw new Error('not noticed');
  }, 120_000);
});

describe('the memory of mappings', () => {
  test('a file with the same headings is offered the mapping and the settings of the last one', async () => {
    const group = await aGroup(api.db);
    const mapping = ['ignore', 'email', `field:${nameId}`];
    await imports.run('A,B,C\nx,a@example.jp,太郎\n', {
      mapping,
      groupId: group.id,
      overwrite: true,
      emptyCells: 'blank',
    });
    const id = await imports.send('ａ, B ,C\ny,b@example.jp,花子\n');
    const { body } = await imports.agent.get(`/api/imports/${id}/preview`).expect(200);
    expect(body).toMatchObject({
      suggestedHasHeader: true,
      suggestedMapping: mapping,
      remembered: {
        fileName: '顧客.csv',
        operation: 'register',
        target: 'group',
        groupId: group.id,
        overwrite: true,
        emptyCells: 'blank',
      },
    });
    const other = await imports.send('A,B,D\ny,b@example.jp,花子\n');
    expect((await imports.agent.get(`/api/imports/${other}/preview`).expect(200)).body.remembered).toBeNull();
  });

  test('a field that has gone out of use since is left out', async () => {
    const gone = await aField(api.db, { label: '昔の項目' });
    await imports.run('mail,昔の項目\na@example.jp,x\n', { mapping: ['email', `field:${gone.id}`] });
    await api.db.rows('update customer_field set retired_at = now() where id = $1', [gone.id]);
    const id = await imports.send('mail,昔の項目\na@example.jp,x\n');
    expect((await imports.agent.get(`/api/imports/${id}/preview`).expect(200)).body.suggestedMapping).toEqual([
      'email',
      'ignore',
    ]);
  });
});

test('the list says what was done, to what, and by whom', async () => {
  const group = await aGroup(api.db);
  const { id } = await imports.run('mail\na@example.jp\n', { operation: 'ban', groupId: group.id });
  const { body } = await imports.agent.get('/api/imports?limit=1').expect(200);
  expect(body.items).toMatchObject([
    { id, operation: 'ban', target: 'group', group: { id: group.id }, createdBy: '山田 花子', counts: { success: 1 } },
  ]);
  await worker.app.get(ImportSweeper, { strict: false }).sweep();
});

/** The runner, whose process ends before it applies the nth chunk. */
function dyingBefore(runner: ImportRunner, nth: number): ImportRunner {
  const dying = Object.create(runner) as { applyChunk: (...args: unknown[]) => Promise<void> };
  const applyChunk = Object.getPrototypeOf(runner).applyChunk as (...args: unknown[]) => Promise<void>;
  let chunks = 0;
  dying.applyChunk = function (this: unknown, ...args: unknown[]) {
    chunks += 1;
    return chunks >= nth ? Promise.reject(new Error('killed')) : applyChunk.apply(this, args);
  };
  return dying as unknown as ImportRunner;
}
