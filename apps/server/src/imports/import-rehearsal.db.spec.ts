import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aCustomer, aField, aGroup, aMembership } from '../../test/factories.js';
import { startApi, type TestApi } from '../../test/http.js';
import { importing, type ImportOptions, type Importing } from '../../test/imports.js';
import { startWorker, type TestWorker } from '../../test/worker.js';
import { SettingsService } from '../settings/settings.service.js';

let api: TestApi;
let worker: TestWorker;
let imports: Importing;

beforeAll(async () => {
  api = await startApi();
  worker = await startWorker({ env: api.env, timers: false });
  imports = await importing(api, worker);
});
beforeEach(async () => {
  await api.db.rows('truncate customer, opt_out, setting cascade');
  await api.db.rows('update customer_tally set customer_count = 0');
});
afterAll(async () => {
  await worker.close();
  await api.close();
});

async function rehearse(id: string, options: ImportOptions = {}): Promise<Record<string, unknown>> {
  const settings = await imports.settings(id, options);
  await imports.agent.post(`/api/imports/${id}/rehearsal`).send(settings).expect(202);
  await worker.drain();
  return (await imports.agent.get(`/api/imports/${id}/rehearsal`).expect(200)).body as Record<string, unknown>;
}

/** Everything that an import may write. */
const dump = async (): Promise<unknown> => {
  const tables = [
    'customer',
    'group_membership',
    'group_membership_change',
    'opt_out',
    'customer_tally',
    'import_undo',
  ];
  return Promise.all(
    tables.map((table) => api.db.rows(`select to_jsonb(t) from ${table} t order by to_jsonb(t)::text`)),
  );
};

describe('a rehearsal (事前確認)', () => {
  test('tells the numbers of the run before anything is written, with the first failures and why', async () => {
    const birthday = await aField(api.db, { label: '誕生日', type: 'date' });
    const group = await aGroup(api.db);
    await aCustomer(api.db, { email: 'known@example.jp' });
    const { id: stoppedId } = await aCustomer(api.db, { email: 'stopped@example.jp' });
    await aMembership(api.db, { groupId: group.id, customerId: stoppedId, deliveryState: 'stopped' });
    const file = [
      'mail,誕生日',
      'new@example.jp,2000/1/1',
      'known@example.jp,',
      'stopped@example.jp,',
      'broken,',
      'bad@example.jp,2月31日',
      'new@example.jp,',
      '',
    ].join('\n');
    const options = { groupId: group.id, mapping: ['email', `field:${birthday.id}`] };
    const id = await imports.send(file);
    const before = await dump();
    const rehearsed = await rehearse(id, options);
    expect(rehearsed).toMatchObject({
      state: 'finished',
      counts: { rows: 6, success: 2, failed: 2, other: 2, stopped: 0 },
      failures: [
        { row: 5, reason: 'メールアドレスの形式が正しくありません' },
        { row: 6, reason: '【誕生日】の日付が正しくありません' },
      ],
    });
    expect(await dump()).toEqual(before);
    expect(await imports.find(id)).toMatchObject({ state: 'uploaded' });
    await imports.agent
      .post(`/api/imports/${id}/start`)
      .send(await imports.settings(id, options))
      .expect(200);
    await worker.drain();
    const ran = await imports.find(id);
    expect(ran.counts).toEqual(rehearsed['counts']);
    expect(ran.outcomes).toEqual(rehearsed['outcomes']);
  });

  test('with other settings replaces the one before', async () => {
    await aCustomer(api.db, { email: 'known@example.jp' });
    const id = await imports.send('mail\nknown@example.jp\n');
    expect(await rehearse(id)).toMatchObject({ counts: { other: 1 }, settings: { operation: 'register' } });
    expect(await rehearse(id, { operation: 'delete' })).toMatchObject({
      counts: { rows: 1, success: 1, other: 0 },
      settings: { operation: 'delete', target: 'database' },
    });
    expect(await api.db.rows('select from customer')).toHaveLength(1);
  });

  test('counts against the limit of customers without taking the places', async () => {
    await aCustomer(api.db, { email: 'known@example.jp' });
    await api.app.get(SettingsService).change({ customerLimit: 2 });
    const id = await imports.send('mail\na@example.jp\nknown@example.jp\nb@example.jp\n');
    for (let n = 0; n < 2; n++)
      expect(await rehearse(id)).toMatchObject({
        outcomes: expect.arrayContaining([{ outcome: 'overLimit', class: 'failed', rows: 1 }]),
      });
  });

  test('finds a broken quote before the rows ahead of it are registered', async () => {
    const id = await imports.send('mail,x\na@example.jp,1\nb@example.jp,"2\n');
    expect(await rehearse(id, { mapping: ['email', 'ignore'] })).toMatchObject({
      state: 'failed',
      failure: 'csv-unterminated-quote',
      failureRow: 3,
      counts: { rows: 1, success: 1 },
    });
    expect(await api.db.rows('select from customer')).toEqual([]);
  });

  test('whose worker died begins again', async () => {
    const id = await imports.send('mail\na@example.jp\n');
    await rehearse(id);
    await api.db.rows(
      `update import_rehearsal set state = 'running', lease_until = now() - interval '1 second', outcome_counts = '{}' where import_id = $1`,
      [id],
    );
    await worker.drain();
    expect((await imports.agent.get(`/api/imports/${id}/rehearsal`)).body).toMatchObject({
      state: 'finished',
      counts: { success: 1 },
    });
  });

  test('that never comes to its end is given up, and may be asked for again', async () => {
    const id = await imports.send('mail\na@example.jp\n');
    await rehearse(id);
    await api.db.rows(
      `update import_rehearsal set state = 'running', lease_until = now() - interval '1 second', try_count = 10 where import_id = $1`,
      [id],
    );
    await worker.drain();
    expect((await imports.agent.get(`/api/imports/${id}/rehearsal`)).body).toMatchObject({
      state: 'failed',
      failure: 'given-up',
    });
    expect(await rehearse(id)).toMatchObject({ state: 'finished', failure: null });
  });

  test('is for files that were not started yet', async () => {
    const { id } = await imports.run('mail\na@example.jp\n');
    const settings = { ...(await imports.settings(id)) };
    const refused = await imports.agent.post(`/api/imports/${id}/rehearsal`).send(settings).expect(409);
    expect(refused.body.code).toBe('import-state-forbids');
    const other = await imports.send('mail\n');
    await imports.agent.get(`/api/imports/${other}/rehearsal`).expect(404);
  });
});
