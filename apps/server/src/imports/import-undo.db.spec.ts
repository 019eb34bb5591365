import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aCustomer, aDelivery, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { importing, type Importing } from '../../test/imports.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { Customer } from '../customers/customer.entity.js';
import { Erasers } from '../customers/erasers.service.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { GroupsService } from '../groups/groups.service.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import { linkTokens } from '../platform/links/link-tokens.js';
import { ImportRunner } from './import-runner.js';
import { ImportSweeper } from './import-sweeper.js';
import type { CurrentUserInfo } from '../users/requires.decorator.js';
import { ImportUndoer } from './import-undoer.js';
import { ImportsService } from './imports.service.js';

let api: TestApi;
let worker: TestWorker;
let imports: Importing;
let nameId: string;

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: api.env, timers: false });
  imports = await importing(api, worker);
  nameId = (await aField(api.db, { label: 'お名前', mergeKey: 'お名前' })).id;
});
beforeEach(async () => {
  await api.db.rows('truncate customer, opt_out, setting, import_job cascade');
  await api.db.rows('update customer_tally set customer_count = 0');
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

const customers = async (): Promise<Record<string, unknown>> => {
  const found = await api.db.manager.getRepository(Customer).find({ order: { email: 'ASC' }, take: 99 });
  return Object.fromEntries(found.map(({ email, fieldValues }) => [email, fieldValues[nameId] ?? null]));
};
const customer = (email: string) => api.db.manager.getRepository(Customer).findOneByOrFail({ email });
const members = (groupId: string) =>
  api.db.rows<{ email: string; state: string; via: string | null }>(
    `select c.email, m.delivery_state as state, m.state_changed_via as via
       from group_membership m join customer c on c.id = m.customer_id where m.group_id = $1 order by c.email`,
    [groupId],
  );

describe('taking a registration back', () => {
  test('removes whom it registered, restores whom it overwrote, and takes out of the group whom it put in', async () => {
    const group = await aGroup(api.db);
    await aCustomer(api.db, { email: 'known@example.jp', fieldValues: { [nameId]: '旧' } });
    const { id } = await imports.run('mail,お名前\nknown@example.jp,新\nnew@example.jp,新\n', {
      overwrite: true,
      groupId: group.id,
      consent: { basis: 'paper', note: '' },
    });
    expect(await customers()).toEqual({ 'known@example.jp': '新', 'new@example.jp': '新' });
    const { body: scope } = await imports.agent.get(`/api/imports/${id}/undo`).expect(200);
    expect(scope).toEqual({ registered: 1, overwritten: 1, joined: 2, changed: 0, deleted: 0 });
    const undone = await imports.undo(id);
    expect(undone).toMatchObject({ state: 'undone', undo: { undone: 2, left: 0, progress: 1, by: '山田 花子' } });
    expect(await customers()).toEqual({ 'known@example.jp': '旧' });
    expect(await members(group.id)).toEqual([]);
    expect(await api.db.rows('select from consent_record')).toEqual([]);
  });

  test('leaves whoever changed since, and says how many: edited, mailed, in error, in another group', async () => {
    const group = await aGroup(api.db);
    const other = await aGroup(api.db);
    const people = ['edited', 'mailed', 'bounced', 'elsewhere', 'untouched'].map((name) => `${name}@example.jp`);
    await aCustomer(api.db, { email: 'was@example.jp', fieldValues: { [nameId]: '旧' } });
    const { id } = await imports.run(`mail,お名前\n${people.join(',新\n')},新\nwas@example.jp,新\n`, {
      overwrite: true,
      groupId: group.id,
    });
    for (const email of ['edited@example.jp', 'was@example.jp'])
      await imports.agent
        .patch(`/api/customers/${(await customer(email)).id}`)
        .send({ fields: { [nameId]: '直した' } })
        .expect(200);
    const mailed = await customer('mailed@example.jp');
    const delivery = await aDelivery(api.db, { group, state: 'sent' });
    await api.db.manager
      .getRepository(DeliveryRecipient)
      .insert({ deliveryId: delivery.id, customerId: mailed.id, email: mailed.email, state: 'delivered' });
    await api.db.rows(`update customer set error_count = 1 where email = 'bounced@example.jp'`);
    await aMembership(api.db, { groupId: other.id, customerId: (await customer('elsewhere@example.jp')).id });
    const undone = await imports.undo(id);
    // was@ is counted once: its values stay, its membership is taken back
    expect(undone.undo).toMatchObject({ undone: 1, left: 5 });
    expect(await customers()).toEqual({
      'bounced@example.jp': '新',
      'edited@example.jp': '直した',
      'elsewhere@example.jp': '新',
      'mailed@example.jp': '新',
      'was@example.jp': '直した',
    });
  });

  test('restores what was there before the first of several overwritings, across chunks', async () => {
    worker.app.get(ImportRunner, { strict: false }).rowsPerChunk = 1;
    await aCustomer(api.db, { email: 'a@example.jp', fieldValues: { [nameId]: '元' } });
    const { id } = await imports.run(
      'mail,お名前\na@example.jp,一\na@example.jp,二\nb@example.jp,一\nb@example.jp,二\n',
      {
        overwrite: true,
      },
    );
    expect(await customers()).toEqual({ 'a@example.jp': '二', 'b@example.jp': '二' });
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 2, left: 0 });
    expect(await customers()).toEqual({ 'a@example.jp': '元' });
    worker.app.get(ImportRunner, { strict: false }).rowsPerChunk = 5_000;
  });

  test('works backwards through imports that followed each other', async () => {
    await aCustomer(api.db, { email: 'a@example.jp', fieldValues: { [nameId]: '元' } });
    const first = await imports.run('mail,お名前\na@example.jp,一\n', { overwrite: true });
    const second = await imports.run('mail,お名前\na@example.jp,二\n', { overwrite: true });
    expect((await imports.undo(second.id)).undo).toMatchObject({ undone: 1, left: 0 });
    expect((await imports.undo(first.id)).undo).toMatchObject({ undone: 1, left: 0 });
    expect(await customers()).toEqual({ 'a@example.jp': '元' });
  });

  test('does not restore values of a field that is of another type now', async () => {
    const points = await aField(api.db, { label: 'ポイント', type: 'text' });
    await aCustomer(api.db, { email: 'a@example.jp', fieldValues: { [nameId]: '旧', [points.id]: '十' } });
    const { id } = await imports.run('mail,お名前,ポイント\na@example.jp,新,20\n', { overwrite: true });
    await api.db.rows(`update customer_field set type = 'number' where id = $1`, [points.id]);
    await imports.undo(id);
    expect((await customer('a@example.jp')).fieldValues).toEqual({ [nameId]: '旧', [points.id]: '20' });
  });
});

test('whoever joins another group while their registration is taken back stays', async () => {
  const other = await aGroup(api.db);
  const { id } = await imports.run('mail\na@example.jp\n');
  const { id: customerId } = await customer('a@example.jp');
  let undoing: ReturnType<Importing['undo']> | undefined;
  await api.db.tx(async (tx) => {
    await api.app.get(MembershipChanges, { strict: false }).join(tx, other.id, [customerId], 'screen');
    undoing = imports.undo(id);
    await somebodyWaits();
  });
  expect((await undoing)?.undo).toMatchObject({ undone: 0, left: 1 });
  expect(await members(other.id)).toMatchObject([{ email: 'a@example.jp', state: 'active' }]);
});

describe('taking other operations back', () => {
  test('states go back with their date and way, strangers leave, and so does what the ledger learned', async () => {
    const group = await aGroup(api.db);
    const { id: activeId } = await aCustomer(api.db, { email: 'active@example.jp' });
    await aMembership(api.db, { groupId: group.id, customerId: activeId });
    const { id: bannedId } = await aCustomer(api.db, { email: 'banned@example.jp' });
    const at = new Date('2026-10-02T00:00:00Z');
    const banned = { deliveryState: 'banned', stateChangedAt: at, stateChangedVia: 'screen' } as const;
    await aMembership(api.db, { groupId: group.id, customerId: bannedId, ...banned });
    const before = await members(group.id);
    const { id } = await imports.run('mail\nactive@example.jp\nbanned@example.jp\nnew@example.jp\n', {
      operation: 'stop',
      groupId: group.id,
    });
    expect(await api.db.rows('select from opt_out')).toHaveLength(3);
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 2, left: 0 });
    expect(await members(group.id)).toEqual(before);
    expect(await customers()).toEqual({ 'active@example.jp': null, 'banned@example.jp': null });
    expect(await api.db.rows('select from opt_out')).toEqual([]);
  });

  test('who changed their state since keeps it', async () => {
    const group = await aGroup(api.db);
    const { id: customerId } = await aCustomer(api.db, { email: 'a@example.jp' });
    await aMembership(api.db, { groupId: group.id, customerId });
    const { id } = await imports.run('mail\na@example.jp\n', { operation: 'stop', groupId: group.id });
    await imports.agent
      .patch(`/api/groups/${group.id}/members/${customerId}`)
      .send({ deliveryState: 'banned' })
      .expect(200);
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 0, left: 1 });
    expect(await members(group.id)).toMatchObject([{ email: 'a@example.jp', state: 'banned' }]);
  });

  test('deleted customers come back with their number, groups, errors and values; not whose address is taken again', async () => {
    const group = await aGroup(api.db);
    const back = await aCustomer(api.db, { email: 'back@example.jp', errorCount: 2, fieldValues: { [nameId]: '私' } });
    await aMembership(api.db, { groupId: group.id, customerId: back.id, deliveryState: 'stopped' });
    await api.db.rows(
      `insert into customer_error (customer_id, recipient_id, delivery_id, kind, occurred_at) values ($1, gen_random_uuid(), 1, 'hard', now())`,
      [back.id],
    );
    await aCustomer(api.db, { email: 'taken@example.jp' });
    const { id } = await imports.run('mail\nback@example.jp\ntaken@example.jp\n', { operation: 'delete' });
    expect(await customers()).toEqual({});
    const again = await aCustomer(api.db, { email: 'taken@example.jp' });
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 1, left: 1 });
    expect(await customer('back@example.jp')).toEqual({ ...back, updatedAt: back.updatedAt });
    expect((await customer('taken@example.jp')).id).toBe(again.id);
    expect(await members(group.id)).toMatchObject([{ email: 'back@example.jp', state: 'stopped' }]);
    expect(await api.db.rows('select from customer_error')).toHaveLength(1);
    const [tally] = await api.db.rows<{ n: string }>('select customer_count as n from customer_tally');
    expect(tally).toEqual({ n: '2' });
  });

  test('an undo does not bring back who was erased meanwhile, nor what they were', async () => {
    const erased = await aCustomer(api.db, { email: 'erased@example.jp', fieldValues: { [nameId]: '消' } });
    await aCustomer(api.db, { email: 'other@example.jp' });
    const overwrite = await imports.run('mail,お名前\nerased@example.jp,新\nother@example.jp,新\n', {
      overwrite: true,
    });
    const { id } = await imports.run('mail\nerased@example.jp\nother@example.jp\n', { operation: 'delete' });
    const person = {
      customerIds: [erased.id],
      emailNormalised: 'erased@example.jp',
      addressHash: Buffer.alloc(16),
      refuseMail: false,
      removeImportFiles: false,
    };
    await api.db.tx((tx) => api.app.get(Erasers, { strict: false }).get('imports').erase(tx, person, null));
    const kept = await api.db.rows<{ text: string }>('select import_undo::text as text from import_undo');
    expect(kept.filter(({ text }) => text.includes('erased@') || text.includes('消'))).toEqual([]);
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 1, left: 0 });
    expect((await imports.undo(overwrite.id)).undo).toMatchObject({ undone: 1, left: 0 });
    expect(await customers()).toEqual({ 'other@example.jp': null });
  });

  test('excluded members are members again', async () => {
    const group = await aGroup(api.db);
    const { id: customerId } = await aCustomer(api.db, { email: 'a@example.jp' });
    await aMembership(api.db, { groupId: group.id, customerId });
    const before = await members(group.id);
    const { id } = await imports.run('mail\na@example.jp\n', { operation: 'delete', groupId: group.id });
    expect(await members(group.id)).toEqual([]);
    await imports.undo(id);
    expect(await members(group.id)).toEqual(before);
  });
});

/** A member of a group who has had a mail, and the link in it. */
async function aReader(email: string) {
  const group = await aGroup(api.db);
  const { id: customerId } = await aCustomer(api.db, { email });
  await aMembership(api.db, { groupId: group.id, customerId });
  const { id: deliveryId } = await aDelivery(api.db, { group, state: 'sent' });
  await api.db.manager
    .getRepository(DeliveryRecipient)
    .insert({ deliveryId, customerId, email, state: 'delivered', attemptCount: 1 });
  const url = `${api.url}/u/${linkTokens(api.env).unsubscribe({ deliveryId, customerId })}`;
  const click = async (): Promise<void> => {
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  };
  const memberships = api.app.get(MembershipChanges, { strict: false });
  const complain = (): Promise<void> =>
    api.db.tx(async (tx) => {
      const change = { customerIds: [customerId], from: ['active'], to: 'stopped' } as const;
      await memberships.setEverywhere(tx, change, { via: 'complaint', deliveryId });
      await memberships.recordComplaints(tx, [email]);
    });
  return { group, customerId, click, complain };
}

/** Until somebody waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await api.db.rows<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if ((row?.n ?? 0) > 0) return;
  }
}

describe('people who said no since', () => {
  test.each(['click', 'complain'] as const)('a deleted customer comes back stopped (%s)', async (act) => {
    const reader = await aReader('a@example.jp');
    const other = await aGroup(api.db);
    await aMembership(api.db, { groupId: other.id, customerId: reader.customerId });
    const { id } = await imports.run('mail\na@example.jp\n', { operation: 'delete' });
    await reader[act]();
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 1, left: 0 });
    expect(await members(reader.group.id)).toEqual([{ email: 'a@example.jp', state: 'stopped', via: 'ledger' }]);
    // a link is about one group, a complaint about all
    expect(await members(other.id)).toMatchObject([{ state: act === 'click' ? 'active' : 'stopped' }]);
    expect(await api.db.rows(`select from opt_out where reason <> 'banned'`)).toHaveLength(1);
  });

  test('also when the ledger had the same row already', async () => {
    const reader = await aReader('a@example.jp');
    await reader.complain();
    await imports.agent
      .patch(`/api/groups/${reader.group.id}/members/${reader.customerId}`)
      .send({ deliveryState: 'active' })
      .expect(200);
    const { id } = await imports.run('mail\na@example.jp\n', { operation: 'delete' });
    await reader.complain();
    await imports.undo(id);
    expect(await members(reader.group.id)).toMatchObject([{ state: 'stopped' }]);
  });

  test.each(['click', 'complain'] as const)('who was taken out of the group stays out (%s)', async (act) => {
    const reader = await aReader('a@example.jp');
    const { id } = await imports.run('mail\na@example.jp\n', { operation: 'delete', groupId: reader.group.id });
    await reader[act]();
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 0, left: 1 });
    expect(await members(reader.group.id)).toEqual([]);
    expect(await api.db.rows('select from opt_out')).toHaveLength(1);
  });

  test.each([
    ['stop', 'click', 'one_click'],
    ['stop', 'complain', 'complaint'],
    ['ban', 'click', 'csv'],
    ['ban', 'complain', 'csv'],
  ] as const)('who is stopped by mistake and says so too stays stopped (%s, %s)', async (operation, act, via) => {
    const reader = await aReader('a@example.jp');
    const { id } = await imports.run('mail\na@example.jp\n', { operation, groupId: reader.group.id });
    await reader[act]();
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 0, left: 1 });
    const state = operation === 'stop' ? 'stopped' : 'banned';
    expect(await members(reader.group.id)).toEqual([{ email: 'a@example.jp', state, via }]);
    const [row] = await api.db.rows<{ reasons: string[] }>('select array_agg(reason) as reasons from opt_out');
    expect(row?.reasons).toContain(state);
  });

  test.each(['stop', 'delete'] as const)(
    'who clicks while the file is at work did not do it by the file (%s)',
    async (operation) => {
      const reader = await aReader('a@example.jp');
      const { id: otherId } = await aCustomer(api.db, { email: 'b@example.jp' });
      await aMembership(api.db, { groupId: reader.group.id, customerId: otherId });
      const id = await imports.upload('mail\na@example.jp\nb@example.jp\n', { operation, groupId: reader.group.id });
      let running: Promise<void> | undefined;
      await api.db.tx(async (tx) => {
        const request = { groupId: reader.group.id, customerId: reader.customerId, via: 'one_click' } as const;
        await api.app.get(GroupsService, { strict: false }).stop(tx, request);
        running = worker.drain();
        await somebodyWaits();
      });
      await running;
      await imports.undo(id);
      expect(await members(reader.group.id)).toEqual([
        { email: 'a@example.jp', state: 'stopped', via: 'one_click' },
        { email: 'b@example.jp', state: 'active', via: null },
      ]);
    },
  );

  test('whoever was deleted on the screen since does not hold up the others', async () => {
    const reader = await aReader('a@example.jp');
    const { id: otherId } = await aCustomer(api.db, { email: 'b@example.jp' });
    await aMembership(api.db, { groupId: reader.group.id, customerId: otherId });
    const { id } = await imports.run('mail\na@example.jp\nb@example.jp\n', {
      operation: 'delete',
      groupId: reader.group.id,
    });
    await imports.agent.delete(`/api/customers/${otherId}`).expect(204);
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 1, left: 1 });
    expect(await members(reader.group.id)).toMatchObject([{ email: 'a@example.jp', state: 'active' }]);
  });
});

describe('when an import can be taken back', () => {
  test('for 24 hours; then what was before is forgotten', async () => {
    const { id, undoUntil, ...ran } = await imports.run('mail\na@example.jp\n');
    expect(Date.parse(undoUntil ?? '') - Date.parse(String(ran['finishedAt']))).toBe(24 * 3_600_000);
    await api.db.rows(`update import_job set finished_at = finished_at - interval '25 hours' where id = $1`, [id]);
    const refused = await imports.agent.post(`/api/imports/${id}/undo`).expect(409);
    expect(refused.body.code).toBe('import-undo-too-late');
    expect(await api.db.rows('select from import_undo')).toHaveLength(1);
    await worker.app.get(ImportSweeper, { strict: false }).sweep();
    expect(await api.db.rows('select from import_undo')).toEqual([]);
  });

  test('once, when it changed anything, and not while it runs', async () => {
    await aCustomer(api.db, { email: 'a@example.jp' });
    const nothing = await imports.run('mail\na@example.jp\n');
    expect((await imports.agent.post(`/api/imports/${nothing.id}/undo`).expect(409)).body.code).toBe(
      'import-undo-empty',
    );
    const { id } = await imports.run('mail\nb@example.jp\n');
    await imports.undo(id);
    expect((await imports.agent.post(`/api/imports/${id}/undo`).expect(409)).body.code).toBe('import-state-forbids');
  });

  test('also when it was canceled half way', async () => {
    const { id } = await imports.run('mail\na@example.jp\n');
    await api.db.rows(`update import_job set state = 'canceled' where id = $1`, [id]);
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 1 });
  });

  test('what it would take back is counted when it is kept: looking does not read the lists', async () => {
    const group = await aGroup(api.db);
    await aCustomer(api.db, { email: 'old@example.jp' });
    const { id } = await imports.run('mail,お名前\nnew@example.jp,新\nold@example.jp,新\n', {
      overwrite: true,
      groupId: group.id,
    });
    const excluded = await imports.run('mail\nnew@example.jp\n', { operation: 'delete', groupId: group.id });
    const deleted = await imports.run('mail\nold@example.jp\n', { operation: 'delete' });
    await api.db.rows(`update import_undo set registered = '{}', overwritten = '{}', joined = '{}', before = null`);
    const scopeOf = async (importId: string): Promise<unknown> =>
      (await imports.agent.get(`/api/imports/${importId}/undo`).expect(200)).body;
    const none = { registered: 0, overwritten: 0, joined: 0, changed: 0, deleted: 0 };
    expect(await scopeOf(id)).toEqual({ ...none, registered: 1, overwritten: 1, joined: 2 });
    expect(await scopeOf(excluded.id)).toEqual({ ...none, changed: 1 });
    expect(await scopeOf(deleted.id)).toEqual({ ...none, deleted: 1 });
  });

  test('a worker that dies in the middle leaves the rest to the next one', async () => {
    const runner = worker.app.get(ImportRunner, { strict: false });
    runner.rowsPerChunk = 2;
    const { id } = await imports.run(`mail\n${Array.from({ length: 8 }, (_, i) => `k${i}@example.jp\n`).join('')}`);
    runner.rowsPerChunk = 5_000;
    await api.db.rows(`update import_job set state = 'undoing', undo_chunk_count = 5 where id = $1`, [id]);
    await dyingAfter(worker.app.get(ImportUndoer, { strict: false }), 2)
      .undo(id)
      .catch(() => undefined);
    expect(Object.keys(await customers()).length).toBeGreaterThan(0);
    expect((await imports.find(id)).undo).toMatchObject({ at: null, progress: 0.4 });
    await api.db.rows(`update import_job set lease_until = now() - interval '1 second' where id = $1`, [id]);
    await worker.drain();
    expect(await customers()).toEqual({});
    expect(await imports.find(id)).toMatchObject({ state: 'undone', undo: { undone: 8, left: 0 } });
  });

  test('what fails at the same chunk again and again is given up: the import is what it was, and may be taken back again', async () => {
    const { id } = await imports.run('mail\na@example.jp\n', { report: 'never' });
    await api.db.rows(`update import_job set state = 'canceled' where id = $1`, [id]);
    const jobs = { wake: () => Promise.resolve() };
    const quiet = Object.assign(Object.create(api.app.get(ImportsService)) as object, { jobs });
    const user = { id: '1', permissions: ['customer.import', 'customer.delete'] } as unknown as CurrentUserInfo;
    await (quiet as unknown as ImportsService).undo(id, user);
    const undoer = worker.app.get(ImportUndoer, { strict: false });
    for (let n = 0; n < 10; n++) {
      await expect(dyingAfter(undoer, 0).undo(id)).rejects.toThrow('killed');
      await api.db.rows(`update import_job set lease_until = now() - interval '1 second' where id = $1`, [id]);
    }
    expect(await imports.find(id)).toMatchObject({ state: 'undoing', undo: { failure: null } });
    await undoer.undo(id);
    const givenUp = await imports.find(id);
    expect(givenUp).toMatchObject({ state: 'canceled', undo: { undone: 0, at: null, failure: 'given-up' } });
    expect(givenUp.undoUntil).not.toBeNull();
    expect((await imports.undo(id)).undo).toMatchObject({ undone: 1, failure: null });
  });
});

/** The undoer, whose process ends after it took back that many chunks. */
function dyingAfter(undoer: ImportUndoer, chunks: number): ImportUndoer {
  const dying = Object.create(undoer) as { undoLastChunk: (...args: unknown[]) => Promise<boolean> };
  const undoLastChunk = Object.getPrototypeOf(undoer).undoLastChunk as (...args: unknown[]) => Promise<boolean>;
  let done = 0;
  dying.undoLastChunk = function (this: unknown, ...args: unknown[]) {
    done += 1;
    return done > chunks ? Promise.reject(new Error('killed')) : undoLastChunk.apply(this, args);
  };
  return dying as unknown as ImportUndoer;
}
