import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { TestClock } from '../../../test/clock.js';
import { aCustomer, aGroup } from '../../../test/factories.js';
import { startApi, type TestApi } from '../../../test/http.js';
import { BulkOperationKinds } from '../bulk-operation-kinds.service.js';
import type { BulkOperationKind, BulkOperationKindName, BulkResult } from '../bulk-operation.types.js';
import { CustomerTargets, type CustomerTarget } from '../customer-targets.js';
import { BulkOperation } from './bulk-operation.entity.js';
import { BulkOperationRunner } from './bulk-operation-runner.js';
import { BULK_LEASE_MS, cancelOperation, insertOperation } from './bulk-operations.queries.js';

const COUNT = 25;
const BATCH = 4;

const clock = new TestClock();
let api: TestApi;
let groupId: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.rows('delete from customer');
  await api.db.rows('delete from delivery_group');
  await api.db.rows('delete from group_membership_change');
  await api.db.rows('delete from bulk_operation');
  groupId = (await aGroup(api.db, { with: COUNT })).id;
});

type Apply = BulkOperationKind['apply'];

interface Hooks {
  /** stands around the work of each batch, in its transaction */
  readonly around?: (apply: () => Promise<BulkResult>) => Promise<BulkResult>;
  /** after a page was found and before its batch begins; the first page has number 1 */
  readonly found?: (page: number) => Promise<void>;
}

/** A runner of its own, as in another worker, with small batches. */
function aRunner({ around = (apply) => apply(), found = async () => undefined }: Hooks = {}): BulkOperationRunner {
  const real = api.app.get(BulkOperationKinds);
  const kinds = new BulkOperationKinds();
  for (const name of ['set_state', 'delete', 'add_to_group'] as const) {
    const kind = real.get(name);
    const { permission, lock, mustBeExpected } = kind;
    const apply: Apply = (tx, batch) => around(() => kind.apply(tx, batch));
    const readParams = kind.readParams.bind(kind);
    kinds.register({ kind: name, permission, lock, mustBeExpected, batchSize: BATCH, readParams, apply });
  }
  const targets = api.app.get(CustomerTargets);
  let page = 0;
  const watched = Object.assign(Object.create(targets) as CustomerTargets, {
    next: async (...args: Parameters<CustomerTargets['next']>) => {
      const ids = await targets.next(...args);
      await found(++page);
      return ids;
    },
  });
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  return new BulkOperationRunner(api.db, kinds, watched, clock, logger);
}

async function order(
  kind: BulkOperationKindName,
  params: object,
  target: CustomerTarget = { query: {} },
): Promise<string> {
  const targets = api.app.get(CustomerTargets);
  const ordered = { kind, params: { ...params }, target, createdBy: '1' };
  const found = { cursorId: await targets.start(), totalCount: await targets.count(target) };
  return insertOperation(api.db, { ...ordered, ...found }, clock.now());
}
const orderBan = (target?: CustomerTarget): Promise<string> =>
  order('set_state', { groupId, deliveryState: 'banned' }, target);

const row = async (id: string): Promise<BulkOperation> =>
  api.db.manager.getRepository(BulkOperation).findOneByOrFail({ id });
/** How often each customer's state was changed, as a set of those numbers. */
const changesPerCustomer = async (): Promise<number[]> => {
  const rows = await api.db.rows<{ n: number }>(
    `select count(g.id)::int as n from customer c left join group_membership_change g on g.customer_id = c.id group by c.id`,
  );
  return [...new Set(rows.map(({ n }) => n))];
};

describe('a bulk operation', () => {
  test('goes through everybody it means, batch by batch, and says what it changed and what was so already', async () => {
    await api.db.rows(`update group_membership set delivery_state = 'banned' where customer_id % 5 = 0`);
    const [before] = await api.db.rows<{ n: number }>(
      `select count(*)::int as n from group_membership where delivery_state = 'banned'`,
    );
    const outsider = await aCustomer(api.db);
    const id = await orderBan();
    let batches = 0;
    await aRunner({ around: (apply) => (batches++, apply()) }).run(id);
    expect(batches).toBe(Math.ceil((COUNT + 1) / BATCH));
    expect(await row(id)).toMatchObject({
      state: 'finished',
      totalCount: COUNT + 1,
      doneCount: COUNT + 1,
      changedCount: COUNT - (before?.n ?? 0),
      alreadyCount: before?.n,
      finishedAt: clock.now(),
      leaseToken: null,
    });
    const [left] = await api.db.rows<{ n: number }>(
      `select count(*)::int as n from group_membership where delivery_state <> 'banned' or customer_id = $1`,
      [outsider.id],
    );
    expect(left?.n).toBe(0);
  });

  test('killed between batches goes on where it was, and changes nobody twice and forgets nobody', async () => {
    const id = await orderBan();
    for (let life = 0; ; life++) {
      let batches = 0;
      const dies = aRunner({
        around: (apply) => {
          if (batches++ === 2) throw new Error('killed');
          return apply();
        },
      });
      const outcome = await dies.run(id).then(
        () => 'ended',
        () => 'killed',
      );
      if (outcome === 'ended') break;
      expect((await row(id)).doneCount).toBe(2 * BATCH * (life + 1));
    }
    expect(await row(id)).toMatchObject({ state: 'finished', doneCount: COUNT, changedCount: COUNT, alreadyCount: 0 });
    expect(await changesPerCustomer()).toEqual([1]);
  });

  test('killed after the work of a batch but before its commit does that batch again, once', async () => {
    const id = await orderBan();
    const dies = aRunner({
      around: async (apply) => {
        await apply();
        throw new Error('killed');
      },
    });
    await expect(dies.run(id)).rejects.toThrow('killed');
    expect(await row(id)).toMatchObject({ doneCount: 0, changedCount: 0 });
    expect(await changesPerCustomer()).toEqual([0]);
    await aRunner().run(id);
    expect(await changesPerCustomer()).toEqual([1]);
  });

  test('is run by one of two workers that start at once', async () => {
    const id = await orderBan();
    await Promise.all([aRunner().run(id), aRunner().run(id), aRunner().run(id)]);
    expect(await row(id)).toMatchObject({ state: 'finished', doneCount: COUNT, changedCount: COUNT });
    expect(await changesPerCustomer()).toEqual([1]);
  });

  test('is taken over when its worker is silent for too long; what the old one does then counts for nothing', async () => {
    const id = await orderBan();
    const slow = aRunner({
      found: async (page) => {
        if (page !== 2) return;
        clock.advance(BULK_LEASE_MS + 1);
        await aRunner().run(id);
      },
    });
    await slow.run(id);
    expect(await row(id)).toMatchObject({ state: 'finished', doneCount: COUNT, changedCount: COUNT });
    expect(await changesPerCustomer()).toEqual([1]);
  });

  test('whose lease another worker holds commits nothing more', async () => {
    const id = await orderBan();
    let batches = 0;
    const stale = aRunner({
      around: async (apply) => {
        const result = await apply();
        if (++batches === 3)
          await api.db.rows('update bulk_operation set lease_token = gen_random_uuid() where id = $1', [id]);
        return result;
      },
    });
    await stale.run(id);
    expect(await row(id)).toMatchObject({ state: 'running', doneCount: 2 * BATCH, changedCount: 2 * BATCH });
    const [changes] = await api.db.rows<{ n: number }>('select count(*)::int as n from group_membership_change');
    expect(changes?.n).toBe(2 * BATCH);
    clock.advance(BULK_LEASE_MS + 1);
    await aRunner().run(id);
    expect(await changesPerCustomer()).toEqual([1]);
  });

  test('that is canceled stops at its next batch; what is done stays done', async () => {
    const id = await orderBan();
    let batches = 0;
    const runner = aRunner({
      around: async (apply) => {
        const result = await apply();
        if (++batches === 2) await cancelOperation(api.db, id, clock.now());
        return result;
      },
    });
    await runner.run(id);
    expect(await row(id)).toMatchObject({ state: 'canceled', doneCount: BATCH, changedCount: BATCH });
    await runner.run(id);
    expect((await row(id)).state).toBe('canceled');
  });

  test('leaves the rest to another worker when its own is shut down', async () => {
    const id = await orderBan();
    const runner = aRunner({
      around: (apply) => {
        runner.onModuleDestroy();
        return apply();
      },
    });
    await runner.run(id);
    expect(await row(id)).toMatchObject({ state: 'queued', doneCount: BATCH, leaseToken: null });
    await aRunner().run(id);
    expect(await row(id)).toMatchObject({ state: 'finished', changedCount: COUNT });
  });

  test('does not touch customers registered after it was ordered', async () => {
    const id = await order('delete', {});
    const late = await aCustomer(api.db);
    await aRunner().run(id);
    expect(await row(id)).toMatchObject({ state: 'finished', doneCount: COUNT, changedCount: COUNT });
    expect(await api.db.rows('select id from customer')).toEqual([{ id: late.id }]);
  });

  test('C-56 spares a customer who is back to OK when the turn comes, also when that happens at the last moment', async () => {
    await api.db.rows(`update customer set status = 'error'`);
    const id = await order('delete', {}, { query: { status: 'error' } });
    const [oldest] = await api.db.rows<{ id: string }>('select min(id) as id from customer');
    const resetting = aRunner({
      found: async (page) => {
        // the last page is the oldest customer's: found in error, and reset before the batch begins
        if (page === Math.ceil(COUNT / BATCH))
          await api.db.rows(`update customer set status = 'ok' where id = $1`, [oldest?.id]);
      },
    });
    await resetting.run(id);
    expect(await row(id)).toMatchObject({ state: 'finished', doneCount: COUNT, changedCount: COUNT - 1 });
    expect(await api.db.rows('select id from customer')).toEqual([oldest]);
  });

  test('into a group that is deleted meanwhile fails and says so', async () => {
    const id = await order('add_to_group', { groupId: (await aGroup(api.db)).id });
    await api.db.rows('delete from delivery_group');
    await aRunner().run(id);
    expect(await row(id)).toMatchObject({ state: 'failed', failure: 'group-not-found', finishedAt: clock.now() });
  });

  test('stops when a group its conditions speak of is deleted meanwhile: it would mean other people', async () => {
    const other = await aGroup(api.db);
    const tree = { all: [{ kind: 'group', op: 'not_in', groupId: other.id }] } as const;
    const id = await order('delete', {}, { query: { conditions: tree } });
    const runner = aRunner({
      found: async (page) => {
        if (page === 2) await api.db.rows('delete from delivery_group where id = $1', [other.id]);
      },
    });
    await runner.run(id);
    expect(await row(id)).toMatchObject({ state: 'failed', failure: 'invalid-request', doneCount: 2 * BATCH });
  });

  test('that never gets past a batch is given up in the end, not tried for ever', async () => {
    const id = await orderBan();
    const broken = aRunner({ around: () => Promise.reject(new Error('broken')) });
    for (let i = 0; i < 10; i++) await expect(broken.run(id)).rejects.toThrow('broken');
    await broken.run(id);
    expect(await row(id)).toMatchObject({ state: 'failed', failure: 'given-up' });
  });

  test('on a selection works on those of them who still exist', async () => {
    const rows = await api.db.rows<{ id: string }>('select id from customer order by id');
    const ids = rows.slice(0, 10).map((one) => one.id);
    const id = await orderBan({ customerIds: [...ids, '999999999'] });
    expect((await row(id)).totalCount).toBe(10);
    await api.db.rows('delete from customer where id = $1', [ids[0]]);
    await aRunner().run(id);
    expect(await row(id)).toMatchObject({ state: 'finished', changedCount: 9 });
    const banned = await api.db.rows(
      `select customer_id as id from group_membership where delivery_state = 'banned' order by 1`,
    );
    expect(banned).toEqual(ids.slice(1).map((one) => ({ id: one })));
  });
});
