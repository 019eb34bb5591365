import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readCsv } from '@kubari/csv';
import { PinoLogger } from 'nestjs-pino';
import { TestClock } from '../../../test/clock.js';
import { aCustomer } from '../../../test/factories.js';
import { startApi, type TestApi } from '../../../test/http.js';
import { Storage } from '../../platform/storage/storage.js';
import { CustomerFieldsService } from '../customer-fields.service.js';
import { CustomerTargets } from '../customer-targets.js';
import { CustomerExport } from './customer-export.entity.js';
import { CustomerExportPruner } from './customer-export-pruner.js';
import { CustomerExportRunner } from './customer-export-runner.js';
import { cancelExport, EXPORT_KEPT_MS, EXPORT_LEASE_MS, insertExport } from './customer-exports.queries.js';

// Several pages.
const COUNT = 11_000;

const clock = new TestClock();
let api: TestApi;

beforeAll(async () => {
  api = await startApi({ clock });
  await api.db.rows(
    `insert into customer (email, email_normalised, registered_via)
     select e, e, 'csv' from (select 'p' || n || '@example.jp' as e from generate_series(1, $1::int) n) numbers`,
    [COUNT],
  );
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.rows('delete from customer_export');
});

/** Called before each page is looked for; the first page has number 1. */
type BeforePage = (page: number) => Promise<void> | void;

/** A runner of its own, as in another worker. */
function aRunner(beforePage: BeforePage = () => undefined): CustomerExportRunner {
  const targets = api.app.get(CustomerTargets);
  let page = 0;
  const watched = Object.assign(Object.create(targets) as CustomerTargets, {
    next: async (...args: Parameters<CustomerTargets['next']>) => {
      await beforePage(++page);
      return targets.next(...args);
    },
  });
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  const { app, db } = api;
  return new CustomerExportRunner(db, app.get(Storage), watched, app.get(CustomerFieldsService), clock, logger);
}

async function order(values: object = {}): Promise<string> {
  const targets = api.app.get(CustomerTargets);
  return insertExport(
    api.db,
    {
      target: { query: {} },
      groupId: null,
      columns: ['email'],
      encoding: 'utf-8',
      hasHeader: true,
      locale: 'ja',
      totalCount: COUNT,
      belowId: await targets.start(),
      createdBy: '1',
      ...values,
    },
    clock.now(),
  );
}

const row = async (id: string): Promise<CustomerExport> =>
  api.db.manager.getRepository(CustomerExport).findOneByOrFail({ id });
const filesInStorage = async (): Promise<string[]> =>
  (await readdir(join(api.env.STORAGE_DIR, 'exports')).catch(() => [])).map((name) => `exports/${name}`);
async function addressesIn(fileKey: string | null): Promise<string[]> {
  const addresses: string[] = [];
  for await (const batch of readCsv(api.app.get(Storage).read(fileKey ?? ''), { encoding: 'utf-8' }))
    addresses.push(...batch.rows.map((cells) => cells[0] ?? ''));
  return addresses.slice(1);
}
const everybody = async (): Promise<string[]> =>
  (await api.db.rows<{ email: string }>('select email from customer order by id desc')).map(({ email }) => email);

async function expectWhole(id: string): Promise<void> {
  const { state, fileKey, doneCount } = await row(id);
  const expected = await everybody();
  expect({ state, doneCount }).toEqual({ state: 'finished', doneCount: expected.length });
  expect(await addressesIn(fileKey)).toEqual(expected);
  expect(await filesInStorage()).toEqual([fileKey]);
}

describe('an export', () => {
  test('holds every customer once, newest first, over several pages', async () => {
    const id = await order();
    await aRunner().run(id);
    await expectWhole(id);
    expect(await row(id)).toMatchObject({
      finishedAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + EXPORT_KEPT_MS),
      leaseToken: null,
    });
  });

  test('whose worker is killed in the middle is started again; the half file is removed and never offered', async () => {
    await removeFiles();
    const id = await order();
    const dies = aRunner((page) => {
      if (page === 3) throw new Error('killed');
    });
    await expect(dies.run(id)).rejects.toThrow('killed');
    expect(await row(id)).toMatchObject({ state: 'queued', finishedAt: null, expiresAt: null });
    await aRunner().run(id);
    await expectWhole(id);
  });

  test('whose worker was killed with -9 leaves its half file to the next one, who removes it', async () => {
    await removeFiles();
    const id = await order();
    const halfKey = `exports/${id}-0.csv`;
    await api.app.get(Storage).put(halfKey, bytesOf('half'));
    await api.db.rows(
      `update customer_export set state = 'running', lease_token = gen_random_uuid(), lease_until = $2, file_key = $3
        where id = $1`,
      [id, new Date(clock.now().getTime() - 1), halfKey],
    );
    await aRunner().run(id);
    await expectWhole(id);
  });

  test('whose workers were killed one after the other leaves no file behind for good', async () => {
    await removeFiles();
    const id = await order();
    const storage = api.app.get(Storage);
    // the second worker took the row over, and died before it removed the file of the first
    await storage.put(`exports/${id}-1.csv`, bytesOf('first'));
    await storage.put(`exports/${id}-1.csv.part`, bytesOf('half'));
    await aRunner().run(id);
    const { fileKey } = await row(id);
    const long = new Date(Date.now() - 3_700_000);
    for (const key of await filesInStorage()) await utimes(join(api.env.STORAGE_DIR, key), long, long);
    await new CustomerExportPruner(api.db, storage, clock).removeForgotten();
    expect(await filesInStorage()).toEqual([fileKey]);
  });

  test('is written by one of two workers that start at once', async () => {
    await removeFiles();
    const id = await order();
    await Promise.all([aRunner().run(id), aRunner().run(id)]);
    await expectWhole(id);
  });

  test('is taken over from a worker that is silent for too long; the file of the slow one is thrown away', async () => {
    await removeFiles();
    const id = await order();
    const slow = aRunner(async (page) => {
      if (page !== 2) return;
      clock.advance(EXPORT_LEASE_MS + 1);
      await aRunner().run(id);
    });
    await slow.run(id);
    await expectWhole(id);
  });

  test('that is canceled stops at its next page, and its file goes', async () => {
    await removeFiles();
    const id = await order();
    const runner = aRunner(async (page) => {
      if (page === 2) await cancelExport(api.db, id, clock.now());
    });
    await runner.run(id);
    expect(await row(id)).toMatchObject({ state: 'canceled', doneCount: 2_000 });
    expect(await filesInStorage()).toEqual([]);
    await new CustomerExportPruner(api.db, api.app.get(Storage), clock).prune();
    expect((await row(id)).fileKey).toBeNull();
  });

  test('is left to another worker when its own is shut down', async () => {
    await removeFiles();
    const id = await order();
    const runner = aRunner((page) => {
      if (page === 2) runner.onModuleDestroy();
    });
    await runner.run(id);
    expect(await row(id)).toMatchObject({ state: 'queued', tryCount: 0 });
    expect(await filesInStorage()).toEqual([]);
    await aRunner().run(id);
    await expectWhole(id);
  });

  test('that fails again and again is given up in the end', async () => {
    const id = await order();
    const broken = (): CustomerExportRunner => aRunner(() => Promise.reject(new Error('broken')));
    for (let i = 0; i < 10; i++) await expect(broken().run(id)).rejects.toThrow('broken');
    await broken().run(id);
    expect(await row(id)).toMatchObject({ state: 'failed', failure: 'given-up' });
  });

  test('leaves out who was registered after it was ordered, and who no longer matches when the turn comes', async () => {
    const [oldest] = await api.db.rows<{ id: string; email: string }>(
      'select id, email from customer order by id limit 1',
    );
    await api.db.rows(`update customer set status = 'error' where id < $1::bigint + 3`, [oldest?.id]);
    const id = await order({ target: { query: { status: 'error' } } });
    const late = await aCustomer(api.db, { status: 'error' });
    await api.db.rows(`update customer set status = 'ok' where id = $1`, [oldest?.id]);
    await aRunner().run(id);
    const { fileKey, doneCount } = await row(id);
    const addresses = await addressesIn(fileKey);
    expect(addresses).not.toContain(late.email);
    expect(addresses).not.toContain(oldest?.email);
    expect([addresses.length, doneCount]).toEqual([2, 2]);
    await api.db.rows('delete from customer where id = $1', [late.id]);
    await api.db.rows(`update customer set status = 'ok'`);
  });

  test('is removed when its day is over', async () => {
    await removeFiles();
    const id = await order();
    await aRunner().run(id);
    const pruner = new CustomerExportPruner(api.db, api.app.get(Storage), clock);
    clock.advance(EXPORT_KEPT_MS - 1);
    await pruner.prune();
    expect(await filesInStorage()).toHaveLength(1);
    clock.advance(1);
    await pruner.prune();
    expect(await filesInStorage()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: 'finished', fileKey: null, doneCount: COUNT });
  });
});

async function removeFiles(): Promise<void> {
  for (const key of await filesInStorage()) await api.app.get(Storage).remove(key);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
