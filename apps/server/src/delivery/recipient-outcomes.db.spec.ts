import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aDelivery, aGroup } from '../../test/factories.js';
import { sendingKit, type SendingKit } from '../../test/sending.js';
import { countRecipients, recountDirtyBatches } from './counts.queries.js';
import type { FirstHit } from './delivery.service.js';
import type { RecipientOutcome } from './delivery.types.js';

let database: TestDatabase;
let kit: SendingKit;
let deliveryId: string;
let ids: string[];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  kit = sendingKit(database.db);
  const delivery = await aDelivery(database.db, { group: await aGroup(database.db, { with: 3 }) });
  deliveryId = delivery.id;
  await kit.planner.plan(deliveryId);
  ids = (
    await rows<{ id: string }>('select id::text from delivery_recipient where delivery_id = $1 order by id', deliveryId)
  ).map(({ id }) => id);
});

const rows = <T>(sql: string, ...params: unknown[]): Promise<T[]> => database.db.rows<T>(sql, params);
const id = (i: number): string => ids[i] ?? '';
const at = (): Date => kit.clock.now();
const stateOf = async (i: number): Promise<Record<string, unknown>> =>
  (await rows<Record<string, unknown>>('select * from delivery_recipient where id = $1', id(i)))[0] ?? {};
const apply = (i: number, outcome: RecipientOutcome, more: object = {}): Promise<unknown[]> =>
  database.db.tx((tx) => kit.service.applyOutcomes(tx, [{ recipientId: id(i), outcome, at: at(), ...more }]));
const resolve = (i: number, attemptNo = 1): Promise<unknown[]> =>
  database.db.tx((tx) =>
    kit.service.resolveAttempts(tx, [{ recipientId: id(i), attemptNo, sesMessageId: `ses-${id(i)}`, at: at() }]),
  );
const hit = (kind: FirstHit, ...hits: [string, Date][]): Promise<unknown[]> =>
  rows(
    `with hits as (select * from unnest($1::uuid[], $2::timestamptz[]) as h (recipient_id, at)), ${kit.service.firstHitsSql(kind)}`,
    hits.map(([recipientId]) => recipientId),
    hits.map(([, when]) => when),
  );
const send = async (): Promise<void> => {
  while (await kit.sender.sendBatch(deliveryId)) continue;
};

describe('outcomes only move forward (sending.md §2.6)', () => {
  const order: RecipientOutcome[] = ['accepted', 'delayed', 'delivered', 'bounced_soft', 'bounced_hard', 'complained'];

  test('in every order of arrival the highest remains', async () => {
    await send();
    for (const first of order) {
      for (const second of order) {
        await rows(`update delivery_recipient set state = 'accepted' where id = $1`, id(0));
        await apply(0, first);
        await apply(0, second);
        expect((await stateOf(0))['state']).toBe(order[Math.max(order.indexOf(first), order.indexOf(second))]);
      }
    }
  });

  test('several for one person in one batch count as the highest; the change names before and after', async () => {
    await send();
    const changed = await database.db.tx((tx) =>
      kit.service.applyOutcomes(tx, [
        { recipientId: id(0), outcome: 'complained', at: at() },
        { recipientId: id(0), outcome: 'delivered', at: at() },
        { recipientId: id(1), outcome: 'delivered', at: at() },
      ]),
    );
    expect(changed).toHaveLength(2);
    expect(changed).toContainEqual(expect.objectContaining({ recipientId: id(0), from: 'accepted', to: 'complained' }));
    expect(await apply(0, 'delivered')).toEqual([]);
  });

  test('a bounce keeps kind and words of the server, and is found among the troubles', async () => {
    await send();
    await apply(0, 'bounced_hard', { errorKind: 'unknown_user', errorDetail: '550 5.1.1' });
    expect(await stateOf(0)).toMatchObject({
      state: 'bounced_hard',
      trouble: 'bounced_hard',
      error_kind: 'unknown_user',
      error_detail: '550 5.1.1',
    });
    await apply(1, 'delivered');
    expect(await stateOf(1)).toMatchObject({ state: 'delivered', trouble: null });
  });

  test('nobody who was not accepted gets an outcome', async () => {
    expect(await apply(0, 'delivered')).toEqual([]);
    expect((await stateOf(0))['state']).toBe('pending');
  });
});

describe('an event proves acceptance', () => {
  test('before the answer of the call is recorded: accepted by the event, the answer changes nothing', async () => {
    const mailer = {
      send: async ({ tags }: { tags: readonly (readonly [string, string])[] }) => {
        const recipientId = tags[0]?.[1] ?? '';
        await database.db.tx((tx) =>
          kit.service.resolveAttempts(tx, [{ recipientId, attemptNo: 1, sesMessageId: `e-${recipientId}`, at: at() }]),
        );
        return { kind: 'unknown' as const, reason: 'connection_lost' as const, detail: '' };
      },
    };
    const racing = sendingKit(database.db, { mailer });
    while (await racing.sender.sendBatch(deliveryId)) continue;
    for (const i of [0, 1, 2]) expect(await stateOf(i)).toMatchObject({ state: 'accepted', trouble: null });
    expect(
      await rows('select distinct outcome, resolved_by as by from send_attempt where recipient_id = $1', id(0)),
    ).toEqual([{ outcome: 'accepted', by: 'event' }]);
  });

  test('after a restore from a backup, where the ledger knows of no attempt: nobody is mailed again', async () => {
    await resolve(0);
    await send();
    expect(kit.mailer.offered).toHaveLength(2);
    expect(await stateOf(0)).toMatchObject({ state: 'accepted', attempt_count: 0 });
  });

  test('ids that do not exist are left out of the answer', async () => {
    const unknown = '00000000-0000-7000-8000-000000000000';
    const found = await database.db.tx((tx) =>
      kit.service.resolveAttempts(tx, [
        { recipientId: unknown, attemptNo: 1, sesMessageId: null, at: at() },
        { recipientId: id(0), attemptNo: 1, sesMessageId: null, at: at() },
      ]),
    );
    expect(found).toMatchObject([{ recipientId: id(0), deliveryId, state: 'pending' }]);
  });

  test('the newest acceptance time seen is kept, and never goes back', async () => {
    const [{ newest } = { newest: new Date(0) }] = await rows<{ newest: Date }>(
      'select coalesce(newest_mail_at, to_timestamp(0)) as newest from event_pipeline',
    );
    kit.clock.set(new Date(Math.max(newest.getTime(), kit.clock.now().getTime()) + 60_000));
    await resolve(0);
    const seen = at();
    kit.clock.advance(-30_000);
    await resolve(1);
    expect((await rows<{ at: Date }>('select newest_mail_at as at from event_pipeline'))[0]?.at).toEqual(seen);
  });

  test('an event without tags is found by the id SES gave', async () => {
    await send();
    const [attempt] = await rows<{ id: string }>(
      'select ses_message_id as id from send_attempt where recipient_id = $1',
      id(1),
    );
    expect(await kit.service.findByMessageId(database.db.manager, [attempt?.id ?? '', 'nothing'])).toContainEqual(
      expect.objectContaining({ recipientId: id(1), attemptNo: 1, deliveryId }),
    );
  });
});

describe('hits', () => {
  test('only the first open and click of a person counts, at its earliest time', async () => {
    await send();
    const early = new Date('2026-12-01T02:00:00Z');
    const late = new Date('2026-12-01T03:00:00Z');
    await hit('clicked', [id(0), late], [id(0), early]);
    await hit('opened', [id(0), early]);
    await hit('opened', [id(0), late]);
    await hit('clicked', [id(0), late]);
    expect(await stateOf(0)).toMatchObject({ opened_at: early, clicked_at: early, mpp_opened_at: null });
  });

  test('an unsubscribe is noted on the recipient by delivery and customer', async () => {
    await send();
    const { customer_id: customerId } = await stateOf(2);
    await database.db.tx((tx) =>
      kit.service.markUnsubscribed(tx, [{ deliveryId, customerId: String(customerId), at: at() }]),
    );
    expect((await stateOf(2))['unsubscribed_at']).toEqual(at());
    expect((await stateOf(0))['unsubscribed_at']).toBeNull();
  });
});

describe('counts', () => {
  const counts = async () => (await countRecipients(database.db.manager, [deliveryId], at())).get(deliveryId);

  test('follow every change after a recount, and the states add up to everybody', async () => {
    await send();
    await apply(0, 'bounced_hard');
    await apply(1, 'delivered');
    await hit('opened', [id(1), at()]);
    await kit.sweep();
    expect(await counts()).toMatchObject({ accepted: 1, delivered: 1, bouncedHard: 1, opened: 1, pending: 0 });
  });

  test('of a batch at work are live', async () => {
    const seen: unknown[] = [];
    const watching = sendingKit(database.db, {
      mailer: {
        send: async ({ to }) => {
          seen.push(await counts());
          return { kind: 'accepted', sesMessageId: to };
        },
      },
    });
    await watching.sender.sendBatch(deliveryId);
    expect(seen[0]).toMatchObject({ submitting: 3, pending: 0 });
  });

  test('a recount waits for a writer that is not committed yet, and counts its change', async () => {
    await send();
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const writer = database.db.tx(async (tx) => {
      await kit.service.applyOutcomes(tx, [{ recipientId: id(0), outcome: 'delivered', at: at() }]);
      await held;
    });
    const recount = database.db.tx((tx) => recountDirtyBatches(tx, 10, at()));
    release?.();
    await Promise.all([writer, recount]);
    await database.db.tx((tx) => recountDirtyBatches(tx, 10, at()));
    expect(await counts()).toMatchObject({ accepted: 2, delivered: 1 });
  });
});
