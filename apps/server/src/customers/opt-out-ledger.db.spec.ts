import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { customerRemover } from '../../test/customers.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { aCustomer } from '../../test/factories.js';
import { AddressHasher } from './address-hash.service.js';
import { OptOutLedger } from './opt-out-ledger.service.js';

const SECRET = 'ab'.repeat(32);
const AT = new Date('2026-11-01T00:00:00Z');
const LATER = new Date('2026-11-02T00:00:00Z');

let database: TestDatabase;
const ledger = new OptOutLedger(new AddressHasher({ KUBARI_SECRET: SECRET }));

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('the opt-out ledger (J-36)', () => {
  test('an address that stopped in a group is held back there, and in no other group', async () => {
    const { manager } = database.db;
    await ledger.record(
      manager,
      [{ emailNormalised: 'a@example.jp', scope: 'group', scopeId: '7', reason: 'stopped' }],
      AT,
    );
    const here = await ledger.heldBack(manager, ['b@example.jp', 'a@example.jp'], 'group', '7');
    expect([...here]).toEqual([
      ['a@example.jp', { scope: 'group', reason: 'stopped', recordedAt: AT, complainedAt: null }],
    ]);
    expect((await ledger.heldBack(manager, ['a@example.jp'], 'group', '8')).size).toBe(0);
    expect((await ledger.heldBack(manager, ['a@example.jp'], 'plan', '7')).size).toBe(0);
  });

  test('a complaint holds the address back everywhere', async () => {
    const { manager } = database.db;
    await ledger.record(manager, [{ emailNormalised: 'c@example.jp', scope: 'account', reason: 'complained' }], AT);
    expect((await ledger.heldBack(manager, ['c@example.jp'], 'group', '99')).get('c@example.jp')).toMatchObject({
      scope: 'account',
      reason: 'complained',
    });
  });

  test('saying it twice keeps the first time; a ban is not softened to a stop', async () => {
    const { manager } = database.db;
    const key = { emailNormalised: 'd@example.jp', scope: 'group', scopeId: '7' } as const;
    await ledger.record(manager, [{ ...key, reason: 'stopped' }], AT);
    await ledger.record(manager, [{ ...key, reason: 'stopped' }], LATER);
    const heldFrom = async () =>
      (await ledger.heldBack(manager, [key.emailNormalised], 'group', '7')).get('d@example.jp');
    expect(await heldFrom()).toMatchObject({ reason: 'stopped', recordedAt: AT });
    await ledger.record(
      manager,
      [
        { ...key, reason: 'stopped' },
        { ...key, reason: 'banned' },
      ],
      LATER,
    );
    expect(await heldFrom()).toMatchObject({ reason: 'banned', recordedAt: LATER });
    await ledger.record(manager, [{ ...key, reason: 'stopped' }], LATER);
    expect(await heldFrom()).toMatchObject({ reason: 'banned' });
  });

  test('what people say themselves is dated each time, beside since when they are held back', async () => {
    const { manager } = database.db;
    const optOut = { emailNormalised: 'f@example.jp', scope: 'group', scopeId: '31', reason: 'stopped' } as const;
    const dates = async () =>
      (await database.db.rows<object>('select recorded_at, refused_at from opt_out where scope_id = 31'))[0];
    await ledger.record(manager, [optOut], AT);
    expect(await dates()).toEqual({ recorded_at: AT, refused_at: null });
    await ledger.recordRefusals(manager, [optOut], LATER);
    expect(await dates()).toEqual({ recorded_at: AT, refused_at: LATER });
  });

  test('a complaint is not forgotten below a ban, whichever came first, nor with another address', async () => {
    const { manager } = database.db;
    for (const [name, ...order] of [
      ['g', 'banned', 'complained'],
      ['h', 'complained', 'banned'],
    ] as const) {
      const emailNormalised = `${name}@example.jp`;
      for (const reason of order) await ledger.record(manager, [{ emailNormalised, scope: 'account', reason }], AT);
      await ledger.carry(manager, emailNormalised, `moved-${emailNormalised}`);
      for (const address of [emailNormalised, `moved-${emailNormalised}`])
        expect((await ledger.heldBack(manager, [address], 'group', '1')).get(address)).toMatchObject({
          reason: 'banned',
          complainedAt: AT,
        });
    }
  });

  test('what is lifted holds nobody back', async () => {
    const { manager } = database.db;
    const key = { emailNormalised: 'e@example.jp', scope: 'group', scopeId: '7' } as const;
    await ledger.record(manager, [{ ...key, reason: 'stopped' }], AT);
    await ledger.lift(manager, [key]);
    expect((await ledger.heldBack(manager, ['e@example.jp'], 'group', '7')).size).toBe(0);
  });

  test('deleting the customer leaves the ledger, which holds no address in the clear', async () => {
    const customer = await aCustomer(database.db, { email: 'gone@example.jp' });
    await database.db.withClientTx(async (client) => {
      await ledger.record(client, [{ emailNormalised: 'gone@example.jp', scope: 'account', reason: 'stopped' }], AT);
      expect(await customerRemover(database.db).remove(client, [customer.id, '999999'])).toEqual([customer.id]);
    });
    expect((await ledger.heldBack(database.db.manager, ['gone@example.jp'], 'group', '1')).size).toBe(1);
    const rows = await database.db.rows<{ hash: string }>(`select encode(address_hash, 'escape') as hash from opt_out`);
    expect(rows.every(({ hash }) => !hash.includes('example'))).toBe(true);
  });

  test('another installation makes other hashes of the same address', () => {
    const other = new AddressHasher({ KUBARI_SECRET: 'cd'.repeat(32) });
    expect(other.hashOf('a@example.jp')).not.toEqual(
      new AddressHasher({ KUBARI_SECRET: SECRET }).hashOf('a@example.jp'),
    );
    expect(other.hashOf('a@example.jp')).toHaveLength(16);
  });
});
