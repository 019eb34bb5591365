import { GetSuppressedDestinationCommand, PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PinoLogger } from 'nestjs-pino';
import { createSesSandbox, type SesSandbox } from '../../../ses-sandbox/src/index.js';
import { MINUTE, TestClock } from '../../test/clock.js';
import { testDatabase, type TestDatabase } from '../../test/database.js';
import { testEnv } from '../../test/env.js';
import { aCustomer } from '../../test/factories.js';
import { SesSuppression } from '../platform/ses/ses-suppression.js';
import { readLift, requestLift, type LiftRow } from './suppression-lift.queries.js';
import { SuppressionLifter } from './suppression-lifter.js';

const clock = new TestClock();
let database: TestDatabase;
let sandbox: SesSandbox;
let ses: SESv2Client;
let suppression: SesSuppression;
let lifter: SuppressionLifter;

beforeAll(async () => {
  database = await testDatabase();
  sandbox = await createSesSandbox();
  const { url: endpoint, region, credentials } = sandbox;
  ses = new SESv2Client({ endpoint, region, credentials });
  suppression = new SesSuppression(testEnv(database.url, { SES_ENDPOINT: endpoint, SES_REGION: region }));
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  lifter = new SuppressionLifter(database.db, clock, suppression, logger);
});
afterAll(async () => {
  suppression.onApplicationShutdown();
  ses.destroy();
  await sandbox.close();
  await database.drop();
});
beforeEach(async () => {
  sandbox.clearFaults();
  await database.db.rows('delete from suppression_lift');
});

const suppress = (EmailAddress: string) =>
  ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: 'BOUNCE' }));
const isSuppressed = (EmailAddress: string): Promise<boolean> =>
  ses.send(new GetSuppressedDestinationCommand({ EmailAddress })).then(
    () => true,
    () => false,
  );
async function asked(email: string): Promise<string> {
  const { id } = await aCustomer(database.db, { email });
  await database.db.tx((tx) => requestLift(tx, { customerId: id, email, userId: null }, clock.now()));
  return id;
}
const lift = (customerId: string): Promise<LiftRow | null> => readLift(database.db.manager, customerId);
/** SES is away for the call and the SDK's own repetitions. */
const awayOnce = (): number =>
  sandbox.addFault({
    op: 'DeleteSuppressedDestination',
    times: 3,
    action: { type: 'http', status: 503, errorType: 'ServiceUnavailable', message: 'away' },
  });

describe('lifting a suppression at SES (C-15)', () => {
  test('takes the address off the list', async () => {
    await suppress('taro@example.jp');
    const id = await asked('taro@example.jp');
    await lifter.liftDue();
    expect(await isSuppressed('taro@example.jp')).toBe(false);
    expect(await lift(id)).toMatchObject({ liftedAt: clock.now(), trouble: null });
  });

  test('an address that is not on the list is done as well', async () => {
    const id = await asked('nobody@example.jp');
    await lifter.liftDue();
    expect(await lift(id)).toMatchObject({ liftedAt: clock.now(), trouble: null });
  });

  test('J-02 an old carrier address is found in the form it is sent with', async () => {
    await suppress('"hana..ko."@docomo.ne.jp');
    await asked('hana..ko.@docomo.ne.jp');
    await lifter.liftDue();
    expect(await isSuppressed('"hana..ko."@docomo.ne.jp')).toBe(false);
  });

  test('while SES is away it is tried again later, and the others are not held up', async () => {
    await suppress('late@example.jp');
    const [late, other] = [await asked('late@example.jp'), await asked('other@example.jp')];
    awayOnce();
    await lifter.liftDue();
    expect(await lift(late)).toMatchObject({ liftedAt: null, trouble: expect.any(String) });
    expect(await lift(other)).toMatchObject({ liftedAt: clock.now() });
    await lifter.liftDue();
    expect(await isSuppressed('late@example.jp')).toBe(true);
    clock.advance(MINUTE);
    await lifter.liftDue();
    expect(await isSuppressed('late@example.jp')).toBe(false);
    expect(await lift(late)).toMatchObject({ liftedAt: clock.now(), trouble: null });
  });

  test('two workers at once do no harm; a request that is new meanwhile stays open', async () => {
    const id = await asked('twice@example.jp');
    await Promise.all([lifter.liftDue(), lifter.liftDue()]);
    clock.advance(1000);
    await database.db.tx((tx) =>
      requestLift(tx, { customerId: id, email: 'twice@example.jp', userId: null }, clock.now()),
    );
    expect(await lift(id)).toMatchObject({ liftedAt: null });
    await lifter.liftDue();
    expect(await lift(id)).toMatchObject({ liftedAt: clock.now() });
  });
});
