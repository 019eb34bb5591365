import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { HOUR, TestClock } from '../../test/clock.js';
import { aCustomer, aDelivery, aField, aGroup } from '../../test/factories.js';
import { startApi, type Agent, type TestApi } from '../../test/http.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { DeliveryRecipient } from '../delivery/delivery-recipient.entity.js';
import { SendAttempt } from '../delivery/send-attempt.entity.js';
import { GroupsService } from '../groups/groups.service.js';
import { ImportChunk } from '../imports/import-chunk.entity.js';
import { ImportJob } from '../imports/import-job.entity.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Storage } from '../platform/storage/storage.js';
import { NotificationInbox } from '../tracking/notification-inbox.js';
import { EVENT_FIXTURES, mailFixture } from '../tracking/ses-events.fixture.js';
import { SesNotification } from '../tracking/ses-notification.entity.js';
import { TrackingEvent } from '../tracking/tracking-event.entity.js';
import { LoginAttempt } from '../users/login-attempt.entity.js';
import { AddressHasher } from './address-hash.service.js';
import { CustomerError } from './customer-error.entity.js';
import type { Customer } from './customer.entity.js';
import { ERASER_NAMES, type Eraser } from './eraser.types.js';
import { Erasers } from './erasers.service.js';
import { Erasure } from './erasure.entity.js';
import type { ErasureLookUpResponse, ErasureResponse } from './erasures.dto.js';
import { OptOutLedger } from './opt-out-ledger.service.js';
import { PersonEraser } from './person-eraser.js';
import { Segment } from './segment.entity.js';
import { SuppressionLift } from './suppression-lift.entity.js';

const ADDRESS = 'taro.tanaka@example.jp';

let api: TestApi;
let worker: TestWorker;
let admin: Agent;
let clock: TestClock;

beforeAll(async () => {
  clock = new TestClock();
  api = await startApi({ clock });
  worker = await startWorker({ env: api.env, clock, timers: false });
  admin = await api.asAdmin();
});
afterAll(async () => {
  await worker.close();
  await api.close();
});
beforeEach(async () => {
  await api.db.rows(
    `truncate customer, consent_record, opt_out, erasure, delivery_group, delivery, delivery_recipient, send_attempt,
       tracking_event, ses_notification, group_membership_change, import_job, login_attempt, deleted_address_sample cascade`,
  );
});

const order = async (body: object, status = 202): Promise<ErasureResponse> =>
  (await admin.post('/api/erasures').send(body).expect(status)).body as ErasureResponse;
const proofOf = async ({ id }: { readonly id: string }): Promise<ErasureResponse> =>
  (await admin.get(`/api/erasures/${id}`).expect(200)).body as ErasureResponse;
const erased = (proof: ErasureResponse): Record<string, number> =>
  Object.fromEntries(proof.erased.map(({ kind, count }) => [kind, count]));

/** An order that no worker hears of until the next sweep: the test takes every step. */
async function orderQuietly(customer: Customer): Promise<{ id: string }> {
  const erasures = api.db.manager.getRepository(Erasure);
  return erasures.save(
    erasures.create({
      addressHash: api.app.get(AddressHasher).hashOf(ADDRESS),
      customerIds: [customer.id],
      emailNormalised: ADDRESS,
      refuseMail: true,
      removeImportFiles: false,
      requestedAt: clock.now(),
      step: ERASER_NAMES[0],
    }),
  );
}

/** Every table and column of the database that contains the text, in whatever case. */
async function whereIs(text: string): Promise<string[]> {
  const tables = await api.db.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await api.db.rows<Record<string, unknown>>(`select * from "${name}"`);
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        const shown = Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value);
        if (shown.toLowerCase().includes(text.toLowerCase())) found.push(`${name}.${column}`);
      }
  }
  return [...new Set(found)];
}

interface Person {
  readonly customer: Customer;
  readonly recipient: DeliveryRecipient;
  readonly deliveryId: string;
  readonly importId: string;
}

/** Somebody of whom every module knows something. */
async function aKnownPerson(): Promise<Person> {
  const { db } = api;
  const field = await aField(db);
  const customer = await aCustomer(db, {
    email: 'Taro.Tanaka@example.jp',
    fieldValues: { [field.id]: `連絡先 ${ADDRESS}` },
  });
  const group = await aGroup(db, { with: [customer] });
  const filter = { all: [{ field: 'email', op: 'equals', value: ADDRESS }] };
  const filterSentence = { ja: `メールアドレスが「${ADDRESS}」`, en: `the address is “${ADDRESS}”` };
  const delivery = await aDelivery(db, { group, state: 'sent', filter, filterSentence });
  await db.manager.getRepository(Segment).upsert({ name: 'この人だけ', conditions: filter }, ['name']);
  const recipients = db.manager.getRepository(DeliveryRecipient);
  const recipient = await recipients.save(
    recipients.create({
      id: randomUUID(),
      deliveryId: delivery.id,
      customerId: customer.id,
      email: customer.email,
      state: 'bounced_soft',
      acceptedAt: clock.now(),
      attemptCount: 1,
      errorKind: 'mailbox_full',
      errorDetail: `552 <${ADDRESS}> mailbox full`,
    }),
  );
  await db.manager.getRepository(SendAttempt).insert({
    recipientId: recipient.id,
    attemptNo: 1,
    startedAt: clock.now(),
    deadlineAt: clock.now(),
    outcome: 'accepted',
    detail: `to ${ADDRESS}`,
  });
  const event = { recipientId: recipient.id, deliveryId: delivery.id, occurredAt: clock.now() };
  await db.manager.getRepository(TrackingEvent).insert([
    { ...event, kind: 'opened', visitor: 'human', userAgent: 'Mozilla/5.0 (Taro)', ip: '203.0.113.0/24' },
    { ...event, kind: 'bounced', effectKey: 'b', detail: { countsAs: 'soft', answer: `<${ADDRESS}> full` } },
  ]);
  await db.manager.getRepository(CustomerError).insert({
    customerId: customer.id,
    recipientId: recipient.id,
    deliveryId: delivery.id,
    kind: 'mailbox_full',
    countsAs: 'soft',
    answer: `<${ADDRESS}> full`,
    occurredAt: clock.now(),
  });
  await db.manager.getRepository(SesNotification).insert([
    {
      messageKey: 'a',
      receivedAt: clock.now(),
      payload: `{"to":"Taro.Tanaka@Example.jp"}`,
      state: 'applied',
      nextTryAt: clock.now(),
    },
    {
      messageKey: 'b',
      receivedAt: clock.now(),
      payload: `{"to":"hanako@example.jp"}`,
      state: 'applied',
      nextTryAt: clock.now(),
    },
  ]);
  await db.manager.getRepository(SuppressionLift).insert({
    customerId: customer.id,
    email: customer.email,
    requestedAt: clock.now(),
    nextTryAt: new Date('2099-01-01T00:00:00Z'),
  });
  await admin
    .post(`/api/customers/${customer.id}/consents`)
    .send({ purpose: 'お知らせ', basis: 'paper', groupId: group.id, note: `本人 ${ADDRESS} に確認` })
    .expect(201);
  await db.tx((tx) =>
    api.app.get(GroupsService).stop(tx, { groupId: group.id, customerId: customer.id, via: 'one_click' }),
  );
  await db.manager
    .getRepository(LoginAttempt)
    .insert({ attemptedAt: clock.now(), emailNormalised: ADDRESS, succeeded: false });
  return { customer, recipient, deliveryId: delivery.id, importId: await anImportOf('Taro.Tanaka@example.jp') };
}

async function anImportOf(address: string): Promise<string> {
  const content = Buffer.from(`メール,名前\r\n${address},田中 太郎\r\n`);
  const jobs = api.db.manager.getRepository(ImportJob);
  const job = await jobs.save(
    jobs.create({
      state: 'finished',
      fileName: '会員.csv',
      fileBytes: String(content.length),
      fileKey: `imports/${randomUUID()}.csv`,
      encoding: 'utf-8',
      expiresAt: new Date('2026-12-05T00:00:00Z'),
    }),
  );
  await api.app.get(Storage).put(String(job.fileKey), Readable.from([content]));
  await api.db.manager.getRepository(ImportChunk).insert({
    importId: job.id,
    chunkNo: 0,
    firstRow: 1,
    rowCount: 2,
    byteFrom: '0',
    byteTo: String(content.length),
    outcomes: Buffer.from([1]),
  });
  return job.id;
}

describe('erasing a person (right to be forgotten)', () => {
  test('nothing in the database says the address any more, totals stay, and the proof says what went and what stays', async () => {
    const { customer, recipient } = await aKnownPerson();
    expect((await whereIs(ADDRESS)).length).toBeGreaterThan(8);
    const ordered = await order({ customerId: customer.id, email: customer.email, note: `電話で依頼 (${ADDRESS})` });
    expect(ordered).toMatchObject({ finishedAt: null, refuseMail: true });
    await worker.drain();

    expect(await whereIs(ADDRESS)).toEqual([]);
    await admin.get(`/api/customers/${customer.id}`).expect(404);
    const proof = await proofOf(ordered);
    expect(proof).toMatchObject({
      customerIds: [customer.id],
      requestedByName: '山田 花子',
      finishedAt: clock.now().toISOString(),
      note: '電話で依頼 (***)',
      step: null,
      leftovers: [],
    });
    expect(erased(proof)).toEqual({
      customer: 1,
      memberships: 1,
      errors: 1,
      recipients: 1,
      'membership-changes': 1,
      events: 2,
      notifications: 1,
      'login-attempts': 1,
    });
    expect(proof.kept).toEqual([
      { ground: 'consent-evidence', count: 1, label: null, until: '2029-12-01T01:00:00.000Z' },
      { ground: 'refusal', count: 2, label: null, until: null }, // of the group, and now of all mail
      { ground: 'import-result', count: 1, label: '会員.csv', until: '2026-12-05T00:00:00.000Z' },
    ]);

    const [left] = await api.db.rows('select state, email, error_kind, error_detail from delivery_recipient');
    expect(left).toEqual({ state: 'bounced_soft', email: '', error_kind: 'mailbox_full', error_detail: null });
    const events = await api.db.rows(
      'select kind, visitor, user_agent, ip, detail from tracking_event where recipient_id = $1 order by id',
      [recipient.id],
    );
    expect(events).toEqual([
      { kind: 'opened', visitor: 'human', user_agent: null, ip: null, detail: null },
      { kind: 'bounced', visitor: null, user_agent: null, ip: null, detail: { countsAs: 'soft' } },
    ]);
    expect(await api.db.rows('select note, withdrawn_at is not null as withdrawn from consent_record')).toEqual([
      { note: '本人 *** に確認', withdrawn: true },
    ]);
    expect(await api.db.rows(`select payload from ses_notification order by message_key`)).toEqual([
      { payload: '{}' },
      { payload: '{"to":"hanako@example.jp"}' },
    ]);
  });

  test('the refusal outlives it, as a hash; without one nothing is held back', async () => {
    const held = async (): Promise<number> =>
      (await api.app.get(OptOutLedger).heldBack(api.db.manager, [ADDRESS], 'group', '1')).size;
    await order({ email: ADDRESS, refuseMail: false });
    await worker.drain();
    expect(await held()).toBe(0);
    await order({ email: ADDRESS });
    await worker.drain();
    expect(await held()).toBe(1);
  });

  test('an address that is no customer any more is erased too, with what it once was', async () => {
    const { customer } = await aKnownPerson();
    await admin.delete(`/api/customers/${customer.id}`).expect(204);
    const ordered = await order({ email: ADDRESS });
    expect(ordered.customerIds).toEqual([]);
    await worker.drain();
    const proof = await proofOf(ordered);
    expect(proof.customerIds).toEqual([customer.id]);
    expect(erased(proof)).toMatchObject({ customer: 0, recipients: 1, events: 2, 'membership-changes': 1 });
    expect(await whereIs(ADDRESS)).toEqual([]);
  });

  test('uploaded files that hold the address go at once when the operator says so', async () => {
    const { customer, importId } = await aKnownPerson();
    const other = await anImportOf('hanako@example.jp');
    const keyOf = async (id: string): Promise<string> =>
      String((await api.db.manager.getRepository(ImportJob).findOneByOrFail({ id })).fileKey);
    const key = await keyOf(importId);
    const ordered = await order({ customerId: customer.id, email: ADDRESS, removeImportFiles: true });
    await worker.drain();
    const proof = await proofOf(ordered);
    expect(erased(proof)['import-files']).toBe(1);
    expect(proof.kept.map(({ ground }) => ground)).not.toContain('import-result');
    await expect(api.app.get(Storage).size(key)).rejects.toThrow('ENOENT');
    expect(await api.app.get(Storage).size(await keyOf(other))).toBeGreaterThan(0);
    const [job] = await api.db.rows('select file_bytes, file_key from import_job where id = $1', [importId]);
    expect(job).toEqual({ file_bytes: '0', file_key: null });
    expect(await api.db.rows('select import_id from import_chunk')).toEqual([{ import_id: other }]);
  });

  test('an import cannot bring them back by being undone, and goes on to remember others', async () => {
    const hanako = await aCustomer(api.db, { email: 'hanako@example.jp' });
    const { customer, importId } = await aKnownPerson();
    const deleted = (id: string, address: string): object => ({
      customer: { id: Number(id), email: address, email_normalised: address },
      errors: [],
      memberships: [],
      optOuts: [],
    });
    const people = [customer.id, hanako.id].map((customerId) => ({ customerId, memberships: [], optOuts: [] }));
    const customers = [deleted('999', ADDRESS), deleted(hanako.id, 'hanako@example.jp')];
    await api.db.rows(
      `insert into import_undo (import_id, chunk_no, written_at, overwritten, old_values, old_updated_at, before,
                                overwritten_count, changed_count, deleted_count)
       values ($1, 0, now(), $2, array[$3::jsonb, '{}'], array[now(), now()], $4, 2, 2, 2)`,
      [importId, [customer.id, hanako.id], JSON.stringify({ '1': ADDRESS }), JSON.stringify({ people, customers })],
    );
    const ordered = await order({ customerId: customer.id, email: customer.email });
    await worker.drain();
    expect(erased(await proofOf(ordered))).toMatchObject({ 'import-undos': 1 });
    expect(await whereIs(ADDRESS)).toEqual([]);
    const [left] = await api.db.rows(
      `select overwritten, cardinality(old_values) as values, cardinality(old_updated_at) as instants, before,
              array[overwritten_count, changed_count, deleted_count] as counts from import_undo`,
    );
    expect(left).toEqual({
      overwritten: [hanako.id],
      values: 1,
      instants: 1,
      before: { people: [people[1]], customers: [customers[1]] },
      counts: [1, 1, 1],
    });
  });

  test('exported files that may hold them are named with the time they go', async () => {
    const { customer } = await aKnownPerson();
    const exported = { target: { all: {} }, columns: ['email'], encoding: 'utf-8', hasHeader: true };
    await admin.post('/api/customer-exports').send(exported).expect(201);
    await worker.drain();
    const ordered = await order({ customerId: customer.id, email: customer.email });
    await worker.drain();
    expect((await proofOf(ordered)).kept).toContainEqual({
      ground: 'export-file',
      count: 1,
      label: null,
      until: new Date(clock.now().getTime() + 24 * HOUR).toISOString(),
    });
    await api.db.rows('delete from customer_export');
  });

  test('searches that were made for them are forgotten, once what they were made for has ended', async () => {
    const { customer } = await aKnownPerson();
    await api.db.rows(
      `insert into bulk_operation (kind, query, total_count, cursor_id, created_at, state)
         values ('delete', $1, 1, 1, now(), 'finished')`,
      [JSON.stringify({ q: ADDRESS.toUpperCase() })],
    );
    await api.db.rows(
      `insert into customer_export (query, columns, encoding, has_header, locale, total_count, below_id, created_at, state)
         values ($1, '["email"]', 'utf-8', true, 'ja', 1, 1, now(), 'canceled')`,
      [JSON.stringify({ conditions: { all: [{ field: 'email', op: 'equals', value: ADDRESS }] } })],
    );
    const ordered = await order({ customerId: customer.id, email: ADDRESS });
    await worker.drain();
    expect((await proofOf(ordered)).leftovers).toEqual([]);
    expect(
      await api.db.rows(`select query->>'q' as searched from bulk_operation union all
                         select query#>>'{conditions,all,0,value}' from customer_export`),
    ).toEqual([{ searched: '***' }, { searched: '***' }]);
    await api.db.rows('delete from bulk_operation');
    await api.db.rows('delete from customer_export');
  });

  test('tables too large for the last look are named', async () => {
    const { customer } = await aKnownPerson();
    const eraser = worker.app.get(PersonEraser, { strict: false });
    const { mostBytes } = eraser;
    eraser.mostBytes = 8192; // a page
    const ordered = await order({ customerId: customer.id, email: ADDRESS });
    await worker.drain();
    eraser.mostBytes = mostBytes;
    expect((await proofOf(ordered)).unsearchedTables).toContain('ses_notification');
  });

  test('what names the address elsewhere is told, so that somebody looks at it', async () => {
    const { customer } = await aKnownPerson();
    await aGroup(api.db, { description: `${ADDRESS} さん向け` });
    const ordered = await order({ customerId: customer.id, email: ADDRESS });
    await worker.drain();
    expect((await proofOf(ordered)).leftovers).toEqual([{ table: 'delivery_group', count: 1 }]);
  });
});

describe('after the erasure', () => {
  test('late events and clicks bring nothing back', async () => {
    const { customer, recipient } = await aKnownPerson();
    await order({ customerId: customer.id, email: ADDRESS });
    await worker.drain();
    const mail = {
      ...mailFixture,
      destination: [ADDRESS],
      commonHeaders: { ...mailFixture.commonHeaders, to: [ADDRESS] },
      headers: [],
      tags: { ...mailFixture.tags, d: [recipient.id], a: ['1'] },
    };
    const bounce = {
      ...EVENT_FIXTURES.bounce,
      mail,
      bounce: {
        ...EVENT_FIXTURES.bounce.bounce,
        bouncedRecipients: [{ emailAddress: ADDRESS, diagnosticCode: `550 <${ADDRESS}> unknown` }],
      },
    };
    const complaint = { ...EVENT_FIXTURES.complaint, mail };
    const refusals = await api.db.rows('select * from opt_out order by address_hash, scope');
    const inbox = api.app.get(NotificationInbox);
    for (const [messageKey, event] of Object.entries({ bounce, complaint }))
      await inbox.store({ messageKey, payload: JSON.stringify(event) });
    await worker.drain();
    expect(await whereIs(ADDRESS)).toEqual([]);
    const late = `select payload from ses_notification where message_key in ('bounce', 'complaint')`;
    expect(await api.db.rows(late)).toEqual([{ payload: '{}' }, { payload: '{}' }]);
    expect(await api.db.rows('select state, error_detail from delivery_recipient')).toEqual([
      { state: 'complained', error_detail: null },
    ]);
    expect(await api.db.rows('select * from opt_out order by address_hash, scope')).toEqual(refusals);
  });

  test('whoever knows the address learns that it was erased, and nobody else', async () => {
    const { customer } = await aKnownPerson();
    const ordered = await order({ customerId: customer.id, email: ADDRESS });
    await worker.drain();
    const ask = async (email: string): Promise<ErasureLookUpResponse> =>
      (await admin.post('/api/erasures/look-up').send({ email }).expect(200)).body as ErasureLookUpResponse;
    const proof = await proofOf(ordered);
    expect(await ask('TARO.Tanaka@example.jp')).toEqual({ customerId: null, items: [proof] });
    expect(await ask('hanako@example.jp')).toEqual({ customerId: null, items: [] });
    expect((await admin.get('/api/erasures').expect(200)).body.items).toEqual([proof]);
    expect(proof.addressHash).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('a mail in flight', () => {
  test('is waited for, and then erased', async () => {
    const { customer, recipient } = await aKnownPerson();
    await api.db.rows(`update delivery_recipient set state = 'submitting' where id = $1`, [recipient.id]);
    const ordered = await orderQuietly(customer);
    const eraser = worker.app.get(PersonEraser, { strict: false });
    await eraser.erase(ordered.id);
    expect(await proofOf(ordered)).toMatchObject({ step: 'delivery', finishedAt: null });
    await api.db.rows(`update delivery_recipient set state = 'accepted' where id = $1`, [recipient.id]);
    await eraser.erase(ordered.id);
    expect(await proofOf(ordered)).toMatchObject({ leftovers: [], finishedAt: clock.now().toISOString() });
    expect(await whereIs(ADDRESS)).toEqual([]);
  });
});

describe('a worker that is killed', () => {
  /** The erasers of the worker, which fail after so many steps, as a kill would: before or after the step's own work. */
  function failing(after: number, when: 'before' | 'after'): Erasers {
    const real = worker.app.get(Erasers, { strict: false });
    let steps = 0;
    const erasers = new Erasers();
    for (const name of ERASER_NAMES) {
      const eraser: Eraser = {
        name,
        erase: async (tx, person, from) => {
          const dies = steps++ === after;
          if (dies && when === 'before') throw new Error('killed');
          const step = await real.get(name).erase(tx, person, from);
          if (dies) throw new Error('killed');
          return step;
        },
      };
      erasers.register(eraser);
    }
    return erasers;
  }

  /** Keeps the worker of this file from erasing on its own meanwhile. */
  const queue = () => worker.app.get(JobQueue, { strict: false }).queue('customers.erase');
  beforeEach(() => queue().pause(true));
  afterEach(() => queue().resume(true));

  test.each(['before', 'after'] as const)(
    '%s any step: the next one goes on there, and the proof is the same',
    async (when) => {
      const { customer } = await aKnownPerson();
      const ordered = await orderQuietly(customer);
      const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
      let kills = 0;
      for (let after = 0; after < 30; after++) {
        // each worker does one step more than the one before it did, and dies at the next
        const dying = new PersonEraser(api.db, clock, failing(after % 2, when), logger);
        const died = await dying.erase(ordered.id).then(
          () => false,
          () => true,
        );
        if (!died) break;
        kills++;
      }
      expect(kills).toBeGreaterThan(4);
      expect(erased(await proofOf(ordered))).toMatchObject({
        customer: 1,
        memberships: 1,
        recipients: 1,
        events: 2,
        notifications: 1,
      });
      expect(await proofOf(ordered)).toMatchObject({ leftovers: [], step: null });
      expect(await whereIs(ADDRESS)).toEqual([]);
    },
  );

  test('an erasure whose wake-up was lost is found by the sweep', async () => {
    await queue().resume(true);
    const { customer } = await aKnownPerson();
    const ordered = await orderQuietly(customer);
    expect((await proofOf(ordered)).finishedAt).toBeNull();
    await worker.drain();
    expect(await proofOf(ordered)).toMatchObject({ finishedAt: clock.now().toISOString(), leftovers: [] });
  });
});

describe('what is refused', () => {
  test('an address that is not the customer’s, or none', async () => {
    const { id } = await aCustomer(api.db, { email: ADDRESS });
    const refused = async (body: object): Promise<unknown> =>
      ((await admin.post('/api/erasures').send(body).expect(422)).body as { errors: { code: string }[] }).errors[0]
        ?.code;
    expect(await refused({ customerId: id, email: 'hanako@example.jp' })).toBe('not-the-customer');
    expect(await refused({ customerId: id, email: 'taro' })).toBe('malformed-address');
    expect(await refused({ customerId: id })).toBe('is-string');
  });

  test('a second order while the first is under way', async () => {
    await orderQuietly(await aCustomer(api.db, { email: ADDRESS }));
    const refused = await admin.post('/api/erasures').send({ email: ADDRESS.toUpperCase() }).expect(409);
    expect(refused.body).toMatchObject({ code: 'erasure-under-way' });
    await worker.drain();
    await order({ email: ADDRESS });
    await worker.drain();
  });

  test('whoever lacks the permission', async () => {
    const creator = await api.asCreator();
    await creator.post('/api/erasures').send({ email: ADDRESS }).expect(403);
    await creator.get('/api/erasures').expect(403);
    await creator.post('/api/erasures/look-up').send({ email: ADDRESS }).expect(403);
    await api.anonymous().get('/api/erasures/1').expect(401);
    await admin.get('/api/erasures/999999').expect(404);
  });
});

test('a role that lacks an eraser does not start', () => {
  const erasers = new Erasers();
  expect(() => erasers.onApplicationBootstrap()).toThrow('No module registers the eraser customers, delivery');
  const noop = { name: 'groups', erase: () => Promise.resolve({ counts: {}, next: null }) } as const;
  erasers.register(noop);
  expect(() => erasers.register(noop)).toThrow('Two erasers');
});
